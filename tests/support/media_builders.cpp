#include "support/media_builders.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

std::string media_fixture(const std::string& name) {
    std::ifstream file("tests/fixtures/media/" + name, std::ios::binary);
    if (!file) throw std::runtime_error("there is no tests/fixtures/media/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

base::File file_with(std::string_view bytes) {
    auto file = base::temporary_file(std::filesystem::temp_directory_path());
    base::write_all(file, bytes);
    return file;
}

media::Attachment make_attachment(db::Tx& tx, AccountId account, media::Type type) {
    media::Attachment attachment;
    attachment.id = tx.new_id<MediaId>();
    attachment.account = account;
    attachment.type = type;
    attachment.state = media::State::Ready;
    media::insert(tx, attachment);
    return attachment;
}

HttpReply send_form(HttpClient& client, std::string_view method, std::string_view path,
                    const std::vector<FormFile>& files,
                    const std::vector<std::pair<std::string, std::string>>& fields) {
    static constexpr std::string_view kBoundary = "----6f6c7a1d";
    std::string body;
    const auto begin_part = [&](const std::string& name) {
        body.append("--").append(kBoundary).append("\r\nContent-Disposition: form-data; name=\"").append(name) += '"';
    };
    for (const auto& [name, value] : fields) {
        begin_part(name);
        body.append("\r\n\r\n").append(value).append("\r\n");
    }
    for (const auto& file : files) {
        begin_part(file.field);
        body.append("; filename=\"").append(file.filename).append("\"\r\nContent-Type: ").append(file.content_type);
        body.append("\r\n\r\n").append(file.bytes).append("\r\n");
    }
    body.append("--").append(kBoundary).append("--\r\n");
    return client.request(method, path, {{"Content-Type", "multipart/form-data; boundary=" + std::string(kBoundary)}},
                          body);
}

std::string upload(HttpClient& client, const std::string& fixture) {
    const auto reply = send_form(client, "POST", "/api/v2/media", {{.field = "file", .bytes = media_fixture(fixture)}});
    const auto entity = reply.json();
    const auto* object = entity.if_object();
    return object && object->contains("id") ? std::string(object->at("id").as_string()) : "";
}

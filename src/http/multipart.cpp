#include "http/params.h"

#include "base/ascii.h"
#include "base/unicode.h"
#include "http/split.h"

#include <algorithm>

// multipart/form-data, RFC 7578.
namespace http {
namespace {

constexpr std::size_t kMaxPartHeader = 8 << 10;
constexpr std::size_t kMaxBoundary = 200; // RFC 2046 says 70.

base::Unexpected bad_multipart() {
    return base::refuse(base::Refusal::BadRequest, "The request body is not valid multipart/form-data");
}

// The value of `name` in `form-data; name="avatar"; filename=a.png`; nullopt when it is not there.
std::optional<std::string> find_parameter(std::string_view header, std::string_view name) {
    auto at = header.find(';');
    while (at < header.size()) {
        at = std::min(header.find_first_not_of("; \t", at), header.size());
        const auto equals = header.find('=', at);
        if (equals == std::string_view::npos) return std::nullopt;
        const bool is_found = base::equals_ignoring_ascii_case(header.substr(at, equals - at), name);

        std::string value;
        at = equals + 1;
        if (at < header.size() && header[at] == '"') {
            for (++at; at < header.size() && header[at] != '"'; ++at) {
                const bool is_escape =
                    header[at] == '\\' && at + 1 < header.size()
                    && (header[at + 1] == '"' || header[at + 1] == '\\'); // Old browsers send C:\paths.
                value += header[is_escape ? ++at : at];
            }
            at = header.find(';', at);
        } else {
            const auto end = std::min(header.find_first_of("; \t", at), header.size());
            value = header.substr(at, end - at);
            at = end;
        }
        if (is_found) return value;
    }
    return std::nullopt;
}

struct Part {
    std::string_view disposition;
    std::string_view content_type;
    std::string_view bytes;
};

void read_part_header(std::string_view line, Part& part) {
    auto value = line;
    const auto name = take_until(value, ':');
    value = without_space(value);
    if (base::equals_ignoring_ascii_case(name, "content-disposition")) part.disposition = value;
    if (base::equals_ignoring_ascii_case(name, "content-type")) part.content_type = value;
}

// A part's header, a blank line, its bytes.
std::optional<Part> parse_part(std::string_view text) {
    Part part;
    while (true) {
        const auto end = text.find("\r\n");
        if (end > kMaxPartHeader) return std::nullopt; // Or there is none.
        if (end == 0) break;
        read_part_header(text.substr(0, end), part);
        text.remove_prefix(end + 2);
    }
    part.bytes = text.substr(2);
    return part;
}

bool is_text(std::string_view bytes) {
    return bytes.find('\0') == std::string_view::npos && base::is_valid_utf8(bytes);
}

Result<> add_part(const Part& part, json::Object& params, std::vector<File>& files) {
    const auto name = find_parameter(part.disposition, "name");
    if (!name || !is_text(*name)) return bad_multipart();
    auto filename = find_parameter(part.disposition, "filename");
    if (!filename) {
        if (!is_text(part.bytes)) return bad_multipart();
        return put_param(params, *name, json::Value(boost::json::string_view(part.bytes.data(), part.bytes.size())));
    }
    if (filename->empty() && part.bytes.empty()) return {}; // A form whose file was not chosen.
    if (files.size() == kMaxFiles) return base::refuse(base::Refusal::BadRequest, "There are too many files");
    if (!is_text(*filename)) filename->clear();
    files.push_back({*name, std::move(*filename), std::string(part.content_type), part.bytes});
    return {};
}

// The bytes up to the next delimiter, which is passed; nullopt when there is none.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view delimiter) {
    const auto at = text.find(delimiter);
    if (at == std::string_view::npos) return std::nullopt;
    const auto taken = text.substr(0, at);
    text.remove_prefix(at + delimiter.size());
    return taken;
}

} // namespace

Result<> read_multipart(std::string_view body, std::string_view content_type, json::Object& params,
                        std::vector<File>& files, std::size_t& count) {
    const auto boundary = find_parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > kMaxBoundary) return bad_multipart();
    const std::string delimiter = "\r\n--" + *boundary;

    const auto first = std::string_view(delimiter).substr(2); // No line end comes before it at the body's start.
    if (body.starts_with(first)) {
        body.remove_prefix(first.size());
    } else if (!take_until(body, delimiter)) {
        return bad_multipart();
    }
    while (!body.starts_with("--")) {
        if (!body.starts_with("\r\n")) return bad_multipart();
        body.remove_prefix(2);
        if (++count > kMaxParams) return base::refuse(base::Refusal::BadRequest, "There are too many parameters");
        const auto text = take_until(body, delimiter);
        const auto part = text ? parse_part(*text) : std::nullopt;
        if (!part) return bad_multipart();
        TRY(add_part(*part, params, files));
    }
    return {};
}

} // namespace http

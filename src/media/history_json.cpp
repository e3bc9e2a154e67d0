#include "media/attachment_json.h"
#include "media/attachment_rows.h"

#include "http/request.h"

// What posts showed before they were edited.
namespace media {

EverAttached::EverAttached(db::Tx& tx, StatusId status) : config_(tx.config()) {
    static const std::string kSql = select_attachments("from media_attachments m where m.status_id = $1 limit 1000");
    auto rows = tx.query(kSql, {status});
    while (rows.next()) {
        auto attachment = read_attachment(rows);
        attachments_.emplace(attachment.id, std::move(attachment));
    }
}

void EverAttached::write(json::Writer& out, std::string_view described) const {
    std::vector<Attachment> shown;
    const auto parsed = json::parse(described);
    if (parsed && parsed->is_array()) {
        for (const auto& item : parsed->get_array()) {
            const auto* object = item.if_object();
            if (!object) continue;
            const http::Params params(*object);
            const auto found = attachments_.find(params.maybe_id<MediaId>("id").value_or(MediaId{}));
            if (found == attachments_.end()) continue;
            shown.push_back(found->second);
            shown.back().description = params.text("description");
        }
    }
    write_attachments(out, config_, shown);
}

std::string described(const std::vector<Attachment>& attachments) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& attachment : attachments) {
        out.begin_object();
        out.field("id", attachment.id);
        out.field("description", attachment.description);
        out.end_object();
    }
    out.end_array();
    return text;
}

} // namespace media

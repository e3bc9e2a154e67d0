#include "media/attachment_json.h"

#include "media/attachment_rows.h"
#include "media/store.h"

namespace media {
namespace {

void write_url(json::Writer& out, json::Name name, const base::Config& config, const std::string& key,
               const std::string& remote) {
    if (!key.empty()) return out.field(name, public_url(config, key));
    remote.empty() ? out.null_field(name) : out.field(name, remote);
}

// The focus is kept beside the rest: it is its owner's, not the decoder's.
void write_meta(json::Writer& out, const Attachment& it) {
    if (!it.focus) return out.raw_field("meta", it.meta);
    std::string meta = it.meta;
    meta.pop_back();
    if (meta.size() > 1) meta += ',';
    meta += R"("focus":)";
    json::Writer focus(meta);
    focus.begin_object();
    focus.field("x", it.focus->x);
    focus.field("y", it.focus->y);
    focus.end_object();
    meta += '}';
    out.raw_field("meta", meta);
}

} // namespace

void write_attachment(json::Writer& out, const base::Config& config, const Attachment& it) {
    const bool is_ready = it.state == State::Ready;
    const std::string& remote_preview =
        it.remote_preview_url.empty() && it.type == Type::Image ? it.remote_url : it.remote_preview_url;
    out.begin_object();
    out.field("id", it.id);
    out.field("type", to_string(it.type));
    write_url(out, "url", config, is_ready ? it.file_key : "", it.remote_url);
    write_url(out, "preview_url", config, is_ready ? it.preview_key : "", remote_preview);
    it.remote_url.empty() ? out.null_field("remote_url") : out.field("remote_url", it.remote_url);
    it.remote_preview_url.empty() ? out.null_field("preview_remote_url")
                                  : out.field("preview_remote_url", it.remote_preview_url);
    out.null_field("text_url");
    write_meta(out, it);
    out.field("description", it.description);
    it.blurhash.empty() ? out.null_field("blurhash") : out.field("blurhash", it.blurhash);
    out.end_object();
}

void write_attachments(json::Writer& out, const base::Config& config, const std::vector<Attachment>& attachments) {
    out.begin_array();
    for (const auto& attachment : attachments) write_attachment(out, config, attachment);
    out.end_array();
}

AttachmentEntities::AttachmentEntities(db::Tx& tx, std::span<const StatusId> statuses) : config_(tx.config()) {
    static const std::string kSql = select_attachments(R"(
        from ids($1) l join media_attachments m on m.status_id = l.value
        where m.position >= 0 order by m.status_id, m.position, m.id)");
    if (statuses.empty()) return;
    auto rows = tx.query(kSql, {statuses});
    while (rows.next()) {
        auto attachment = read_attachment(rows);
        attachments_[attachment.status].push_back(std::move(attachment));
    }
}

void AttachmentEntities::write(json::Writer& out, StatusId status) const {
    const auto found = attachments_.find(status);
    if (found == attachments_.end()) return out.raw("[]");
    write_attachments(out, config_, found->second);
}

std::string AttachmentEntities::descriptions(StatusId status) const {
    std::string text;
    const auto found = attachments_.find(status);
    if (found == attachments_.end()) return text;
    for (const auto& attachment : found->second) text.append(attachment.description.value_or("")).append("\n");
    return text;
}

std::unordered_map<ScheduledStatusId, std::vector<Attachment>> reserved_for(db::Tx& tx,
                                                                            std::span<const ScheduledStatusId> posts) {
    static const std::string kSql = [] {
        std::string sql = select_attachments(
            "from ids($1) l join media_attachments m on m.scheduled_status_id = l.value order by m.position, m.id");
        return sql.insert(sql.find(" from ids"), ", m.scheduled_status_id");
    }();
    constexpr int kScheduled = 15; // After read_attachment()'s.
    std::unordered_map<ScheduledStatusId, std::vector<Attachment>> reserved;
    if (posts.empty()) return reserved;
    auto rows = tx.query(kSql, {posts});
    while (rows.next()) reserved[rows.id<ScheduledStatusId>(kScheduled)].push_back(read_attachment(rows));
    return reserved;
}

} // namespace media

#include "media/attachment_json.h"

#include "media/attachment_rows.h"
#include "media/proxy.h"
#include "media/store.h"

namespace media {
namespace {

// Ours, or the copy of another server's. Where there are no copies, that server's own; but of a film without a preview
// nothing stands for it then.
std::string url_of(const base::Config& config, const Attachment& it, CopyOf kind) {
    const auto& key = kind == CopyOf::Original ? it.file_key : it.preview_key;
    if (it.state == State::Ready && !key.empty()) return public_url(config, key);
    const bool is_a_picture = kind == CopyOf::Original || !is_from_film(it, kind);
    const bool is_copied = config.media_remote != base::RemoteMedia::Never;
    if (auto source = source_of(it, kind); !source.empty() && (is_a_picture || is_copied)) {
        return shown_url(config, {.kind = kind, .id = it.id.value}, source);
    }
    return kind == CopyOf::Original ? it.remote_url : "";
}

void write_url(json::Writer& out, json::Name name, const std::string& url) {
    url.empty() ? out.null_field(name) : out.field(name, url);
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
    out.begin_object();
    out.field("id", it.id);
    out.field("type", to_string(it.type));
    write_url(out, "url", url_of(config, it, CopyOf::Original));
    write_url(out, "preview_url", url_of(config, it, CopyOf::Small));
    write_url(out, "remote_url", it.remote_url);
    write_url(out, "preview_remote_url", it.remote_preview_url);
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
    if (!statuses.empty()) read(ask(tx, statuses));
}

AttachmentEntities::AttachmentEntities(const base::Config& config, db::Rows rows) : config_(config) {
    read(std::move(rows));
}

db::Rows AttachmentEntities::ask(db::Tx& tx, std::span<const StatusId> statuses) {
    static const std::string kSql = select_attachments(R"(
        from ids($1) l join media_attachments m on m.status_id = l.value
        where m.position >= 0 order by m.status_id, m.position, m.id)");
    return tx.query_ahead(kSql, {statuses});
}

void AttachmentEntities::read(db::Rows rows) {
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
    constexpr int kScheduled = 16; // After read_attachment()'s.
    std::unordered_map<ScheduledStatusId, std::vector<Attachment>> reserved;
    if (posts.empty()) return reserved;
    auto rows = tx.query(kSql, {posts});
    while (rows.next()) reserved[rows.id<ScheduledStatusId>(kScheduled)].push_back(read_attachment(rows));
    return reserved;
}

} // namespace media

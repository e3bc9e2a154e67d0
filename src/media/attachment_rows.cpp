#include "media/attachment_rows.h"

#include "base/text.h"

namespace media {

std::string select_attachments(std::string_view from_m) {
    std::string sql = R"(
        select m.id, m.account_id, m.status_id, m.type, m.state, m.file_key, m.preview_key, m.size_bytes, m.remote_url,
               m.remote_preview_url, m.description, m.focus_x, m.focus_y, m.blurhash, m.meta,
               m.has_own_preview )";
    return sql.append(from_m);
}

Attachment read_attachment(const db::Rows& rows) {
    Attachment it{.id = rows.id<MediaId>(0),
                  .account = rows.id<AccountId>(1),
                  .status = rows.id<StatusId>(2),
                  .type = parse_type(rows.text(3)),
                  .state = static_cast<State>(rows.small(4)),
                  .file_key = rows.string(5),
                  .preview_key = rows.string(6),
                  .size_bytes = rows.integer(7),
                  .remote_url = rows.string(8),
                  .remote_preview_url = rows.string(9),
                  .description = rows.maybe_string(10),
                  .focus = {},
                  .blurhash = rows.string(13),
                  .meta = rows.string(14),
                  .has_own_preview = rows.boolean(15)};
    if (!rows.is_null(11) && !rows.is_null(12)) it.focus = Focus{rows.real(11), rows.real(12)};
    return it;
}

std::int64_t characters_in(std::string_view text) { return static_cast<std::int64_t>(base::grapheme_count(text)); }

} // namespace media

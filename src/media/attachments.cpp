#include "media/attachments.h"

#include "instance/limits.h"
#include "jobs/jobs.h"
#include "media/attachment_rows.h"
#include "media/meta.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace media {
namespace {

namespace limits = instance::limits;

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return std::clamp(value, -1.0, 1.0);
}

std::vector<std::string> files_of(const std::vector<Attachment>& attachments) {
    std::vector<std::string> keys;
    for (const auto& attachment : attachments) {
        keys.push_back(attachment.file_key);
        keys.push_back(attachment.preview_key);
    }
    return keys;
}

// In no post, whatever is done to them meanwhile. How many.
std::size_t remove_rows(db::Tx& tx, db::Rows rows) {
    std::vector<Attachment> removed;
    std::vector<MediaId> ids;
    while (rows.next()) {
        removed.push_back(read_attachment(rows));
        ids.push_back(removed.back().id);
    }
    if (ids.empty()) return 0;
    tx.exec("delete from media_attachments where id in (select value from ids($1)) and status_id is null", {ids});
    remove_files(tx, files_of(removed));
    return ids.size();
}

} // namespace

std::optional<Focus> parse_focus(std::string_view text) {
    const auto comma = text.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    const auto x = number(text.substr(0, comma)), y = number(text.substr(comma + 1));
    return x && y ? std::optional(Focus{*x, *y}) : std::nullopt;
}

Result<> check_words(const Words& words) {
    if (!words.description || characters_in(*words.description) <= limits::kMediaDescriptionCharacters) return {};
    return base::invalid("Validation failed: Description is too long (maximum is "
                         + std::to_string(limits::kMediaDescriptionCharacters) + " characters)");
}

void insert(db::Tx& tx, const Attachment& it) {
    tx.exec(R"(
        insert into media_attachments (id, account_id, type, state, file_key, preview_key, size_bytes, description,
                                       focus_x, focus_y, blurhash, meta, has_own_preview, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14))",
            {it.id, it.account, to_string(it.type), static_cast<int>(it.state), it.file_key, it.preview_key,
             it.size_bytes, it.description, it.focus ? std::optional(it.focus->x) : std::nullopt,
             it.focus ? std::optional(it.focus->y) : std::nullopt, it.blurhash, it.meta, it.has_own_preview, tx.now()});
}

void update_files(db::Tx& tx, const Attachment& it) {
    tx.exec(R"(
        update media_attachments
        set type = $2, state = $3, file_key = $4, preview_key = $5, size_bytes = $6, blurhash = $7, meta = $8,
            has_own_preview = $9
        where id = $1)", {it.id, to_string(it.type), static_cast<int>(it.state), it.file_key, it.preview_key,
                       it.size_bytes, it.blurhash, it.meta, it.has_own_preview});
}

void mark_failed(db::Tx& tx, MediaId id) {
    tx.exec("update media_attachments set state = $2, file_key = '' where id = $1",
            {id, static_cast<int>(State::Failed)});
}

void add_blurhash(db::Tx& tx, MediaId id, std::string_view blurhash) {
    tx.exec("update media_attachments set blurhash = $2 where id = $1 and blurhash is null", {id, blurhash});
}

void add_colours(db::Tx& tx, MediaId id, const Colours& colours) {
    auto rows = tx.query("select meta from media_attachments where id = $1 /*for_update*/", {id});
    if (!rows.next()) return;
    const std::string meta = with_colours(rows.text(0), colours);
    tx.exec("update media_attachments set meta = $2 where id = $1", {id, meta});
}

void change_words(db::Tx& tx, MediaId id, const Words& words) {
    if (words.description) {
        tx.exec("update media_attachments set description = $2 where id = $1", {id, *words.description});
    }
    if (words.focus) {
        tx.exec("update media_attachments set focus_x = $2, focus_y = $3 where id = $1",
                {id, words.focus->x, words.focus->y});
    }
}

std::optional<Attachment> find(db::Tx& tx, MediaId id) {
    auto rows = tx.query(select_attachments("from media_attachments m where m.id = $1"), {id});
    return rows.next() ? std::optional(read_attachment(rows)) : std::nullopt;
}

Result<Attachment> find_own(db::Tx& tx, AccountId account, MediaId id) {
    auto found = find(tx, id);
    if (!found || found->account != account || !found->remote_url.empty()) return base::not_found();
    return std::move(*found);
}

Result<Attachment> find_unposted(db::Tx& tx, AccountId account, MediaId id) {
    auto found = TRY(find_own(tx, account, id));
    if (found.status) return base::not_found();
    return found;
}

void remove_files(db::Tx& tx, std::span<const std::string> keys) {
    json::Array list;
    for (const auto& key : keys) {
        if (!key.empty()) list.emplace_back(key);
    }
    if (!list.empty()) jobs::enqueue(tx, "remove_media_files", {{"keys", boost::json::serialize(list)}});
}

void remove(db::Tx& tx, const Attachment& attachment) {
    tx.exec("delete from media_attachments where id = $1 and status_id is null", {attachment.id});
    remove_files(tx, files_of({attachment}));
}

std::size_t remove_unposted(db::Tx& tx, base::Time before, int limit) {
    return remove_rows(tx, tx.query(select_attachments(R"(
        from media_attachments m
        where m.status_id is null and m.created_at < $1 and m.scheduled_status_id is null
        order by m.created_at limit $2)"), {before, limit}));
}

std::size_t remove_unposted_of(db::Tx& tx, AccountId account, int limit) {
    return remove_rows(tx, tx.query(select_attachments(R"(
        from media_attachments m where m.account_id = $1 and m.status_id is null limit $2)"), {account, limit}));
}

void let_go(db::Tx& tx, StatusId status, Fate fate) {
    std::vector<Attachment> all;
    {
        auto rows = tx.query(select_attachments("from media_attachments m where m.status_id = $1"), {status});
        while (rows.next()) all.push_back(read_attachment(rows));
    }
    if (all.empty()) return;
    if (fate == Fate::Removed) {
        tx.exec("delete from media_attachments where status_id = $1", {status});
        remove_files(tx, files_of(all));
    } else {
        tx.exec("update media_attachments set status_id = null, position = 0, created_at = $2 where status_id = $1",
                {status, tx.now()});
    }
}

} // namespace media

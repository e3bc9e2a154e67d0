#include "media/attachment_rows.h"

#include <algorithm>
#include <unordered_map>

// Attachments and the posts that they are in.
namespace media {
namespace {

constexpr int kNoLongerShown = -1; // The position of what an edit took away.

bool is_alone(Type type) { return type != Type::Image && type != Type::Unknown; }

std::string listed(const std::vector<MediaId>& ids) {
    std::string text;
    for (const auto id : ids) text.append(text.empty() ? "" : ", ").append(to_string(id));
    return text;
}

// Those of `ids` that are `author`'s, and free or in `place` already. Held until they are attached, so that two posts
// cannot both have one.
std::unordered_map<MediaId, Attachment> load(db::Tx& tx, AccountId author, std::span<const MediaId> ids,
                                             const Place& place) {
    static const std::string kSql = select_attachments(R"(
        from media_attachments m
        where m.id in (select value from ids($1)) and m.account_id = $2 and m.remote_url = ''
          and (m.status_id is null or m.status_id = $3)
          and (m.scheduled_status_id is null or m.scheduled_status_id = $4) /*for_update*/)");
    std::unordered_map<MediaId, Attachment> found;
    auto rows = tx.query(kSql, {ids, author, place.status, place.scheduled});
    while (rows.next()) {
        auto attachment = read_attachment(rows);
        found.emplace(attachment.id, std::move(attachment));
    }
    return found;
}

Result<> check_together(const std::vector<Attachment>& attachments) {
    const auto is_not_ready = [](const Attachment& it) { return it.state != State::Ready; };
    if (std::ranges::any_of(attachments, is_not_ready)) {
        return base::invalid("Cannot attach files that have not finished processing. Try again in a moment!");
    }
    const auto wants_to_be_alone = [](const Attachment& it) { return is_alone(it.type); };
    if (attachments.size() > 1 && std::ranges::any_of(attachments, wants_to_be_alone)) {
        return base::invalid("Cannot attach a video or audio to a post that has other files");
    }
    return {};
}

} // namespace

Result<std::vector<Attachment>> find_attachable(db::Tx& tx, AccountId author, std::span<const MediaId> wanted,
                                                const Place& place) {
    std::vector<MediaId> ids;
    for (const auto id : wanted) {
        if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    }
    std::vector<Attachment> attachments;
    if (ids.empty()) return attachments;
    const int most = tx.config().media_per_post;
    if (std::ssize(ids) > most) return base::invalid("Cannot attach more than " + std::to_string(most) + " files");

    auto found = load(tx, author, ids, place);
    std::vector<MediaId> missing;
    for (const auto id : ids) {
        const auto one = found.find(id);
        one == found.end() ? missing.push_back(id) : attachments.push_back(std::move(one->second));
    }
    if (!missing.empty()) {
        return base::invalid("Media " + listed(missing) + " not found or already attached to another post");
    }
    TRY(check_together(attachments));
    return attachments;
}

void attach(db::Tx& tx, StatusId status, const std::vector<Attachment>& attachments) {
    int position = 0;
    for (const auto& attachment : attachments) {
        tx.exec(R"(
            update media_attachments set status_id = $2, position = $3, scheduled_status_id = null
            where id = $1)", {attachment.id, status, position++});
    }
}

bool has_any(db::Tx& tx, StatusId status) {
    return tx.query_integer("select 1 from media_attachments where status_id = $1 and position >= 0 limit 1", {status})
        .has_value();
}

std::vector<Attachment> attached_to(db::Tx& tx, StatusId status) {
    static const std::string kSql =
        select_attachments("from media_attachments m where m.status_id = $1 and m.position >= 0 order by m.position");
    std::vector<Attachment> attachments;
    auto rows = tx.query(kSql, {status});
    while (rows.next()) attachments.push_back(read_attachment(rows));
    return attachments;
}

void replace(db::Tx& tx, StatusId status, const std::vector<Attachment>& attachments) {
    tx.exec("update media_attachments set position = $2 where status_id = $1", {status, kNoLongerShown});
    attach(tx, status, attachments);
}

void reserve(db::Tx& tx, ScheduledStatusId scheduled, const std::vector<Attachment>& attachments) {
    int position = 0;
    for (const auto& attachment : attachments) {
        tx.exec("update media_attachments set scheduled_status_id = $2, position = $3 where id = $1",
                {attachment.id, scheduled, position++});
    }
}

} // namespace media

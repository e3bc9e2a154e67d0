#include "instance/announcements.h"

#include "base/events.h"
#include "base/text.h"
#include "jobs/jobs.h"

#include <algorithm>
#include <limits>

namespace instance {

namespace {

// What a bigint can hold: never.
constexpr base::Time kNever{std::chrono::milliseconds(std::numeric_limits<std::int64_t>::max())};

Announcement read(const db::Rows& rows) {
    return {.id = rows.id<AnnouncementId>(0),
            .text = rows.string(1),
            .starts_at = rows.maybe_time(2),
            .ends_at = rows.maybe_time(3),
            .is_all_day = rows.boolean(4),
            .published_at = rows.time(5),
            .updated_at = rows.time(6),
            .is_dismissed = rows.boolean(7)};
}

base::Time end_of(const AnnouncementDraft& draft) {
    if (!draft.ends_at) return kNever;
    return draft.is_all_day ? *draft.ends_at + std::chrono::days(1) : *draft.ends_at;
}

Result<> check(const AnnouncementDraft& draft, base::Time now) {
    if (base::trim(draft.text).empty()) return base::invalid("Validation failed: Text can't be blank");
    if (base::grapheme_count(draft.text) > kAnnouncementCharacters) {
        return base::invalid("Validation failed: Text is too long (maximum is "
                             + std::to_string(kAnnouncementCharacters) + " characters)");
    }
    if (draft.is_all_day && !draft.starts_at && !draft.ends_at) {
        return base::invalid("Validation failed: A whole day needs a date on which it starts or ends");
    }
    if (end_of(draft) <= std::max(now, draft.starts_at.value_or(now))) {
        return base::invalid("Validation failed: It would end before it starts");
    }
    return {};
}

} // namespace

Result<AnnouncementId> announce(db::Tx& tx, const AnnouncementDraft& draft) {
    TRY(check(draft, tx.now()));
    const auto id = tx.new_id<AnnouncementId>();
    const auto published_at = std::max(tx.now(), draft.starts_at.value_or(tx.now()));
    const auto shown_until = end_of(draft);
    tx.exec(R"(
        insert into announcements (id, text, starts_at, ends_at, is_all_day, published_at, shown_until, created_at,
                                   updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
        )", {id, base::sanitize(draft.text), draft.starts_at, draft.ends_at, draft.is_all_day, published_at,
                       shown_until, tx.now()});
    jobs::enqueue(tx, "publish_announcement", {{"id", id.value}}, published_at);
    if (shown_until != kNever) jobs::enqueue(tx, "withdraw_announcement", {{"id", id.value}}, shown_until);
    return id;
}

Result<> delete_announcement(db::Tx& tx, AnnouncementId id) {
    if (tx.exec("delete from announcements where id = $1", {id}) == 0) return base::not_found();
    jobs::enqueue(tx, "withdraw_announcement", {{"id", id.value}});
    return {};
}

std::vector<Announcement> shown_announcements(db::Tx& tx, AccountId reader, bool with_dismissed) {
    std::vector<Announcement> shown;
    auto rows = tx.query(R"(
        select a.id, a.text, a.starts_at, a.ends_at, a.is_all_day, a.published_at, a.updated_at,
               exists (select 1 from announcement_dismissals d where d.announcement_id = a.id and d.account_id = $1)
        from announcements a
        where a.shown_until > $2 and a.published_at <= $2
        order by a.shown_until desc limit $3)", {reader, tx.now(), kMaxAnnouncements});
    while (rows.next()) {
        if (auto one = read(rows); with_dismissed || !one.is_dismissed) shown.push_back(std::move(one));
    }
    std::ranges::sort(shown, {}, [](const Announcement& one) { return std::pair(one.published_at, one.id); });
    return shown;
}

Result<Announcement> find_shown_announcement(db::Tx& tx, AnnouncementId id, AccountId reader) {
    auto rows = tx.query(R"(
        select a.id, a.text, a.starts_at, a.ends_at, a.is_all_day, a.published_at, a.updated_at,
               exists (select 1 from announcement_dismissals d where d.announcement_id = a.id and d.account_id = $3)
        from announcements a
        where a.id = $1 and a.published_at <= $2 and a.shown_until > $2)", {id, tx.now(), reader});
    if (!rows.next()) return base::not_found();
    return read(rows);
}

Result<> dismiss(db::Tx& tx, AnnouncementId id, AccountId reader) {
    TRY(find_shown_announcement(tx, id, reader));
    tx.exec(R"(
        insert into announcement_dismissals (announcement_id, account_id) values ($1, $2)
        on conflict (announcement_id, account_id) do nothing)", {id, reader});
    return {};
}

std::vector<Announcement> newest_announcements(db::Tx& tx, int limit) {
    std::vector<Announcement> all;
    auto rows = tx.query(R"(
        select id, text, starts_at, ends_at, is_all_day, published_at, updated_at, false
        from announcements order by id desc limit $1)", {limit});
    while (rows.next()) all.push_back(read(rows));
    return all;
}

void tell_everybody(db::Tx& tx, std::string_view event, std::string payload) {
    const auto shared = std::make_shared<const std::string>(std::move(payload));
    for (const AccountId account : tx.context().events.listening_accounts()) {
        tx.publish({.channel = "timeline:" + to_string(account), .event = std::string(event), .payload = shared});
    }
}

} // namespace instance

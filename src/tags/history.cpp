#include "tags/history.h"

#include <chrono>

namespace tags {

namespace {

// A week is shown; another one is kept for whoever wants to compare.
constexpr int kKeptDays = 2 * kHistoryDays;

std::int64_t day_of(base::Time time) { return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count(); }

bool delete_days_before(db::Tx& tx, std::int64_t day, int limit) { return tx.exec(R"(
        delete from tag_days where (tag_id, day) in (select tag_id, day from tag_days where day < $1 limit $2))", {day, limit}) == limit; }

bool delete_accounts_before(db::Tx& tx, std::int64_t day, int limit) {
    return tx.exec(R"(
        delete from tag_day_accounts where (tag_id, day, account_id) in (
            select tag_id, day, account_id from tag_day_accounts where day < $1 limit $2))", {day, limit}) == limit;
}

} // namespace

History empty_history(base::Time now) {
    History history;
    for (std::size_t i = 0; i < history.size(); ++i) history.at(i).number = day_of(now) - static_cast<std::int64_t>(i);
    return history;
}

std::unordered_map<TagId, History> histories(db::Tx& tx, std::span<const TagId> tags) {
    std::unordered_map<TagId, History> found;
    const std::int64_t today = day_of(tx.now());
    auto rows = tx.query(R"(
        select d.tag_id, d.day, d.uses, d.accounts
        from ids($1) l join tag_days d on d.tag_id = l.value and d.day > $2 and d.day <= $3)", {tags, today - kHistoryDays, today});
    while (rows.next()) {
        auto& history = found.try_emplace(rows.id<TagId>(0), empty_history(tx.now())).first->second;
        Day& day = history.at(static_cast<std::size_t>(today - rows.integer(1)));
        day.uses = rows.integer(2);
        day.accounts = rows.integer(3);
    }
    return found;
}

// In the order of the tags' ids, so that two posts with the same tags wait for each other and do not deadlock. Whoever
// posts twice at once waits for themselves before this, at their count of posts.
void count_uses(db::Tx& tx, StatusId status, AccountId author) {
    const std::int64_t today = day_of(tx.now());
    tx.exec(R"(
        insert into tag_days (tag_id, day, uses, accounts)
        select s.tag_id, $2, 1,
               case when exists (select 1 from tag_day_accounts a
                                 where a.tag_id = s.tag_id and a.day = $2 and a.account_id = $3) then 0 else 1 end
        from statuses_tags s where s.status_id = $1 order by s.tag_id
        on conflict (tag_id, day) do update
        set uses = tag_days.uses + 1, accounts = tag_days.accounts + excluded.accounts)", {status, today, author});
    tx.exec(R"(
        insert into tag_day_accounts (tag_id, day, account_id)
        select tag_id, $2, $3 from statuses_tags where status_id = $1 order by tag_id
        on conflict (tag_id, day, account_id) do nothing)", {status, today, author});
}

bool delete_old_history(db::Tx& tx, int limit) {
    const std::int64_t today = day_of(tx.now());
    const bool has_more_accounts = delete_accounts_before(tx, today, limit);
    const bool has_more_days = delete_days_before(tx, today - kKeptDays + 1, limit);
    return has_more_accounts || has_more_days;
}

} // namespace tags

#include "trends/candidates.h"

#include "base/json.h"

#include <map>
#include <utility>

namespace trends {

namespace {

using std::chrono::days;

constexpr int kCandidates = 500;  // Of each kind.
constexpr int kLookedAt = 50'000; // Of the newest posts.
constexpr int kHistoryDays = 7;

std::int64_t day_of(base::Time time) { return std::chrono::floor<days>(time).time_since_epoch().count(); }

std::vector<Candidate> find_tags(db::Tx& tx) {
    std::vector<Candidate> found;
    const auto today = day_of(tx.now());
    auto rows = tx.query(R"(
        select d.tag_id, d.accounts, coalesce(y.accounts, 0)
        from tag_days d left join tag_days y on y.tag_id = d.tag_id and y.day = d.day - 1
        where d.day = $1 and d.accounts >= $2
        order by d.accounts desc limit $3)", {today, kEnoughPeople, kCandidates});
    while (rows.next()) {
        found.push_back({rows.id<ItemId>(0), score_of(rows.integer(1), rows.integer(2)), tx.now()});
    }
    return found;
}

std::vector<Candidate> find_statuses(db::Tx& tx) {
    std::vector<Candidate> found;
    auto rows = tx.query(R"(
        select s.id, t.favourites_count + t.reblogs_count, s.created_at
        from (select id, account_id, is_sensitive, spoiler_text, in_reply_to_id, created_at from statuses
              where is_timeline_public and id >= $1 order by id desc limit $2) s
        join status_stats t on t.status_id = s.id
        join accounts a on a.id = s.account_id
        where t.favourites_count + t.reblogs_count >= $3 and s.in_reply_to_id is null
          and not s.is_sensitive and s.spoiler_text = ''
          and a.is_discoverable and a.silenced_at is null and a.suspended_at is null
        order by 2 desc limit $4)", {base::first_id_of(tx.now() - days(1)), kLookedAt, kEnoughPeople, kCandidates});
    while (rows.next()) found.push_back({rows.id<ItemId>(0), score_of(rows.integer(1), 1), rows.time(2)});
    return found;
}

// People who linked there in the last 24 hours, and in those before.
std::vector<Candidate> find_links(db::Tx& tx) {
    std::vector<Candidate> found;
    auto rows = tx.query(R"(
        select c.card_id,
               count(distinct case when s.id >= $2 then s.account_id end),
               count(distinct case when s.id < $2 then s.account_id end)
        from (select status_id, card_id from statuses_cards where status_id >= $1 order by status_id desc limit $3) c
        join statuses s on s.id = c.status_id
        join accounts a on a.id = s.account_id
        join preview_cards p on p.id = c.card_id
        where s.visibility = 0 and a.silenced_at is null and a.suspended_at is null and p.title <> ''
        group by c.card_id
        order by 2 desc limit $4)", {base::first_id_of(tx.now() - days(2)), base::first_id_of(tx.now() - days(1)),
                                    kLookedAt, kCandidates});
    while (rows.next()) {
        found.push_back({rows.id<ItemId>(0), score_of(rows.integer(1), rows.integer(2)), tx.now()});
    }
    return found;
}

} // namespace

std::vector<Candidate> find_candidates(db::Tx& tx, Kind kind) {
    switch (kind) {
    case Kind::Tags: return find_tags(tx);
    case Kind::Statuses: return find_statuses(tx);
    case Kind::Links: return find_links(tx);
    }
    return {};
}

std::string history_of_link(db::Tx& tx, ItemId card) {
    std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> uses; // By day: uses, people.
    const auto today = day_of(tx.now());
    const base::Time first = base::Time(days(today - kHistoryDays + 1));
    auto rows = tx.query(R"(
        select s.created_at / 86400000, count(*), count(distinct s.account_id)
        from statuses_cards c join statuses s on s.id = c.status_id
        where c.card_id = $1 and c.status_id >= $2 and s.visibility = 0
        group by s.created_at / 86400000)", {card, base::first_id_of(first)});
    while (rows.next()) uses[rows.integer(0)] = {rows.integer(1), rows.integer(2)};
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (std::int64_t day = today; day > today - kHistoryDays; --day) {
        out.begin_object();
        out.field("day", std::to_string(day * 86'400));
        out.field("accounts", std::to_string(uses[day].second));
        out.field("uses", std::to_string(uses[day].first));
        out.end_object();
    }
    out.end_array();
    return text;
}

} // namespace trends

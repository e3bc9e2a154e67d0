#include "trends/trends.h"

#include "base/json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>

namespace trends {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;

constexpr std::int64_t kEnough = 5; // People, or favourites and boosts.
constexpr int kCandidates = 500;    // Of each kind.
constexpr int kLookedAt = 50'000;   // Of the newest posts.
constexpr int kHistoryDays = 7;
constexpr days kMemory{2}; // A score is not compared with what was before that.

struct Rule {
    milliseconds half_life;
    double lowest;
};
constexpr std::array<Rule, 3> kRules = {{{hours(4), 1.0}, {hours(1), 0.3}, {hours(8), 1.0}}};

struct Candidate {
    std::int64_t id;
    double score;
    base::Time since; // Of posts: from when on it decays. Else: now.
};

std::int64_t day_of(base::Time time) { return std::chrono::floor<days>(time).time_since_epoch().count(); }

// The least id of what was made at `time` or later.
std::int64_t id_at(base::Time time) { return std::max<std::int64_t>(time.time_since_epoch().count(), 0) << 16; }

std::vector<Candidate> find_tags(db::Tx& tx) {
    std::vector<Candidate> found;
    const auto today = day_of(tx.now());
    auto rows = tx.query(R"(
        select d.tag_id, d.accounts, coalesce(y.accounts, 0)
        from tag_days d left join tag_days y on y.tag_id = d.tag_id and y.day = d.day - 1
        where d.day = $1 and d.accounts >= $2
        order by d.accounts desc limit $3)", {today, kEnough, kCandidates});
    while (rows.next()) {
        found.push_back({rows.integer(0), score_of(rows.integer(1), rows.integer(2)), tx.now()});
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
        order by 2 desc limit $4)", {id_at(tx.now() - days(1)), kLookedAt, kEnough, kCandidates});
    while (rows.next()) found.push_back({rows.integer(0), score_of(rows.integer(1), 1), rows.time(2)});
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
        order by 2 desc limit $4)", {id_at(tx.now() - days(2)), id_at(tx.now() - days(1)), kLookedAt, kCandidates});
    while (rows.next()) {
        found.push_back({rows.integer(0), score_of(rows.integer(1), rows.integer(2)), tx.now()});
    }
    return found;
}

struct Peak {
    double score = 0;
    base::Time at{};
};
std::unordered_map<std::int64_t, Peak> peaks(db::Tx& tx, Kind kind) {
    std::unordered_map<std::int64_t, Peak> found;
    auto rows =
        tx.query("select item_id, max_score, max_score_at from trends where kind = $1", {static_cast<int>(kind)});
    while (rows.next()) {
        if (rows.time(2) > tx.now() - kMemory) found[rows.integer(0)] = {rows.real(1), rows.time(2)};
    }
    return found;
}

// A week of links: how often and by how many, in as many statements as there are links.
std::string history_of(db::Tx& tx, std::int64_t card) {
    std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> uses; // By day: uses, people.
    const auto today = day_of(tx.now());
    const base::Time first = base::Time(days(today - kHistoryDays + 1));
    auto rows = tx.query(R"(
        select s.created_at / 86400000, count(*), count(distinct s.account_id)
        from statuses_cards c join statuses s on s.id = c.status_id
        where c.card_id = $1 and c.status_id >= $2 and s.visibility = 0
        group by s.created_at / 86400000)", {card, id_at(first)});
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

void keep(db::Tx& tx, Kind kind, std::int64_t id, const Peak& peak, double score) {
    tx.exec(R"(
        insert into trends (kind, item_id, score, max_score, max_score_at, history) values ($1, $2, $3, $4, $5, $6)
        on conflict (kind, item_id) do update
        set score = excluded.score, max_score = excluded.max_score, max_score_at = excluded.max_score_at,
            history = excluded.history)",
            {static_cast<int>(kind), id, score, peak.score, peak.at, kind == Kind::Links ? history_of(tx, id) : "[]"});
}

// What was higher before fades from where it was; posts fade from when they were written.
void refresh(db::Tx& tx, Kind kind, const std::vector<Candidate>& candidates) {
    const Rule& rule = kRules.at(static_cast<std::size_t>(kind));
    auto known = kind == Kind::Statuses ? std::unordered_map<std::int64_t, Peak>() : peaks(tx, kind);
    for (const Candidate& candidate : candidates) {
        Peak& peak = known[candidate.id];
        const double now = decayed(peak.score, tx.now() - peak.at, rule.half_life);
        if (candidate.score > now) peak = {candidate.score, candidate.since};
    }
    std::vector<std::int64_t> kept;
    for (const auto& [id, peak] : known) {
        const double score = decayed(peak.score, tx.now() - peak.at, rule.half_life);
        if (score < rule.lowest) continue;
        keep(tx, kind, id, peak, score);
        kept.push_back(id);
    }
    const std::span<const StatusId> ids(reinterpret_cast<const StatusId*>(kept.data()), kept.size());
    tx.exec("delete from trends where kind = $1 and item_id not in (select value from ids($2))",
            {static_cast<int>(kind), ids});
}

} // namespace

double score_of(std::int64_t observed, std::int64_t expected) {
    const auto before = static_cast<double>(std::max<std::int64_t>(expected, 1));
    const auto now = static_cast<double>(observed);
    return observed < kEnough || now <= before ? 0 : (now - before) * (now - before) / before;
}

double decayed(double score, std::chrono::milliseconds age, std::chrono::milliseconds half_life) {
    return score * std::pow(0.5, static_cast<double>(age.count()) / static_cast<double>(half_life.count()));
}

void refresh(db::Tx& tx) {
    refresh(tx, Kind::Tags, find_tags(tx));
    refresh(tx, Kind::Statuses, find_statuses(tx));
    refresh(tx, Kind::Links, find_links(tx));
}

std::vector<Trend> find(db::Tx& tx, Kind kind, int limit, std::int64_t offset) {
    std::vector<Trend> found;
    auto rows = tx.query(R"(
        select item_id, history from trends where kind = $1 order by score desc limit $2 offset $3)", {static_cast<int>(kind), limit, offset});
    while (rows.next()) found.push_back({rows.integer(0), rows.string(1)});
    return found;
}

} // namespace trends

#include "trends/trends.h"

#include "trends/candidates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace trends {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

constexpr std::chrono::days kMemory{2}; // A score is not compared with what was before that.

struct Rule {
    Kind kind;
    milliseconds half_life;
    double lowest;
};
constexpr std::array<Rule, 3> kRules = {
    {{Kind::Tags, hours(4), 1.0}, {Kind::Statuses, hours(1), 0.3}, {Kind::Links, hours(8), 1.0}}};

struct Peak {
    double score = 0;
    base::Time at{};
};
using Peaks = std::unordered_map<ItemId, Peak>;

Peaks known_peaks(db::Tx& tx, Kind kind) {
    Peaks found;
    auto rows =
        tx.query("select item_id, max_score, max_score_at from trends where kind = $1", {static_cast<int>(kind)});
    while (rows.next()) {
        if (rows.time(2) > tx.now() - kMemory) found[rows.id<ItemId>(0)] = {rows.real(1), rows.time(2)};
    }
    return found;
}

// What was higher before fades from where it was; posts fade from when they were written.
Peaks find_peaks(db::Tx& tx, const Rule& rule) {
    auto peaks = rule.kind == Kind::Statuses ? Peaks() : known_peaks(tx, rule.kind);
    for (const Candidate& candidate : find_candidates(tx, rule.kind)) {
        Peak& peak = peaks[candidate.id];
        const double now = decayed(peak.score, tx.now() - peak.at, rule.half_life);
        if (candidate.score > now) peak = {candidate.score, candidate.since};
    }
    return peaks;
}

void look(std::vector<Finding>& found, db::Tx& tx, const Rule& rule) {
    for (const auto& [id, peak] : find_peaks(tx, rule)) {
        const double score = decayed(peak.score, tx.now() - peak.at, rule.half_life);
        if (score < rule.lowest) continue;
        found.push_back({.kind = rule.kind,
                         .id = id,
                         .score = score,
                         .max_score = peak.score,
                         .max_score_at = peak.at,
                         .history = rule.kind == Kind::Links ? history_of_link(tx, id) : "[]"});
    }
}

void keep_one(db::Tx& tx, const Finding& one) {
    tx.exec(R"(
        insert into trends (kind, item_id, score, max_score, max_score_at, history) values ($1, $2, $3, $4, $5, $6)
        on conflict (kind, item_id) do update
        set score = excluded.score, max_score = excluded.max_score, max_score_at = excluded.max_score_at,
            history = excluded.history)", {static_cast<int>(one.kind), one.id, one.score, one.max_score, one.max_score_at, one.history});
}

} // namespace

double score_of(std::int64_t observed, std::int64_t expected) {
    const auto before = static_cast<double>(std::max<std::int64_t>(expected, 1));
    const auto now = static_cast<double>(observed);
    return observed < kEnoughPeople || now <= before ? 0 : (now - before) * (now - before) / before;
}

double decayed(double score, std::chrono::milliseconds age, std::chrono::milliseconds half_life) {
    return score * std::pow(0.5, static_cast<double>(age.count()) / static_cast<double>(half_life.count()));
}

std::vector<Finding> look(db::Tx& tx) {
    std::vector<Finding> found;
    for (const Rule& rule : kRules) look(found, tx, rule);
    return found;
}

void keep(db::Tx& tx, std::span<const Finding> found) {
    for (const Rule& rule : kRules) {
        std::vector<ItemId> kept;
        for (const Finding& one : found) {
            if (one.kind == rule.kind) kept.push_back(one.id);
        }
        tx.exec("delete from trends where kind = $1 and item_id not in (select value from ids($2))",
                {static_cast<int>(rule.kind), kept});
    }
    for (const Finding& one : found) keep_one(tx, one);
}

std::vector<Trend> find(db::Tx& tx, Kind kind, int limit, std::int64_t offset) {
    std::vector<Trend> found;
    auto rows = tx.query(R"(
        select item_id, history from trends where kind = $1 order by score desc limit $2 offset $3)", {static_cast<int>(kind), limit, offset});
    while (rows.next()) found.push_back({rows.integer(0), rows.string(1)});
    return found;
}

bool is_trending(db::Tx& tx, Kind kind, ItemId id) {
    return tx.query_integer("select 1 from trends where kind = $1 and item_id = $2", {static_cast<int>(kind), id})
        .has_value();
}

} // namespace trends

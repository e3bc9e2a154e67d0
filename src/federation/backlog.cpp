#include "federation/backlog.h"

#include "base/log.h"
#include "base/metrics.h"
#include "federation/origins.h"

#include <algorithm>

namespace federation {

namespace {

using base::Refusal;

constexpr std::chrono::seconds kFresh{1};
constexpr std::int64_t kMostUncounted = 1000;
constexpr std::chrono::minutes kBetweenWarnings{1};

// Of each actor first, in the index alone: what came is long.
std::map<std::string, std::int64_t, std::less<>> count_waiting(db::Tx& tx, std::int64_t most_actors) {
    std::map<std::string, std::int64_t, std::less<>> counts;
    auto rows = tx.query(R"(
        with senders as materialized (
            select actor_id, sum(portions) as portions from received_activities
            group by actor_id order by actor_id limit $1)
        select a.uri, s.portions from senders s join accounts a on a.id = s.actor_id)", {most_actors});
    while (rows.next()) counts[host_of(rows.text(0))] += rows.integer(1);
    return counts;
}

void count_refusal(std::string_view reason_label) {
    base::metrics::counter("akebono_activities_put_off_total",
                           "Activities not taken in because too much waits: of their server, or of all.", reason_label)
        .add();
}

} // namespace

Result<> Backlog::check(db::Database& database, base::Time now, std::string_view host) {
    if (begin_counting(database, now)) {
        try {
            Counts counts;
            database.read([&](db::Tx& tx) { counts = count_waiting(tx, most_); });
            keep(std::move(counts));
        } catch (...) {
            end_counting();
            throw;
        }
    }
    const std::lock_guard lock(mutex_);
    if (total_ >= most_) {
        count_refusal(R"(reason="full")");
        warn(now, host);
        return base::refuse(Refusal::Unavailable, "too much waits here already: please send it again later");
    }
    const auto theirs = waiting_.find(host);
    if (theirs != waiting_.end() && theirs->second > (most_ - total_) / 2) {
        count_refusal(R"(reason="share")");
        warn(now, host);
        return base::refuse(Refusal::TooMany,
                            "too much of " + std::string(host) + " waits here already: please send it again later");
    }
    return {};
}

void Backlog::add(std::string_view host, std::string_view activity) {
    const auto portions = portions_of(activity);
    const std::lock_guard lock(mutex_);
    total_ += portions;
    added_ += portions;
    const auto found = waiting_.find(host);
    if (found == waiting_.end()) {
        waiting_.emplace(host, portions);
    } else {
        found->second += portions;
    }
}

bool Backlog::begin_counting(db::Database& database, base::Time now) {
    const std::lock_guard lock(mutex_);
    const bool is_fresh =
        counted_in_ == &database && now < counted_at_ + kFresh && now >= counted_at_ && added_ < kMostUncounted;
    if (is_counting_ || is_fresh) return false;
    counted_in_ = &database;
    counted_at_ = now;
    added_ = 0;
    is_counting_ = true;
    return true;
}

void Backlog::keep(Counts counts) {
    std::int64_t total = 0;
    for (const auto& [host, portions] : counts) total += portions;
    const std::lock_guard lock(mutex_);
    waiting_ = std::move(counts);
    total_ = total;
    is_counting_ = false;
}

void Backlog::end_counting() {
    const std::lock_guard lock(mutex_);
    is_counting_ = false;
}

void Backlog::warn(base::Time now, std::string_view host) {
    if (warned_at_ && now >= *warned_at_ && now < *warned_at_ + kBetweenWarnings) return;
    warned_at_ = now;
    base::log::warning("activities come faster than they can be applied: their servers are told to send them later",
                       {{"host", host}, {"waiting", total_}, {"hosts", static_cast<std::int64_t>(waiting_.size())}});
}

} // namespace federation

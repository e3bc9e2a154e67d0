#include "timelines/home.h"

#include "base/feed_store.h"

#include <algorithm>
#include <unordered_set>

namespace timelines {

using base::FeedEntry;
using base::FeedStore;

namespace {

// Which statuses `s` of somebody followed belong in the home feed of the follower, where `f` is the row of the follow:
// boosts unless they are switched off; answers only to oneself, to the follower and to people whom the follower follows
// too; direct ones only when they mention the follower; chosen languages only; nothing by, or boosted from, somebody
// blocked or muted, or somebody who blocks the follower.
const std::string kHomeRule = R"((s.reblog_of_id is null or f.shows_reblogs)
    and (s.in_reply_to_account_id is null
         or s.in_reply_to_account_id in (s.account_id, f.account_id)
         or exists (select 1 from follows r
                    where r.account_id = f.account_id and r.target_account_id = s.in_reply_to_account_id))
    and (s.visibility < 3
         or exists (select 1 from mentions m where m.status_id = s.id and m.account_id = f.account_id))
    and (f.languages is null or s.language is null or f.languages like '%"' || s.language || '"%')
    and not exists (select 1 from mutes x where x.account_id = f.account_id and x.target_account_id = s.account_id
                    and (x.expires_at is null or x.expires_at > $1))
    and (s.reblog_of_id is null or not exists (
            select 1 from statuses o
            where o.id = s.reblog_of_id
              and (exists (select 1 from mutes x
                           where x.account_id = f.account_id and x.target_account_id = o.account_id
                             and (x.expires_at is null or x.expires_at > $1))
                   or exists (select 1 from blocks b
                              where b.account_id = f.account_id and b.target_account_id = o.account_id)
                   or exists (select 1 from blocks b
                              where b.account_id = o.account_id and b.target_account_id = f.account_id)))))";

// The newest entries met so far, in any order, at most twice kLength of them.
class Newest {
public:
    // Entries at or below this can no longer get in.
    StatusId floor() const { return floor_; }

    void add(FeedEntry entry) {
        entries_.push_back(entry);
        if (entries_.size() >= 2 * FeedStore::kLength) shrink();
    }

    std::vector<FeedEntry> take() {
        std::sort(entries_.begin(), entries_.end(), is_newer);
        if (entries_.size() > FeedStore::kLength) entries_.resize(FeedStore::kLength);
        return std::move(entries_);
    }

private:
    static bool is_newer(const FeedEntry& a, const FeedEntry& b) { return a.status > b.status; }

    void shrink() {
        const auto last = entries_.begin() + FeedStore::kLength - 1;
        std::nth_element(entries_.begin(), last, entries_.end(), is_newer);
        floor_ = last->status;
        entries_.resize(FeedStore::kLength);
    }

    std::vector<FeedEntry> entries_;
    StatusId floor_;
};

void add_own(db::Tx& tx, AccountId viewer, Newest& newest) {
    auto rows = tx.query(R"(
        select id, reblog_of_id from statuses where account_id = $1 order by id desc limit $2)", {viewer, static_cast<int>(FeedStore::kLength)});
    while (rows.next()) newest.add({rows.id<StatusId>(0), rows.id<StatusId>(1)});
}

// Those who posted last come first, so that the floor rises early and the others' statuses are hardly read.
std::vector<AccountId> followed_by(db::Tx& tx, AccountId viewer) { return tx.query_ids<AccountId>(R"(
        select f.target_account_id from follows f
        join account_stats t on t.account_id = f.target_account_id
        join accounts a on a.id = f.target_account_id
        where f.account_id = $1 and a.suspended_at is null
        order by coalesce(t.last_status_at, 0) desc)", {viewer}); }

void add_followed(db::Tx& tx, AccountId viewer, AccountId author, Newest& newest) {
    static const std::string kSql = R"(
        select s.id, s.reblog_of_id
        from follows f join statuses s on s.account_id = f.target_account_id
        where f.account_id = $2 and f.target_account_id = $3 and s.account_id = $3 and s.id > $4
          and )" + kHomeRule + " order by s.id desc limit $5";
    auto rows = tx.query(kSql, {tx.now(), viewer, author, newest.floor(), static_cast<int>(FeedStore::kLength)});
    while (rows.next()) newest.add({rows.id<StatusId>(0), rows.id<StatusId>(1)});
}

// A boost is left out when the same status stands among the kReblogDistance newer entries.
std::vector<FeedEntry> without_near_repeats(const std::vector<FeedEntry>& newest_first) {
    std::vector<FeedEntry> kept;
    for (auto entry = newest_first.rbegin(); entry != newest_first.rend(); ++entry) {
        const StatusId shown = entry->reblog_of ? entry->reblog_of : entry->status;
        const std::size_t near = std::min(kept.size(), FeedStore::kReblogDistance);
        const bool repeats =
            entry->reblog_of
            && std::any_of(kept.end() - static_cast<std::ptrdiff_t>(near), kept.end(),
                           [&](const FeedEntry& older) { return older.status == shown || older.reblog_of == shown; });
        if (!repeats) kept.push_back(*entry);
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

std::vector<FeedEntry> build(db::Tx& tx, AccountId viewer) {
    FeedStore& feeds = tx.context().feeds;
    const auto started = feeds.start_build(viewer, tx.now());
    Newest newest;
    add_own(tx, viewer, newest);
    for (const AccountId author : followed_by(tx, viewer)) add_followed(tx, viewer, author, newest);
    auto entries = without_near_repeats(newest.take());
    feeds.finish_build(viewer, started, entries);
    return entries;
}

// `entries` is newest first.
std::vector<StatusId> cut(const std::vector<FeedEntry>& entries, const http::Page& page) {
    const auto is_above = [](const FeedEntry& entry, std::int64_t id) { return entry.status.value >= id; };
    const auto begin = std::lower_bound(entries.begin(), entries.end(), page.max_id, is_above);
    const auto end = std::lower_bound(begin, entries.end(), page.lower() + 1, is_above);
    const auto length = std::min<std::ptrdiff_t>(page.limit, end - begin);
    const auto first = page.from_below() ? end - length : begin;

    std::vector<StatusId> ids;
    for (auto entry = first; entry != first + length; ++entry) ids.push_back(entry->status);
    return ids;
}

} // namespace

std::vector<StatusId> home_page(db::Tx& tx, AccountId viewer, const http::Page& page) {
    const auto feed = tx.context().feeds.read(viewer, tx.now());
    return cut(feed ? *feed : build(tx, viewer), page);
}

std::vector<AccountId> home_readers(db::Tx& tx, StatusId status, std::span<const AccountId> readers) {
    static const std::string kSql = R"(
        select account_id from statuses where id = $2 and account_id in (select value from ids($3))
        union
        select f.account_id
        from statuses s join follows f on f.target_account_id = s.account_id
        where s.id = $2 and f.account_id in (select value from ids($3))
          and )" + kHomeRule;
    if (readers.empty()) return {};
    return tx.query_ids<AccountId>(kSql, {tx.now(), status, readers});
}

std::vector<AccountId> home_readers_of_boosts(db::Tx& tx, StatusId original, std::span<const AccountId> readers) {
    static const std::string kSql = R"(
        select account_id from statuses where reblog_of_id = $2 and account_id in (select value from ids($3))
        union
        select f.account_id
        from statuses s join follows f on f.target_account_id = s.account_id
        where s.reblog_of_id = $2 and f.account_id in (select value from ids($3))
          and )" + kHomeRule;
    if (readers.empty()) return {};
    return tx.query_ids<AccountId>(kSql, {tx.now(), original, readers});
}

} // namespace timelines

#include "accounts/merging.h"

#include "conversations/conversations.h"
#include "jobs/jobs.h"
#include "relationships/effects.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace accounts {

namespace {

// So many in one transaction that others wait little for their turn to write.
constexpr int kBatch = 500;

// Whose rows become the other account's. `key` tells them apart; where an account may stand but once beside what is in
// `beside`, a row stays when the other one stands there already, or is itself what stands there.
struct Movable {
    Reference what;
    std::string_view key = "id", beside = "";
};
constexpr Movable kMoved[] = {
    {{"follows", "account_id"}, "id", "target_account_id"},
    {{"follows", "target_account_id"}, "id", "account_id"},
    {{"follow_requests", "account_id"}, "id", "target_account_id"},
    {{"follow_requests", "target_account_id"}, "id", "account_id"},
    {{"blocks", "account_id"}, "id", "target_account_id"},
    {{"blocks", "target_account_id"}, "id", "account_id"},
    {{"mutes", "target_account_id"}, "id", "account_id"},
    {{"account_notes", "target_account_id"}, "account_id", "account_id"},
    {{"endorsements", "target_account_id"}, "id", "account_id"},
    {{"suggestion_dismissals", "target_account_id"}, "account_id", "account_id"},
    {{"list_accounts", "account_id"}, "list_id", "list_id"},
    {{"notification_permissions", "from_account_id"}, "account_id", "account_id"},
    {{"notification_requests", "from_account_id"}, "id", "account_id"},
    {{"notifications", "from_account_id"}},
    {{"reports", "account_id"}},
    {{"reports", "target_account_id"}},
    {{"favourites", "account_id"}, "id", "status_id"},
    {{"poll_votes", "account_id"}, "poll_id", "poll_id"},
    {{"status_pins", "account_id"}},
    {{"featured_tags", "account_id"}, "id", "tag_id"},
    {{"mentions", "account_id"}, "status_id", "status_id"},
    {{"media_attachments", "account_id"}},
    {{"quotes", "account_id"}, "status_id"},
    {{"quotes", "quoted_account_id"}, "status_id"},
    {{"preview_cards", "author_account_id"}},
    {{"collections", "account_id"}},
    {{"collection_items", "account_id"}, "id", "collection_id"},
    {{"accounts", "moved_to_account_id"}},
};

// Those that take more than that.
constexpr Reference kMovedWithMore[] = {
    {"statuses", "account_id"},
    {"statuses", "in_reply_to_account_id"},
    {"statuses_tags", "account_id"},
    {"conversations", "participants"},
};

constexpr Reference kLeft[] = {
    // How it is reached, signs and is found: the other one has its own.
    {"account_stats", "account_id"},
    {"account_terms", "account_id"},
    {"remote_actors", "account_id"},
    {"remote_keys", "account_id"},
    {"received_activities", "actor_id"},
    // How many used a hashtag on a day: nothing that anybody counts again.
    {"tag_day_accounts", "account_id"},
    // What but our own people have.
    {"account_domain_blocks", "account_id"},
    {"account_moves", "account_id"},
    {"account_notes", "account_id"},
    {"announcement_dismissals", "account_id"},
    {"announcement_reactions", "account_id"},
    {"bookmarks", "account_id"},
    {"conversation_mutes", "account_id"},
    {"conversations", "account_id"},
    {"delivery_documents", "account_id"},
    {"endorsements", "account_id"},
    {"filters", "account_id"},
    {"idempotency_keys", "account_id"},
    {"list_accounts", "owner_account_id"},
    {"lists", "account_id"},
    {"markers", "account_id"},
    {"mutes", "account_id"},
    {"notification_permissions", "account_id"},
    {"notification_policies", "account_id"},
    {"notification_requests", "account_id"},
    {"notifications", "account_id"},
    {"own_keys", "account_id"},
    {"past_moves", "account_id"},
    {"received_activities", "inbox_account_id"},
    {"scheduled_statuses", "account_id"},
    {"severances", "account_id"},
    {"standings", "account_id"},
    {"suggestion_dismissals", "account_id"},
    {"tag_follows", "account_id"},
    {"users", "account_id"},
};

std::int64_t move_rows(db::Tx& tx, const Movable& rows, AccountId from, AccountId to) {
    const auto& [table, column] = rows.what;
    std::string is_free;
    if (!rows.beside.empty()) {
        is_free = fmt::format("and m.{0} <> $2 and not exists (select 1 from {1} o where o.{2} = $2 and o.{0} = m.{0})",
                              rows.beside, table, column);
    }
    return tx.exec(fmt::format("update {0} set {1} = $2 where {1} = $1 and {2} in "
                               "(select m.{2} from {0} m where m.{1} = $1 {3} limit $3)",
                               table, column, rows.key, is_free),
                   {from, to, kBatch});
}

// A boost of what the other one has boosted, too, stays.
std::vector<StatusId> some_statuses(db::Tx& tx, AccountId from, AccountId to) {
    return tx.query_ids<StatusId>(R"(
        select s.id from statuses s
        where s.account_id = $1
          and (s.reblog_of_id is null
               or not exists (select 1 from statuses o where o.reblog_of_id = s.reblog_of_id and o.account_id = $2))
        limit $3)", {from, to, kBatch});
}

void move_statuses(db::Tx& tx, const std::vector<StatusId>& ids, AccountId from, AccountId to) {
    tx.exec("update statuses set account_id = $2 where id in (select value from ids($1))", {ids, to});
    tx.exec("update statuses_tags set account_id = $2 where status_id in (select value from ids($1))", {ids, to});
    tx.exec(R"(
        update statuses set in_reply_to_account_id = $3
        where in_reply_to_id in (select value from ids($1)) and in_reply_to_account_id = $2)", {ids, from, to});
}

void drop_feeds_of_followers(db::Tx& tx, AccountId of) {
    const auto followers = tx.query_ids<AccountId>(
        "select f.account_id from follows f join users u on u.account_id = f.account_id where f.target_account_id = $1",
        {of});
    for (const AccountId follower : followers) relationships::drop_feed(tx, follower);
}

// Nobody moves to themselves.
void forget_move_between(db::Tx& tx, AccountId from, AccountId to) {
    tx.exec("update accounts set moved_to_account_id = null where id in ($1, $2) and moved_to_account_id in ($1, $2)",
            {from, to});
}

void limit_as(db::Tx& tx, AccountId from, AccountId to) { tx.exec(R"(
        update accounts set silenced_at = (select f.silenced_at from accounts f where f.id = $1)
        where id = $2 and silenced_at is null
          and exists (select 1 from accounts f where f.id = $1 and f.silenced_at is not null))", {from, to}); }

} // namespace

std::span<const Reference> merged_references() {
    static const std::vector<Reference> kAll = [] {
        std::vector<Reference> all(std::begin(kMovedWithMore), std::end(kMovedWithMore));
        for (const Movable& rows : kMoved) all.push_back(rows.what);
        return all;
    }();
    return kAll;
}

std::span<const Reference> left_references() { return kLeft; }

bool may_merge(db::Tx& tx, AccountId from, AccountId to) {
    const auto fitting = tx.query_integer(
        "select count(*) from accounts where id in ($1, $2) and domain <> '' and suspended_at is null", {from, to});
    return fitting == 2;
}

bool have_same_key(db::Tx& tx, AccountId from, AccountId to) {
    return tx.query_integer(R"(
            select 1 from remote_keys a join remote_keys b on b.public_key = a.public_key
            where a.account_id = $1 and b.account_id = $2 limit 1)", {from, to}).has_value();
}

bool merge_some(db::Tx& tx, AccountId from, AccountId to) {
    forget_move_between(tx, from, to);
    conversations::replace_participant(tx, from, to);
    limit_as(tx, from, to);
    drop_feeds_of_followers(tx, from);
    const auto statuses = some_statuses(tx, from, to);
    move_statuses(tx, statuses, from, to);
    auto moved = static_cast<std::int64_t>(statuses.size());
    for (const Movable& rows : kMoved) {
        if (moved >= kBatch) return true;
        moved += move_rows(tx, rows, from, to);
    }
    return moved >= kBatch;
}

void merge_later(db::Tx& tx, AccountId from, AccountId to) {
    jobs::enqueue_waiting(tx, "merge_account", {{"from", from.value}, {"to", to.value}}, {},
                          "merge_account:" + to_string(from));
}

} // namespace accounts

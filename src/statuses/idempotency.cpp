#include "statuses/idempotency.h"

namespace statuses {

namespace {

constexpr std::chrono::hours kWindow{1};

std::int64_t id_of_key(db::Tx& tx, AccountId author, const std::string& key) {
    return *tx.query_integer("select status_id from idempotency_keys where account_id = $1 and key = $2",
                             {author, key});
}

// Nothing when it is gone.
std::optional<Posted> find_posted(db::Tx& tx, std::int64_t id) {
    if (tx.query_integer("select 1 from statuses where id = $1", {id})) {
        return Posted{.status = StatusId{id}, .scheduled = {}};
    }
    if (tx.query_integer("select 1 from scheduled_statuses where id = $1", {id})) {
        return Posted{.status = {}, .scheduled = ScheduledStatusId{id}};
    }
    return std::nullopt;
}

bool replace(db::Tx& tx, AccountId author, const std::string& key, std::int64_t from, std::int64_t to) {
    return tx.exec(R"(
        update idempotency_keys set status_id = $4, created_at = $5
        where account_id = $1 and key = $2 and status_id = $3)", {author, key, from, to, tx.now()}) == 1;
}

} // namespace

// Who comes second waits in the insert until the first is done, and only a statement after it sees the first one's
// post.
std::optional<Posted> claim_key(db::Tx& tx, AccountId author, const std::string& key, const Posted& posted) {
    const auto claimed = tx.exec(R"(
        insert into idempotency_keys (account_id, key, status_id, created_at) values ($1, $2, $3, $4)
        on conflict (account_id, key) do update set status_id = excluded.status_id, created_at = excluded.created_at
        where idempotency_keys.created_at < $5)", {author, key, posted.id(), tx.now(), tx.now() - kWindow});
    if (claimed == 1) return std::nullopt;
    const std::int64_t former = id_of_key(tx, author, key);
    if (const auto found = find_posted(tx, former)) return found;
    if (replace(tx, author, key, former, posted.id())) return std::nullopt;
    return find_posted(tx, id_of_key(tx, author, key));
}

void pass_key_on(db::Tx& tx, AccountId author, const std::string& key, ScheduledStatusId from, StatusId to) {
    if (!key.empty()) replace(tx, author, key, from.value, to.value);
}

} // namespace statuses

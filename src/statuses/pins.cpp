#include "statuses/pins.h"

#include "instance/limits.h"
#include "statuses/outgoing.h"
#include "statuses/turn.h"
#include "statuses/visibility.h"

namespace statuses {

namespace {

Result<> check_pinnable(const Status& status, AccountId account) {
    if (status.reblog_of) return base::invalid("Validation failed: A boost cannot be pinned");
    if (status.author != account) return base::invalid("Validation failed: Someone else's post cannot be pinned");
    if (status.visibility == Visibility::Direct) {
        return base::invalid("Validation failed: Posts that are only visible to mentioned users cannot be pinned");
    }
    return {};
}

bool is_pinned(db::Tx& tx, StatusId id) {
    return tx.query_integer("select 1 from status_pins where status_id = $1", {id}).has_value();
}

std::int64_t count_pins(db::Tx& tx, AccountId account) {
    return tx.query_integer("select count(*) from status_pins where account_id = $1", {account}).value_or(0);
}

} // namespace

Result<> pin(db::Tx& tx, const accounts::Account& account, StatusId id) {
    const Status status = TRY(find_visible(tx, id, account));
    TRY(check_pinnable(status, account.id));
    take_turn(tx, account.id);
    if (is_pinned(tx, id)) return {};
    if (count_pins(tx, account.id) >= instance::limits::kPinnedStatuses) {
        return base::invalid("Validation failed: You have already pinned the maximum number of posts");
    }
    tx.exec("insert into status_pins (id, account_id, status_id, created_at) values ($1, $2, $3, $4)",
            {tx.new_id(), account.id, id, tx.now()});
    if (account.is_local()) send_pin(tx, account, id);
    return {};
}

Result<> unpin(db::Tx& tx, const accounts::Account& account, StatusId id) {
    TRY(find_visible(tx, id, account));
    const auto deleted = tx.exec("delete from status_pins where status_id = $1 and account_id = $2", {id, account.id});
    if (deleted > 0 && account.is_local()) send_unpin(tx, account, id);
    return {};
}

std::vector<StatusId> pinned_by(db::Tx& tx, AccountId account) {
    return tx.query_ids<StatusId>("select status_id from status_pins where account_id = $1 order by id desc limit $2",
                                  {account, instance::limits::kPinnedStatuses});
}

} // namespace statuses

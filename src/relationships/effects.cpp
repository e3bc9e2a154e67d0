#include "relationships/effects.h"

#include "base/events.h"
#include "base/feed_store.h"

namespace relationships {

void drop_feed(db::Tx& tx, AccountId owner) {
    tx.on_commit([&feeds = tx.context().feeds, owner] { feeds.drop(owner); });
}

void announce_change(db::Tx& tx, AccountId viewer) {
    tx.publish({.channel = "timeline:system:" + to_string(viewer), .event = "filters_changed", .payload = nullptr});
}

void forget_endorsement(db::Tx& tx, AccountId account, AccountId target) {
    tx.exec("delete from endorsements where account_id = $1 and target_account_id = $2", {account, target});
}

} // namespace relationships

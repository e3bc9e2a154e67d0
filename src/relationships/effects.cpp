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

} // namespace relationships

#pragma once

#include "accounts/account.h"
#include "collections/collection.h"
#include "db/db.h"

#include <string>
#include <string_view>

// What other servers are told of collections. A collection of ours is told to those who care for its owner and to those
// who are in it; what is not ours to tell is passed over. https://w3id.org/fep/7aa9
namespace collections {

void send_new_collection(db::Tx& tx, const Collection& collection);
void send_changed_collection(db::Tx& tx, const Collection& collection);
// Before it is deleted.
void send_deleted_collection(db::Tx& tx, const Collection& collection);

void send_new_item(db::Tx& tx, const Collection& collection, const Item& item);
void send_removed_item(db::Tx& tx, const Collection& collection, const Item& item);

// Asks somebody elsewhere. `item.request_uri` is its id.
void send_request(db::Tx& tx, const Collection& collection, const Item& item);

// What somebody elsewhere asked one of ours: to be in their collection.
struct FeatureRequest {
    std::string uri, collection;
    AccountId from;
};
void send_accept(db::Tx& tx, const accounts::Account& member, const FeatureRequest& request, const Item& item);
void send_reject(db::Tx& tx, const accounts::Account& member, const FeatureRequest& request);

// One of ours does not want to be in somebody else's collection any more.
void send_revocation(db::Tx& tx, const Collection& collection, const Item& item);

} // namespace collections

#pragma once

#include "federation/activity.h"

// Collections as other servers tell of them: app/receivers.cpp. https://w3id.org/fep/7aa9
namespace collections {

using federation::Activity;

// Add of a collection to what its owner shows, and Update of one. Its items may stand elsewhere.
Result<> receive_collection(db::Tx&, const Activity&);
bool must_fetch_items(db::Tx&, const Activity&);
void fetch_items(federation::Errand&, Activity&);
// An Add that gives the id of a collection, or of an item, alone: the document takes its place.
bool must_fetch_for_add(db::Tx&, const Activity&);
void fetch_for_add(federation::Errand&, Activity&);
// Of an item to a collection that is here.
Result<> receive_add_item(db::Tx&, const Activity&);
// Of a collection or an item, by its address; NotFound when it is neither.
Result<> receive_remove(db::Tx&, const Activity&);
// Of a collection, or of what somebody was accepted with, by its address; NotFound when it is neither.
Result<> receive_delete(db::Tx&, const Activity&);

// Somebody wants one of ours in their collection.
Result<> receive_feature_request(db::Tx&, const Activity&);
bool must_fetch_for_feature_request(db::Tx&, const Activity&);
void fetch_for_feature_request(federation::Errand&, Activity&);
// What somebody answers whom we asked; NotFound when it is no request of ours.
Result<> receive_accept(db::Tx&, const Activity&);
Result<> receive_reject(db::Tx&, const Activity&);

} // namespace collections

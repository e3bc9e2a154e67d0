#pragma once

#include "federation/activity.h"

// Posts and what is done to them, as other servers tell of it: app/receivers.cpp.
namespace statuses {

using federation::Activity;

// https://www.w3.org/TR/activitypub/#create-activity-inbox; a vote in a poll of ours comes as a Create, too.
Result<> receive_create(db::Tx&, const Activity&);
bool must_fetch_for_create(db::Tx&, const Activity&);
void fetch_for_create(federation::Errand&, Activity&);

Result<> receive_update(db::Tx&, const Activity&);
bool must_fetch_for_update(db::Tx&, const Activity&);
void fetch_for_update(federation::Errand&, Activity&);
Result<> receive_delete(db::Tx&, const Activity&);

// What others pass on of that: federation::kPassedOn.
Result<> receive_passed_on(db::Tx&, const Activity&);
bool must_fetch_for_passed_on(db::Tx&, const Activity&);
void fetch_for_passed_on(federation::Errand&, Activity&);

Result<> receive_announce(db::Tx&, const Activity&);
bool must_fetch_for_announce(db::Tx&, const Activity&);
void fetch_for_announce(federation::Errand&, Activity&);
Result<> receive_undo_announce(db::Tx&, const Activity&);
// Of what is only named; NotFound when it is no boost that is here.
Result<> receive_undo_announce_by_id(db::Tx&, const Activity&);

Result<> receive_like(db::Tx&, const Activity&);
Result<> receive_undo_like(db::Tx&, const Activity&);
// The same as with a boost.
Result<> receive_undo_like_by_id(db::Tx&, const Activity&);

// To and from the featured collection of the actor: pins and hashtags.
Result<> receive_add(db::Tx&, const Activity&);
bool must_fetch_for_add(db::Tx&, const Activity&);
void fetch_for_add(federation::Errand&, Activity&);
Result<> receive_remove(db::Tx&, const Activity&);

// https://codeberg.org/fediverse/fep/src/branch/main/fep/044f/fep-044f.md
Result<> receive_quote_request(db::Tx&, const Activity&);
bool must_fetch_for_quote_request(db::Tx&, const Activity&);
void fetch_for_quote_request(federation::Errand&, Activity&);
Result<> receive_accept_quote(db::Tx&, const Activity&);
Result<> receive_reject_quote(db::Tx&, const Activity&);
Result<> receive_delete_quote_authorization(db::Tx&, const Activity&);

} // namespace statuses

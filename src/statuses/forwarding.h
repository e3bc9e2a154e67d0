#pragma once

#include "accounts/account.h"
#include "db/db.h"
#include "federation/activity.h"
#include "statuses/status.h"

#include <vector>

// What people elsewhere say in answer to ours, and of what ours have shown around, is passed on to those who follow
// ours: their servers would not hear of it. https://www.w3.org/TR/activitypub/#inbox-forwarding
namespace statuses {

// Who of ours has followers that should hear what `activity` says of a post from elsewhere: whom it answers, and those
// who boosted or quote it. Up to twenty; nobody when the post is not for everybody, or the activity bears no signature
// of its own, without which nobody could believe it. While the post is there.
std::vector<AccountId> who_showed(db::Tx& tx, const federation::Activity& activity, StatusId id);
// Of a new post, whom it answers alone.
std::vector<AccountId> who_is_answered(db::Tx& tx, const federation::Activity& activity, StatusId id);

// Passes on what its actor has sent us, as it came, in the name of `accounts`: to their followers' servers, each once,
// but the actor's. Only the first time.
void pass_on(db::Tx& tx, const federation::Activity& activity, const std::vector<AccountId>& accounts);

} // namespace statuses

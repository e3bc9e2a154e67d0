#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <vector>

namespace relationships {

struct FollowOptions {
    std::optional<bool> reblogs = {};                       // Whether boosts show in the home timeline; true at first.
    std::optional<bool> notify = {};                        // Whether each post notifies; false at first.
    std::optional<std::vector<std::string>> languages = {}; // Empty: all.
};

// Makes `account` follow `target`, or ask to when `target` is locked. Doing it again changes the options only.
// Effects: a notification (follow or follow_request); counts; the home feed is built anew when it is next read.
// Errors: NotFound for nobody or a suspended account, Forbidden for oneself, when either blocks the other,
// and when either blocks the other's domain.
Result<> follow(db::Tx& tx, const accounts::Account& account, AccountId target, const FollowOptions& options = {});
// Takes back a follow or the request for one. Nothing to take back is fine.
Result<> unfollow(db::Tx& tx, const accounts::Account& account, AccountId target);

// Makes `follower` follow `account` no longer, and takes back a request to. Nothing to take back is fine.
Result<> remove_follower(db::Tx& tx, const accounts::Account& account, AccountId follower);

// Requests to follow `account`. NotFound when there is none from `requester`.
Result<> authorize_follow_request(db::Tx& tx, const accounts::Account& account, AccountId requester);
Result<> reject_follow_request(db::Tx& tx, const accounts::Account& account, AccountId requester);

bool is_following(db::Tx& tx, AccountId account, AccountId target);

} // namespace relationships

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
    std::optional<std::string> uri = {};                    // What a follower's server elsewhere calls it.
    bool is_move = false; // Whom they followed has become this one: no limit and no lock of ours stands in the way.
};

// Makes `account` follow `target`, or ask to when `target` is locked or elsewhere. Doing it again changes the options
// only. Effects: a notification (follow or follow_request); counts; the home feed is built anew when it is next read; a
// Follow to the target's server, or an Accept to the follower's, each time that it asks.
// Errors: NotFound for nobody or a suspended account, Forbidden for oneself, when either blocks the other,
// and when either blocks the other's domain.
Result<> follow(db::Tx& tx, const accounts::Account& account, AccountId target, const FollowOptions& options = {});
// Takes back a follow or the request for one, and tells the target's server. Nothing to take back is fine.
Result<> unfollow(db::Tx& tx, const accounts::Account& account, AccountId target);

// Makes `follower` follow `account` no longer, and takes back a request to; the follower's server hears of it. Nothing
// to take back is fine.
Result<> remove_follower(db::Tx& tx, const accounts::Account& account, AccountId follower);

// Requests to follow `account`, which the requester's server is answered. NotFound when there is none from `requester`.
Result<> authorize_follow_request(db::Tx& tx, const accounts::Account& account, AccountId requester);
Result<> reject_follow_request(db::Tx& tx, const accounts::Account& account, AccountId requester);

// What the server of `target` answers one of ours: the request becomes a follow, or comes to nothing, as does a follow.
// Errors: NotFound when nothing was asked.
Result<> accept_outgoing_follow(db::Tx& tx, AccountId follower, AccountId target);
Result<> reject_outgoing_follow(db::Tx& tx, AccountId follower, AccountId target);
// It takes back that it accepted: the follow becomes the request again that it was.
Result<> revoke_outgoing_follow(db::Tx& tx, AccountId follower, AccountId target);

// Whether anybody follows who is elsewhere: of such, only what our people do is known here.
bool has_followers_here(db::Tx& tx, AccountId account);
// One of them, who may read what only followers may.
std::optional<AccountId> some_follower_here(db::Tx& tx, AccountId account);
bool is_following(db::Tx& tx, AccountId account, AccountId target);
// Whether a request to follow waits for an answer.
bool is_asking_to_follow(db::Tx& tx, AccountId account, AccountId target);
// Either of them.
bool wants_to_follow(db::Tx& tx, AccountId account, AccountId target);

} // namespace relationships

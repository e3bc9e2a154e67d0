#pragma once

#include "accounts/account.h"
#include "db/db.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What other servers are told of follows and blocks. To people of ours nothing is sent.
namespace relationships {

// A follow, or the request for one, as its servers speak of it.
struct FollowName {
    std::int64_t id;                // Of the row.
    std::optional<std::string> uri; // What the follower's server calls it; ours are called by their id.
};

// To the server of `target`, from one of ours.
void send_follow(db::Tx& tx, const accounts::Account& follower, AccountId target, const FollowName& follow);
void send_undo_follow(db::Tx& tx, const accounts::Account& follower, AccountId target, const FollowName& follow);

// To the server of `follower`, from one of ours whom they follow or want to.
void send_accept_follow(db::Tx& tx, const accounts::Account& target, AccountId follower, const FollowName& follow);
void send_reject_follow(db::Tx& tx, const accounts::Account& target, AccountId follower, const FollowName& follow);

// Nobody follows the server itself.
void send_reject_follow_of_server(db::Tx& tx, AccountId follower, std::string_view follow_uri);

// To the server of `target`. `block` is the row's id.
void send_block(db::Tx& tx, const accounts::Account& account, AccountId target, std::int64_t block);
void send_undo_block(db::Tx& tx, const accounts::Account& account, AccountId target, std::int64_t block);

} // namespace relationships

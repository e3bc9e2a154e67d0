#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <string_view>

namespace notifications {

enum class Kind { Mention, Status, Reblog, Follow, FollowRequest, Favourite, Poll, Update, AdminSignUp };

// The API's word: "mention", "follow_request", "admin.sign_up", …
std::string_view to_string(Kind kind);

struct Notice {
    AccountId to;
    Kind kind;
    AccountId from;
    StatusId status = {};
};

// Tells `to` that `from` did something. Nothing when `to` is not one of ours, is `from` (but for the end of a poll), or
// blocks or mutes `from` (with notifications), or when `from` blocks `to`; nothing either when the same was told before
// (kind, from and status). Effects: a row; a `notification` event to those who listen.
void notify(db::Tx& tx, const Notice& notice);

// Takes back what `from` told `to` about this: an unfavourite, an unfollow.
void withdraw(db::Tx& tx, const Notice& notice);

} // namespace notifications

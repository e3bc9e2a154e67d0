#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

#include <chrono>

namespace relationships {

struct MuteOptions {
    bool hides_notifications = true;
    std::chrono::seconds duration{0}; // 0: until unmuted.
};

// `account` reads nothing more of `target`, who does not learn of it. Doing it again replaces the options; oneself:
// nothing. Effects: with hides_notifications, what `target` told `account` is taken back; the home feed is built anew;
// open streams take note. Errors: NotFound for nobody.
Result<> mute(db::Tx& tx, const accounts::Account& account, AccountId target, const MuteOptions& options = {});
Result<> unmute(db::Tx& tx, const accounts::Account& account, AccountId target);

// Deletes mutes that have run out, `limit` at most, with the effects of unmute. Returns how many.
int delete_expired_mutes(db::Tx& tx, int limit);

} // namespace relationships

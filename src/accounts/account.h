#pragma once

#include "base/ids.h"

#include <string>

namespace accounts {

enum class Role { User, Moderator, Admin, Owner };

// What every rule needs to know of an account, local or remote. Profiles are accounts.h's.
struct Account {
    AccountId id = {}; // 0: nobody is signed in.
    std::string username;
    std::string domain; // Empty: one of ours.
    bool is_locked = false;
    bool is_suspended = false;
    bool is_limited = false; // "silenced": kept out of public places.
    // Of somebody who asks: as of when what is between them and others may be kept (statuses/standings.h). 0: not
    // known.
    std::int64_t standings_revision = 0;

    bool is_local() const { return domain.empty(); }
    bool is_somebody() const { return id.value != 0; }
    // "alice", or "alice@remote.test".
    std::string acct() const { return domain.empty() ? username : username + "@" + domain; }
};

// The caller of a request without a token.
const Account& anonymous();

} // namespace accounts

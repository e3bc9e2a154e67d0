#pragma once

#include "accounts/account.h"
#include "auth/users.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <string_view>

// Browsers that are signed in. The cookie holds a secret, the database its hash.
namespace auth {

using SessionId = base::Id<struct SessionTag>;

inline constexpr int kMaxSessions = 10;               // A user's oldest goes when an eleventh begins.
inline constexpr std::chrono::days kSessionLife{365}; // Since it was last used.

struct Session {
    SessionId id;
    User user;
};

struct Browser {
    std::string_view ip;
    std::string_view user_agent;
};

// The secret for the cookie.
std::string start_session(db::Tx& tx, UserId user, const Browser& browser);

// The session, if it is one, still lasts, and its user may sign in.
std::optional<Session> find_session(db::Tx& tx, std::string_view secret);

// Needs a transaction that writes.
void touch_session(db::Tx& tx, SessionId id);
void end_session(db::Tx& tx, std::string_view secret);
void end_sessions(db::Tx& tx, UserId user);

} // namespace auth

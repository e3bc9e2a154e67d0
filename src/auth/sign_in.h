#pragma once

#include "auth/sessions.h"
#include "db/db.h"

#include <string>
#include <string_view>
#include <variant>

// What lets a person with an e-mail address and a password in.
namespace auth {

enum class SignInRefusal { Wrong, TooMany, Unconfirmed, Pending, Disabled };

struct SignIn {
    std::string_view email;
    std::string_view password;
    Browser browser;
    std::string_view old_secret = {}; // Of the session that the browser had: it ends.
};

// The new session's secret. No transaction is open while the password is checked, which takes 12 ms whether there is
// such a user or not; what keeps a user out is told only to who knows the password.
std::variant<std::string, SignInRefusal> sign_in(db::Database& database, const SignIn& wanted);

} // namespace auth

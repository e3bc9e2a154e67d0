#pragma once

#include "accounts/account.h"
#include "auth/passwords.h"
#include "auth/problem.h"
#include "db/db.h"

#include <string>
#include <vector>

// How an account of this server begins, whoever asks for it: somebody with an app, or the operator at the command line.
namespace auth {

struct SignUp {
    std::string username;
    std::string email;
    PasswordHash password;
    accounts::Role role = accounts::Role::User;
    std::string locale = "en";
    std::string time_zone = {};
    std::string reason = {};        // Why they want to join; read by who approves.
    ApplicationId application = {}; // That they signed up with; 0: none.
    bool is_confirmed = true;
    bool is_approved = true;
    bool may_take_reserved_name = false; // The operator may be called "admin".
};

struct NewUser {
    UserId user;
    AccountId account;
};

// Everything that is wrong with it at once; empty when it can go ahead.
std::vector<Problem> find_problems(db::Tx& tx, const SignUp& wanted);

// Creates the account, its counts and its user; tells our staff when it needs neither confirmation nor approval.
// Invalid, with every problem named, when it cannot.
Result<NewUser> sign_up(db::Tx& tx, const SignUp& wanted);

} // namespace auth

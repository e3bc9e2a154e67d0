#pragma once

#include "accounts/account.h"
#include "auth/passwords.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <string_view>

// The people of this server: how they sign in, and whether they may.
namespace auth {

struct User {
    UserId id;
    AccountId account;
    std::string username;
    std::string display_name; // May be empty.
    std::string avatar;       // As in accounts.
    std::string email;
    PasswordHash password;
    accounts::Role role = accounts::Role::User;
    std::string locale;
    bool is_confirmed = false;
    bool is_approved = false;
    bool is_disabled = false;
    bool is_suspended = false; // The account; or it is a memorial.
};

std::optional<User> find_user(db::Tx& tx, UserId id);
std::optional<User> find_user_by_email(db::Tx& tx, std::string_view email);       // Any case.
std::optional<User> find_user_by_username(db::Tx& tx, std::string_view username); // Any case.

// Forbidden, in Mastodon's words, unless this user may use the API and the pages.
Result<> check_may_sign_in(bool is_confirmed, bool is_approved, bool is_disabled_or_suspended);
Result<> check_may_sign_in(const User& user);

// Invalid when it is no e-mail address, or another user's.
Result<> change_email(db::Tx& tx, UserId id, std::string_view email);
void change_role(db::Tx& tx, UserId id, accounts::Role role);
// Whoever is both, now or from the beginning, has joined: our staff is told.
void confirm(db::Tx& tx, UserId id);
void approve(db::Tx& tx, UserId id);
void announce(db::Tx& tx, AccountId account);
void enable(db::Tx& tx, UserId id);

// These end every session and token of the user, and what streams through them.
void change_password(db::Tx& tx, const User& user, const PasswordHash& password);
void disable(db::Tx& tx, const User& user);
// What is known of them besides their account goes, too: the e-mail address, where they signed in from.
void remove(db::Tx& tx, const User& user);

// The same password, hashed the way we do it now: nothing ends.
void rehash_password(db::Tx& tx, UserId id, const PasswordHash& password);

} // namespace auth

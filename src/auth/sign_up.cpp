#include "auth/sign_up.h"

#include "accounts/accounts.h"
#include "accounts/roles.h"
#include "auth/email_address.h"
#include "auth/usernames.h"
#include "auth/users.h"
#include "base/unicode.h"

#include <fmt/core.h>

namespace auth {
namespace {

constexpr std::size_t kMaxReasonLength = 420; // Characters.

Problem username_problem(std::string_view error, std::string description) {
    return {"username", error, "Username", std::move(description)};
}
Problem email_problem(std::string_view error, std::string description) {
    return {"email", error, "E-mail address", std::move(description)};
}
Problem username_taken() { return username_problem("ERR_TAKEN", "has already been taken"); }
Problem email_taken() { return email_problem("ERR_TAKEN", "has already been taken"); }

bool has_account(db::Tx& tx, std::string_view username) {
    return tx.query_integer("select id from accounts where lower(username) = lower($1) and domain = ''", {username})
        .has_value();
}

void check_username(std::vector<Problem>& problems, db::Tx& tx, const SignUp& wanted) {
    if (wanted.username.empty()) {
        problems.push_back(username_problem("ERR_BLANK", "can't be blank"));
    } else if (wanted.username.size() > kMaxUsernameLength) {
        problems.push_back(username_problem("ERR_TOO_LONG",
                                            fmt::format("is too long (maximum is {} characters)", kMaxUsernameLength)));
    } else if (!is_username(wanted.username)) {
        problems.push_back(username_problem("ERR_INVALID", "must contain only letters, numbers and underscores"));
    } else if (!wanted.may_take_reserved_name && is_reserved_username(wanted.username)) {
        problems.push_back(username_problem("ERR_RESERVED", "is reserved"));
    } else if (has_account(tx, wanted.username)) {
        problems.push_back(username_taken());
    }
}

void check_email(std::vector<Problem>& problems, db::Tx& tx, const SignUp& wanted) {
    if (wanted.email.empty()) {
        problems.push_back(email_problem("ERR_BLANK", "can't be blank"));
    } else if (!is_email_address(wanted.email)) {
        problems.push_back(email_problem("ERR_INVALID", "is not a valid e-mail address"));
    } else if (tx.query_integer("select id from users where lower(email) = lower($1)", {wanted.email})) {
        problems.push_back(email_taken());
    }
}

// False if somebody else was quicker.
bool insert_user(db::Tx& tx, const NewUser& user, const SignUp& wanted) {
    const auto confirmed_at = wanted.is_confirmed ? std::optional(tx.now()) : std::nullopt;
    const auto application = wanted.application ? std::optional(wanted.application) : std::nullopt;
    return tx.exec(R"(
        insert into users (id, account_id, email, password_hash, role, locale, time_zone, is_approved, confirmed_at,
                           sign_up_reason, application_id, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (lower(email)) do nothing)", {user.user, user.account, wanted.email, wanted.password.text,
                              accounts::details(wanted.role).key, wanted.locale, wanted.time_zone, wanted.is_approved,
                              confirmed_at, wanted.reason, application, tx.now()})
           == 1;
}

} // namespace

std::vector<Problem> find_problems(db::Tx& tx, const SignUp& wanted) {
    std::vector<Problem> problems;
    check_username(problems, tx, wanted);
    check_email(problems, tx, wanted);
    if (base::code_point_count(wanted.reason) > kMaxReasonLength) {
        problems.push_back({"reason", "ERR_TOO_LONG", "Reason",
                            fmt::format("is too long (maximum is {} characters)", kMaxReasonLength)});
    }
    return problems;
}

Result<NewUser> sign_up(db::Tx& tx, const SignUp& wanted) {
    if (const auto problems = find_problems(tx, wanted); !problems.empty()) return base::invalid(describe(problems));

    const auto account = accounts::create(tx, {.username = wanted.username});
    if (!account) return base::invalid(describe({username_taken()}));
    const NewUser user{tx.new_id<UserId>(), account->id};
    if (!insert_user(tx, user, wanted)) return base::invalid(describe({email_taken()}));
    if (wanted.is_confirmed && wanted.is_approved) announce(tx, user.account);
    return user;
}

} // namespace auth

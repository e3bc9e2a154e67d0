#include "auth/sign_in.h"

#include "auth/sign_in_throttle.h"
#include "auth/users.h"

#include <optional>

namespace auth {
namespace {

struct Candidate {
    bool may_try = false;
    std::optional<User> user;
};

Candidate find_candidate(db::Database& database, std::string_view email) {
    Candidate candidate;
    database.read([&](db::Tx& tx) {
        candidate.may_try = !tx.config().rate_limits || may_try_to_sign_in(email, tx.now());
        if (candidate.may_try) candidate.user = find_user_by_email(tx, email);
    });
    return candidate;
}

std::optional<SignInRefusal> find_refusal(const User& user) {
    if (!user.is_confirmed) return SignInRefusal::Unconfirmed;
    if (!user.is_approved) return SignInRefusal::Pending;
    if (user.is_disabled || user.is_suspended) return SignInRefusal::Disabled;
    return std::nullopt;
}

} // namespace

std::variant<std::string, SignInRefusal> sign_in(db::Database& database, const SignIn& wanted) {
    const auto candidate = find_candidate(database, wanted.email);
    if (!candidate.may_try) return SignInRefusal::TooMany;
    const bool fits =
        candidate.user ? matches(candidate.user->password, wanted.password) : matches_nobody(wanted.password);
    if (!fits) return SignInRefusal::Wrong;

    std::optional<PasswordHash> newer;
    if (is_outdated(candidate.user->password)) {
        if (auto hash = hash_password(wanted.password)) newer = std::move(*hash);
    }
    std::variant<std::string, SignInRefusal> outcome = SignInRefusal::Wrong;
    database.write([&](db::Tx& tx) {
        const auto user = find_user(tx, candidate.user->id);
        // Another password since: whoever knew the old one comes too late.
        if (!user || user->password.text != candidate.user->password.text) return void(outcome = SignInRefusal::Wrong);
        if (const auto refusal = find_refusal(*user)) return void(outcome = *refusal);
        if (newer) rehash_password(tx, user->id, *newer);
        if (!wanted.old_secret.empty()) end_session(tx, wanted.old_secret);
        outcome = start_session(tx, user->id, wanted.browser);
    });
    return outcome;
}

} // namespace auth

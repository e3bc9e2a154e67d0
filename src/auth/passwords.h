#pragma once

#include "auth/problem.h"
#include "base/clock.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

// Passwords, kept as argon2id. Those that came with another server's users are bcrypt until their owners sign in again.
namespace auth {

inline constexpr std::size_t kMinPasswordLength = 8; // Characters.
inline constexpr std::size_t kMaxPasswordLength = 72;

// What the database keeps of a password. A type of its own, so that no password is ever stored in its place.
struct PasswordHash {
    std::string text;
};

// Too short, too long, or none at all.
std::optional<Problem> find_password_problem(std::string_view password);

// Takes 12 ms and 19 MB: never inside a transaction of a server. Invalid when there is a problem.
Result<PasswordHash> hash_password(std::string_view password);

// Whether `password` is the one. Takes as long as hash_password (bcrypt: 70 ms).
bool matches(const PasswordHash& hash, std::string_view password);

// Takes the time of matches() and never does: so that nobody learns from the clock who has an account.
bool matches_nobody(std::string_view password);

// Whether it should be hashed anew, now that its owner has shown the password.
bool is_outdated(const PasswordHash& hash);

// 20 letters and digits that are hard to confuse: 100 bits.
std::string generate_password(base::Random& random);

} // namespace auth

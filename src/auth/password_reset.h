#pragma once

#include "auth/language.h"
#include "auth/users.h"
#include "db/db.h"

#include <chrono>
#include <optional>
#include <string_view>

// A new password for who has forgotten theirs: they follow a link in a mail. Where there is no mail, the people who run
// the server set one by `akebono accounts modify NAME --reset-password`.
namespace auth {

inline constexpr std::chrono::hours kResetLife{6}; // Of a link.

// Sends a link to the user with this address, in the language in which they ask; earlier links end. Nothing for
// everybody else, for who has not confirmed the address, and where there is no mail: who asks is not told.
void send_password_reset(db::Tx& tx, std::string_view email, Language language);

// Whose link it is; nullopt when it is nobody's, or too old. It stays good.
std::optional<User> find_user_by_reset_token(db::Tx& tx, std::string_view token);

// Sets the password of whose link it is, and the link ends, as does every session and token of the user; false when it
// has ended before.
bool reset_password(db::Tx& tx, std::string_view token, const PasswordHash& password);

} // namespace auth

#pragma once

#include "auth/users.h"
#include "db/db.h"

#include <chrono>
#include <optional>
#include <string_view>

// That an e-mail address belongs to who signed up with it: they follow a link in a mail. Where there is no mail,
// addresses count as confirmed.
namespace auth {

inline constexpr std::chrono::days kConfirmationLife{2}; // Of a link.
inline constexpr std::chrono::days kUnconfirmedLife{7};  // Of a sign-up whose link nobody followed.

// Sends the link, in the language of the user. Earlier links end.
void send_confirmation(db::Tx& tx, const User& user);
// The same for who has signed up with this address and has not confirmed it. Nothing for everybody else: who asks is
// not told.
void send_confirmation_again(db::Tx& tx, std::string_view email);

// The user whose link it is, whose address is confirmed now; nullopt when it is none, or too old.
std::optional<User> confirm_by_token(db::Tx& tx, std::string_view token);

// Makes room for names and addresses that nobody came back for: accounts of sign-ups that were sent a link more than
// kUnconfirmedLife ago. At most `limit`; how many.
std::int64_t delete_unconfirmed(db::Tx& tx, int limit);

} // namespace auth

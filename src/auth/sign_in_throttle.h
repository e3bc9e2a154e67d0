#pragma once

#include "base/clock.h"

#include <string_view>

namespace auth {

inline constexpr int kSignInsPerHour = 25;

// Counts an attempt to sign in with `email`, whether it exists or not; false when there have been too many in this
// hour, from whatever addresses they came. Thread-safe; counted before the password is looked at, so that a burst gains
// nothing. Kept in memory, of the 10,000 addresses tried last: they are as many as one machine can check passwords for.
bool may_try_to_sign_in(std::string_view email, base::Time now);

} // namespace auth

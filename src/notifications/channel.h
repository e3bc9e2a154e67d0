#pragma once

#include "base/ids.h"

#include <string>

namespace notifications {

// Where a reader's open streams hear of notifications.
inline std::string channel_of(AccountId reader) { return "timeline:" + to_string(reader) + ":notifications"; }

} // namespace notifications

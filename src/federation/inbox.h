#pragma once

#include "base/result.h"
#include "db/db.h"
#include "federation/activity.h"
#include "federation/remote_keys.h"
#include "http/request.h"

#include <optional>
#include <string_view>

namespace federation {

enum class Intake {
    Kept,     // It is in the database, and will have its effect.
    Dropped,  // Nobody here needs it.
    MustWait, // Who sent it has to be asked first, and this thread may not wait.
};

// Takes a POST to an inbox in: who signed it is who acts, the body is what was signed, and nothing of it has any effect
// before it is stored. What concerns nobody here is dropped before anything is fetched or checked.
// Errors: BadRequest for what cannot be read; Unauthorized for what is not signed by its actor; Forbidden from servers
// that are kept away; Unavailable when the sender's key cannot be had just now; TooMany and Unavailable when too much
// waits already (backlog.h).
Result<Intake> take_in(const http::Request& request, db::Database& database, std::optional<AccountId> inbox_account,
                       std::span<const Receiver> receivers, std::chrono::milliseconds key_patience = kKeyPatience);

} // namespace federation

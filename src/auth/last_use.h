#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "db/db.h"

#include <optional>

namespace auth {

// Records, at day precision, that a token and its user were seen: what counts as active, and what was forgotten.
// A reading transaction cannot write it: it is kept in memory, and the next request that writes takes it along. What a
// restart forgets is recorded with the token's next request.
void note_use(db::Tx& tx, TokenId token, UserId user, std::optional<base::Time> last_used_at);

} // namespace auth

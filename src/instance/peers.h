#pragma once

#include "db/db.h"

#include <string>
#include <vector>

namespace instance {

inline constexpr int kMaxPeers = 20'000;

// The domains of the servers that we know somebody of, by name, of the first kMaxPeers those that moderators neither
// limit nor keep away.
std::vector<std::string> peers(db::Tx& tx);

// Those whose names begin so, at most ten; none for "".
std::vector<std::string> peers_with_prefix(db::Tx& tx, const std::string& prefix);

} // namespace instance

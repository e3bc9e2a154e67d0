#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <map>
#include <span>
#include <vector>

namespace relationships {

// Those followed by `viewer` who follow each of `others`: at most 40 each, among the 2,000 whom the viewer followed
// last. Empty for those who hide their lists; people who hide theirs are in none. One query.
std::map<AccountId, std::vector<AccountId>> familiar_followers(db::Tx& tx, AccountId viewer,
                                                               std::span<const AccountId> others);

} // namespace relationships

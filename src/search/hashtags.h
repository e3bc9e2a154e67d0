#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <string_view>
#include <vector>

namespace search {

// Hashtags whose name begins with `text` ("#東京", "tok"), in any case; shorter names first, so that the very name
// leads.
std::vector<TagId> find_tags(db::Tx& tx, std::string_view text, int limit, int offset = 0);

} // namespace search

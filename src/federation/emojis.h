#pragma once

#include "base/json.h"
#include "db/db.h"

#include <string_view>

namespace federation {

// Keeps the custom emojis that a document shows in its tags, as those of `domain`.
void keep_emojis(db::Tx& tx, std::string_view domain, const json::Object& document);

} // namespace federation

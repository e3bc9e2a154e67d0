#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <optional>
#include <string_view>
#include <vector>

namespace search {

// The ids of hashtags whose name begins with `text` ("#東京", "tok"), in any case; shorter names first, so that the
// very name leads. They may be read after another statement. Nothing for what no name begins with.
std::optional<db::Rows> ask_for_tags(db::Tx& tx, std::string_view text, int limit, int offset = 0);
std::vector<TagId> ids_of_tags(std::optional<db::Rows> rows);
inline std::vector<TagId> find_tags(db::Tx& tx, std::string_view text, int limit, int offset = 0) {
    return ids_of_tags(ask_for_tags(tx, text, limit, offset));
}

} // namespace search

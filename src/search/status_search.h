#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <optional>
#include <string_view>

namespace search {

// The post whose address that is: "https://social.example/@alice/1", ".../users/alice/statuses/1", or the URI of one
// from elsewhere that we have. Whether it may be seen is for who shows it.
std::optional<StatusId> find_status_by_url(db::Tx& tx, std::string_view url);

} // namespace search

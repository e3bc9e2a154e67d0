#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "db/db.h"

#include <span>

namespace statuses {

// Writes an array of Status entities, in the order of `ids`, as `viewer` sees them; hidden and deleted ones are left
// out. The number of queries does not depend on the number of statuses. https://docs.joinmastodon.org/entities/Status/
void write_statuses(json::Writer& out, db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer);

// One, which must be visible: find_visible says so.
void write_status(json::Writer& out, db::Tx& tx, StatusId id, const accounts::Account& viewer);

} // namespace statuses

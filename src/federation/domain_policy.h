#pragma once

#include "db/db.h"

#include <string>
#include <string_view>

// Servers that the operator keeps away, with all names below theirs.
namespace federation {

// Nothing comes from `host` and nothing is fetched there.
bool is_suspended_host(db::Tx& tx, std::string_view host);
// What comes from there stays out of public places.
bool is_silenced_host(db::Tx& tx, std::string_view host);
bool rejects_reports_of(db::Tx& tx, std::string_view host);

} // namespace federation

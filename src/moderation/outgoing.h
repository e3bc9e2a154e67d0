#pragma once

#include "db/db.h"

#include <span>
#include <string_view>

namespace moderation {

// Tells the server of `target` of a report. The server itself says so: nothing in it leads to who reported.
void send_report(db::Tx& tx, AccountId target, std::span<const StatusId> statuses, std::string_view comment);

} // namespace moderation

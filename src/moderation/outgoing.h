#pragma once

#include "collections/collection.h"
#include "db/db.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moderation {

struct OutgoingReport {
    AccountId target;
    std::span<const StatusId> statuses;
    std::span<const collections::CollectionId> collections;
    std::string_view comment;
};
// Tells other servers of a report: the target's, and those of whom the posts answer, as far as they are among
// `domains`; without domains the target's alone. The server itself says so: nothing in it leads to who reported.
void send_report(db::Tx& tx, const OutgoingReport& report, const std::optional<std::vector<std::string>>& domains);

} // namespace moderation

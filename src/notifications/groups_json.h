#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "db/db.h"
#include "notifications/groups.h"

#include <cstdint>
#include <span>

namespace notifications {

// Whether all sample accounts are whole, or only the first of each group, and of the others what their picture needs.
enum class Expand : std::uint8_t { Full, PartialAvatars };

// The groups in their order, without those about a status that the reader may no longer see, and the accounts and
// statuses in them, each once; those of `unknown` have a fallback. The number of queries does not depend on the number
// of groups. https://docs.joinmastodon.org/methods/grouped_notifications/#GroupedNotificationsResults
void write_groups(json::Writer& out, db::Tx& tx, std::span<const Group> groups, const accounts::Account& reader,
                  Expand expand = Expand::Full, KindSet unknown = {});

} // namespace notifications

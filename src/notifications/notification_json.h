#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "db/db.h"
#include "notifications/list.h"

#include <span>

// Notification entities. https://docs.joinmastodon.org/entities/Notification/
namespace notifications {

// An array in the order of `rows`, without those about a status that the reader may no longer see. The number of
// queries does not depend on the number of notifications. Those of `unknown` have a fallback.
void write_notifications(json::Writer& out, db::Tx& tx, std::span<const Row> rows, const accounts::Account& reader,
                         KindSet unknown = {});

// One of the reader's own, as an object; false, and nothing written, when there is none.
bool write_notification(json::Writer& out, db::Tx& tx, NotificationId id, const accounts::Account& reader,
                        KindSet unknown = {});

} // namespace notifications

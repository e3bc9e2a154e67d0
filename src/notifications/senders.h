#pragma once

#include "accounts/roles.h"
#include "notifications/grouping.h"
#include "notifications/notifications.h"
#include "notifications/policy.h"

#include <optional>
#include <string_view>

// Whom a notification comes from, as its reader knows them.
namespace notifications {

struct Sender {
    bool is_followed = false;
    bool follows = false; // Not only since yesterday.
    bool is_new = false;
    bool is_limited = false;
    bool is_bot = false;
    bool is_permitted = false;
    accounts::Role role = accounts::Role::User;
    accounts::Role reader_role = accounts::Role::User;
    Policy policy;                   // The reader's.
    bool has_told = false;           // The same, before.
    std::optional<Head> newest_head; // Of the groups of which it may be.

    bool outranks_reader() const { return role > reader_role; }
};

// All that must be known before anything is told: one statement. Nothing when `notice.to` is not one of ours who wants
// to hear of `notice.from` and of whom a mention names besides; see notify(). What may go into a group needs
// lock_groups() before.
std::optional<Sender> find_sender(db::Tx& tx, const Notice& notice);

// Which rows of notifications `n` say the same, but for their status: $1 is the reader, $2 the sender, $3 the kind.
inline constexpr std::string_view kSameNotice = "n.from_account_id = $2 and n.account_id = $1 and n.type = $3";

} // namespace notifications

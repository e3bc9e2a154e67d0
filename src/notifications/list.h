#pragma once

#include "base/clock.h"
#include "db/db.h"
#include "http/request.h"

#include <optional>
#include <string>
#include <vector>

// What somebody was told: lists, single ones, and putting them away.
namespace notifications {

struct Row {
    NotificationId id;
    std::string type;
    AccountId from;
    std::optional<StatusId> status;
    base::Time created_at;
};

struct Filter {
    std::vector<std::string> types;         // Empty: all.
    std::vector<std::string> exclude_types; // Wins over `types`.
    AccountId from = {};                    // 0: anybody.
};

// Newest first. Not from suspended people, nor from those whom the reader has blocked, or muted with their
// notifications.
std::vector<Row> page_of(db::Tx& tx, AccountId reader, const Filter& filter, const http::Page& page);
std::optional<Row> find(db::Tx& tx, AccountId reader, NotificationId id);

// How many are newer than the reader's marker, counted up to `limit`.
int count_unread(db::Tx& tx, AccountId reader, const Filter& filter, int limit);

void dismiss(db::Tx& tx, AccountId reader, NotificationId id);
void clear(db::Tx& tx, AccountId reader);

} // namespace notifications

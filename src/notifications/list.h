#pragma once

#include "base/clock.h"
#include "collections/collection.h"
#include "db/db.h"
#include "http/request.h"
#include "moderation/reports.h"
#include "notifications/kinds.h"
#include "relationships/severances.h"

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
    std::string group_key; // Empty: on its own.
    bool is_filtered = false;
    std::int64_t group_size = 0;               // Of the head of a group; 0: it is none.
    moderation::ReportId report = {};          // 0: about none.
    relationships::SeveranceId severance = {}; // The same.
    collections::CollectionId collection = {}; // The same.

    // As the API has it: "favourite-12-480000", or "ungrouped-34".
    std::string shown_key() const { return group_key.empty() ? ungrouped_key() : group_key; }
    std::string ungrouped_key() const { return "ungrouped-" + to_string(id); }
};

struct Filter {
    KindSet kinds = KindSet::all();
    AccountId from = {};            // 0: anybody. From somebody, what the policy held back is wanted too.
    bool includes_filtered = false; // What the reader's policy held back.
};

// Newest first. Not from suspended people, nor from those whom the reader has blocked, or muted with their
// notifications.
std::vector<Row> page_of(db::Tx& tx, AccountId reader, const Filter& filter, const http::Page& page);
std::optional<Row> find(db::Tx& tx, AccountId reader, NotificationId id);

// How many are newer than the reader's marker, counted up to `limit`.
int count_unread(db::Tx& tx, AccountId reader, const Filter& filter, int limit);
// What the marker says: 0 when there is none.
std::int64_t last_read(db::Tx& tx, AccountId reader);

// False when there is no such notification of the reader's.
bool dismiss(db::Tx& tx, AccountId reader, NotificationId id);
// All of them, with the requests to be heard.
void clear(db::Tx& tx, AccountId reader);

} // namespace notifications

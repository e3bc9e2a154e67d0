#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "db/db.h"
#include "http/request.h"
#include "statuses/posting.h"
#include "timelines/feed_rule.h"

#include <string>
#include <vector>

// One of our people, who can be notified. Without a username: one that nobody else has.
accounts::Account make_person(db::Tx& tx, std::string username = {});

// Posts it as its author would. The draft must be acceptable.
StatusId make_status(db::Tx& tx, const accounts::Account& author, const statuses::Draft& draft);
StatusId make_status(db::Tx& tx, const accounts::Account& author, std::string text,
                     statuses::Visibility visibility = statuses::Visibility::Public);
StatusId make_reply(db::Tx& tx, const accounts::Account& author, StatusId to, std::string text);

// What whoever publishes it knows of a status.
timelines::Shape shape_in(db::Tx& tx, StatusId id);

// The Status entity as `viewer` gets it; null when it is not shown.
json::Value shown_status(db::Tx& tx, StatusId id, const accounts::Account& viewer);
bool is_shown(db::Tx& tx, StatusId id, const accounts::Account& viewer);

// "favourite from carol" for each notification of `account`, oldest first.
std::vector<std::string> told(db::Tx& tx, const accounts::Account& account);

#pragma once

#include "base/ids.h"
#include "collections/collection.h"
#include "db/db.h"
#include "notifications/kinds.h"
#include "relationships/severances.h"

namespace notifications {

struct Notice {
    AccountId to;
    Kind kind;
    AccountId from;
    StatusId status = {};
    std::int64_t report = 0;                   // Of Kind::AdminReport.
    relationships::SeveranceId severance = {}; // Of Kind::SeveredRelationships, which comes from the reader.
    collections::CollectionId collection = {}; // Of Kind::AddedToCollection and Kind::CollectionUpdate.
};

// Tells `to` that `from` did something. Nothing when `to` is not one of ours, is `from` (but for the end of a poll and
// for severed relationships), or blocks (also by domain) or mutes `from` (with notifications) or the conversation, or
// when `from` blocks `to`; nor of a mention in what mentions or answers somebody else whom `to` blocks or so mutes,
// unless `from` is staff above `to`; nothing either when the same was told before (kind, from, status, report,
// severance and collection): the older one stays. An Update, QuotedUpdate or CollectionUpdate takes the place of the
// one before: whoever edits a post notifies with Kind::Update each of our people who has boosted it. The reader's
// policy (policy.h) may keep it apart, with a request for a mention (requests.h), or have it dropped. Effects: a row,
// in its group; a `notification` event to those who listen, unless it is kept apart.
void notify(db::Tx& tx, const Notice& notice);

// Tells all of our staff (moderators, admins, owners): Kind::AdminSignUp, Kind::AdminReport. `notice.to` is not used.
void notify_staff(db::Tx& tx, Notice notice);

// Takes back what `from` told `to` about this: an unfavourite, an unfollow.
void withdraw(db::Tx& tx, const Notice& notice);

// Takes back all that `from` told `to`, and what `to` had decided about that.
void forget(db::Tx& tx, AccountId to, AccountId from);
// Takes back all that people of `domain` told `to`.
void forget_domain(db::Tx& tx, AccountId to, std::string_view domain);

} // namespace notifications

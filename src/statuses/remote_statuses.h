#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "statuses/note.h"
#include "statuses/status.h"

#include <optional>
#include <string>
#include <vector>

// Posts of other servers, as they come to us.
namespace statuses {

// How one came.
struct Arrival {
    bool is_live = true;                         // It is news: those whom it concerns are told.
    bool is_delivered = false;                   // By its author's server, which may have tried for days.
    std::optional<AccountId> inbox_account = {}; // To somebody in particular, who may read it then.
    int depth = 0;                               // How many posts lead from one that was delivered up to this.
    bool must_concern_us = false;                // Else it is not kept.
};

// Keeps a post of `author`, who is not one of ours. One that we have already stays as it is, but for who may read it
// because it came to them.
// Effects: those of publishing.h when it is live and not older than six hours, or than eight days when it was
// delivered: deliveries are tried again for a week. Else none but counts. Answers that waited for it take their place
// under it. A parent that we do not have is fetched by a job. Errors: Gone when it was deleted; Forbidden when it is
// somebody else's; NotFound when it must concern us and does not.
Result<StatusId> create_remote(db::Tx& tx, const accounts::Account& author, const Note& note, const Arrival& arrival);

// Makes a post say what its server says now: an edit when that is newer than what we have, else only counts. Who reads
// it and what it answers stay. Errors: NotFound; Forbidden when it is somebody else's.
Result<> update_remote(db::Tx& tx, const accounts::Account& author, const Note& note);

// Whether anybody here wants it: it names or answers one of ours, or the author or whom they answer has followers here.
bool concerns_us(db::Tx& tx, const accounts::Account& author, const Note& note);

// Those of the ids that are accounts here, ours too, and not suspended.
std::vector<AccountId> known_accounts(db::Tx& tx, const std::vector<std::string>& uris);
// The ids among them that are nobody here yet, without collections and the public.
std::vector<std::string> unknown_accounts(db::Tx& tx, const std::vector<std::string>& uris);

} // namespace statuses

#pragma once

#include "accounts/account.h"
#include "db/db.h"
#include "statuses/hashtags.h"
#include "statuses/history.h"
#include "statuses/mentions.h"
#include "statuses/status.h"

#include <string>
#include <vector>

// What happens when a post says something else from now on, whoever wrote it and wherever.
namespace statuses {

// All that it says, with nothing left that could be refused. Who reads it and what it answers stay.
struct Revision {
    std::string text = {};    // What our people typed; empty for others.
    std::string content = {}; // HTML
    std::string spoiler_text = {};
    bool is_sensitive = false;
    std::string language = {}; // Empty: not known.
    std::vector<Mention> mentions = {};
    std::vector<Hashtag> hashtags = {};
    base::Time edited_at{};
};

// `status` is held for update, its poll is the new one already, and `former` is what it said before that. Only what is
// the author's own changes: id, author, visibility and conversation of `status` are looked at.
// Effects: its history, mentions, hashtags and preview; notifications to those who are newly mentioned and to those of
// us who boosted or quote it; `status.update` events to those who saw it.
void revise(db::Tx& tx, const Status& status, const Version& former, const Revision& revision);

// The same where it reads as before, and only its language, mentions or hashtags are others: that is no edit, which
// stands in the history or is told to those who boosted it. Answers with those who are newly mentioned.
std::vector<Mention> amend(db::Tx& tx, const Status& status, const Revision& revision);

} // namespace statuses

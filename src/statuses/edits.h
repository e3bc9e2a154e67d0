#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "media/attachments.h"
#include "statuses/polls.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace statuses {

// What a post is to say from now on: all of it, for what is left out goes. Who reads it and what it answers stay.
struct Edit {
    std::string text;
    std::string spoiler_text; // Without a text, it is the text.
    bool is_sensitive = false;
    std::optional<std::string> language; // Left out or unknown: as it was.
    std::optional<PollDraft> poll;
    std::vector<MediaId> media = {}; // Those that it has, and new ones.
    // What is said of them from now on.
    std::vector<std::pair<MediaId, media::Words>> media_words = {};
    std::string quote_policy = {}; // Who may quote it; empty: as it was.
};

// Changes one of `author`'s own posts. What says the same already is left as it is.
// Effects: its history, mentions, hashtags and poll (see replace_poll); notifications to those who are newly mentioned
// and to those who boosted it; `status.update` events to those who saw it; an Update to the servers that have it.
// Errors: NotFound if it is not there, somebody else's, or a boost; Invalid as for posting it.
Result<> edit(db::Tx& tx, const accounts::Account& author, StatusId id, const Edit& edit);

// Whoever a post of ours names and was not known when it was written is mentioned by it from now on: told, and given
// the post, which is no edit. Nothing for a post that is gone.
void mention_found(db::Tx& tx, StatusId id);

} // namespace statuses

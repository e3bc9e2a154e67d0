#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "statuses/polls.h"
#include "statuses/status.h"

#include <optional>
#include <string>
#include <vector>

namespace statuses {

// What somebody wants to post. What is left open comes from their preferences.
struct Draft {
    std::string text;
    std::string spoiler_text; // The content warning. Without a text, it is the text.
    std::optional<Visibility> visibility;
    std::optional<bool> sensitive;
    std::optional<std::string> language; // ISO 639; unknown ones are as good as none.
    std::optional<StatusId> in_reply_to;
    std::optional<std::vector<AccountId>> allowed_mentions; // Nobody else may be mentioned by it.
    std::optional<PollDraft> poll;
    ApplicationId application;
    std::string idempotency_key; // Within an hour, a second draft with the same key is the first's post.
};

// Posts it. The new status, or the one that this key posted before.
// Effects: mentions, hashtags, counts; notifications to those mentioned and to followers who asked for them; home
// feeds, live streams. Errors: Invalid for an empty or too long text, for a mention that is not allowed, and for a poll
// that check_poll refuses; NotFound for a post to reply to that the author does not see.
Result<StatusId> post(db::Tx& tx, const accounts::Account& author, const Draft& draft);

} // namespace statuses

#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "media/attachments.h"
#include "statuses/polls.h"
#include "statuses/status.h"

#include <optional>
#include <string>
#include <string_view>
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
    std::vector<MediaId> media;                             // In order. With some, there need be no text.
    std::optional<PollDraft> poll;
    std::optional<StatusId> quoted = {}; // What it shows. With one, there need be no text.
    std::string quote_policy;            // Who may quote it: "public", "followers", "nobody". Empty: left open.
    ApplicationId application;
};

// Of the refusal of a draft that mentions others than it may: who they are says unexpected_mentions.
inline constexpr std::string_view kUnexpectedAccounts = "unexpected_accounts";
std::vector<AccountId> unexpected_mentions(db::Tx& tx, const Draft& draft);

// Posts it as `id`, a new one: the same.
// Effects: mentions, hashtags, counts; notifications to those mentioned and to followers who asked for them; home
// feeds, live streams; a Create to other servers; whose post is quoted is told, or asked if they are elsewhere. Errors:
// Invalid for an empty or too long text, for a mention that is not allowed, for a poll that check_poll refuses, and for
// media that find_attachable() refuses; NotFound for a post to reply to that the author does not see, and for one to
// quote that they do not see or may not quote.
Result<StatusId> post(db::Tx& tx, const accounts::Account& author, const Draft& draft, StatusId id);
inline Result<StatusId> post(db::Tx& tx, const accounts::Account& author, const Draft& draft) {
    return post(tx, author, draft, tx.new_id<StatusId>());
}

// The same for one that was scheduled as `scheduled`, whose media wait for it.
Result<StatusId> post_scheduled(db::Tx& tx, const accounts::Account& author, const Draft& draft,
                                ScheduledStatusId scheduled);

// Whether post() would take it now: the media that are to be attached.
Result<std::vector<media::Attachment>> check_draft(db::Tx& tx, const accounts::Account& author, const Draft& draft);

} // namespace statuses

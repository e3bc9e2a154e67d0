#pragma once

#include "accounts/account.h"
#include "db/db.h"
#include "statuses/hashtags.h"
#include "statuses/mentions.h"
#include "statuses/quote_policy.h"
#include "statuses/status.h"

#include <optional>
#include <string>
#include <vector>

// What happens when there is a new post, whoever wrote it and wherever.
namespace statuses {

// A post with nothing left open, and nothing left that could be refused.
struct NewStatus {
    StatusId id;
    Visibility visibility = Visibility::Public;
    std::string text = {};    // What our people typed; empty for others.
    std::string content = {}; // HTML
    std::string spoiler_text = {};
    bool is_sensitive = false;
    std::string language = {};                  // Empty: not known.
    std::string uri = {}, url = {};             // Of posts from elsewhere.
    std::optional<Status> parent = {};          // What it answers.
    bool answers_unknown = false;               // It answers something that we do not have.
    std::vector<Mention> mentions = {};         // Whom it names.
    std::vector<AccountId> silent_readers = {}; // Who may read it besides.
    std::vector<Hashtag> hashtags = {};
    ApplicationId application = {};
    QuotePolicy quote_policy = {}; // Who may quote it.
    bool is_counted = false;       // Its author's own server has counted it among their posts already.
    bool may_ring = true;          // Somebody may have asked to be told when its author posts.
    base::Time created_at{};
};

// Whom `author` talks to with an answer to `parent`: who goes on with their own reply still talks to whom they
// answered.
std::optional<AccountId> account_replied_to(const std::optional<Status>& parent, AccountId author);

// The post is there, with its mentions and hashtags, and is counted. What hangs on it (poll, pictures) is added next,
// then it is announced.
void insert_new(db::Tx& tx, const accounts::Account& author, const NewStatus& status);

// Tells those mentioned, and followers who asked for it; home feeds, live streams, conversations; the preview of what
// it links to.
void announce_new(db::Tx& tx, const accounts::Account& author, const NewStatus& status);

} // namespace statuses

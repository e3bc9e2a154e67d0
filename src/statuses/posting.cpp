#include "statuses/posting.h"

#include "accounts/accounts.h"
#include "instance/languages.h"
#include "statuses/hashtags.h"
#include "statuses/late_mentions.h"
#include "statuses/lookup.h"
#include "statuses/mentions.h"
#include "statuses/outgoing.h"
#include "statuses/outgoing_quotes.h"
#include "statuses/publishing.h"
#include "statuses/quotes.h"
#include "statuses/reach.h"
#include "statuses/visibility.h"
#include "statuses/wording.h"

#include <algorithm>

namespace statuses {

namespace {

struct Preferences {
    Visibility visibility = Visibility::Public;
    bool is_sensitive = false;
    std::string language;
    std::string quote_policy;
};

Preferences find_preferences(db::Tx& tx, AccountId author) {
    auto rows = tx.query(R"(
        select default_visibility, default_sensitive, coalesce(default_language, locale), default_quote_policy
        from users where account_id = $1)", {author});
    if (!rows.next()) return {};
    return {.visibility = parse_visibility(rows.text(0)).value_or(Visibility::Public),
            .is_sensitive = rows.boolean(1),
            .language = rows.string(2),
            .quote_policy = rows.string(3)};
}

// A draft with nothing left open.
struct Post {
    Wording wording;
    Visibility visibility;
    bool is_sensitive;
    std::string language;
    std::string quote_policy; // A word.
};

Visibility settle_visibility(const Draft& draft, const Preferences& preferences, const accounts::Account& author) {
    const Visibility wanted = draft.visibility.value_or(preferences.visibility);
    return author.is_limited && wanted == Visibility::Public ? Visibility::Unlisted : wanted;
}

std::string settle_language(const Draft& draft, const Preferences& preferences, const base::Config& config) {
    if (draft.language && instance::is_language(*draft.language)) return *draft.language;
    return instance::is_language(preferences.language) ? preferences.language : config.default_language;
}

Post settle(db::Tx& tx, const accounts::Account& author, const Draft& draft, Wording wording) {
    const Preferences preferences = find_preferences(tx, author.id);
    return {.wording = std::move(wording),
            .visibility = settle_visibility(draft, preferences, author),
            .is_sensitive = draft.sensitive.value_or(preferences.is_sensitive) || !draft.spoiler_text.empty(),
            .language = settle_language(draft, preferences, tx.config()),
            .quote_policy = draft.quote_policy.empty() ? preferences.quote_policy : draft.quote_policy};
}

std::vector<AccountId> not_allowed(const Draft& draft, const std::vector<Mention>& mentions) {
    std::vector<AccountId> unexpected;
    if (!draft.allowed_mentions) return unexpected;
    const auto& allowed = *draft.allowed_mentions;
    for (const Mention& mention : mentions) {
        const AccountId account = mention.account.id;
        if (std::find(allowed.begin(), allowed.end(), account) == allowed.end()) unexpected.push_back(account);
    }
    return unexpected;
}

Result<> check_mentions(const Draft& draft, const std::vector<Mention>& mentions) {
    if (not_allowed(draft, mentions).empty()) return {};
    return base::Unexpected(base::Error{.refusal = base::Refusal::Invalid,
                                        .message = "Post would be sent to unexpected accounts",
                                        .code = std::string(kUnexpectedAccounts)});
}

// What it answers, as far as the author sees it.
Result<std::optional<Status>> find_parent(db::Tx& tx, const accounts::Account& author, const Draft& draft) {
    if (!draft.in_reply_to) return std::optional<Status>();
    auto parent = find_visible_original(tx, *draft.in_reply_to, author);
    if (!parent) {
        return base::refuse(base::Refusal::NotFound, "The post you are trying to reply to does not appear to exist.");
    }
    return std::optional<Status>(std::move(*parent));
}

// What it quotes, as far as the author may. What is for followers is quoted for followers at most.
Result<std::optional<Quotable>> find_quoted(db::Tx& tx, const accounts::Account& author, const Draft& draft, Post& post,
                                            const std::vector<Mention>& mentions) {
    if (!draft.quoted) return std::optional<Quotable>();
    Quotable quotable = TRY(find_quotable(tx, *draft.quoted, author));
    const Status& quoted = quotable.status;
    const bool is_narrower = quoted.visibility == Visibility::Private || quoted.visibility == Visibility::Direct;
    if (is_narrower) post.visibility = std::max(post.visibility, Visibility::Private);
    const bool is_told =
        quoted.author == author.id || std::ranges::find(mentions, quoted.author, [](const Mention& one) {
                                          return one.account.id;
                                      }) != mentions.end();
    if (post.visibility == Visibility::Direct && !is_told) {
        return base::invalid("Validation failed: Cannot quote a non-mentioned user in a Private Mention post.");
    }
    return std::optional(std::move(quotable));
}

// Everything that can be refused has been.
struct Prepared {
    Post post;
    std::vector<Mention> mentions;
    std::optional<Status> parent;
    std::vector<media::Attachment> media;
    std::optional<Quotable> quoted;
    std::vector<Hashtag> hashtags;
};

Result<Prepared> prepare(db::Tx& tx, const accounts::Account& author, const Draft& draft,
                         ScheduledStatusId scheduled = {}) {
    auto wording = wording_of(draft.text, draft.spoiler_text, draft.quoted.has_value());
    auto hashtags = find_hashtags(wording.text);
    std::optional<db::Rows> tags;
    if (!hashtags.empty()) tags = ask_tags(tx, hashtags);
    Prepared prepared{.post = settle(tx, author, draft, std::move(wording)),
                      .mentions = {},
                      .parent = {},
                      .media = {},
                      .quoted = {},
                      .hashtags = std::move(hashtags)};
    if (tags) note_tags(prepared.hashtags, std::move(*tags));
    prepared.media = TRY(media::find_attachable(tx, author.id, draft.media, {.status = {}, .scheduled = scheduled}));
    TRY(check_wording(prepared.post.wording, !prepared.media.empty() || draft.quoted));
    if (draft.poll) TRY(check_poll(*draft.poll));
    prepared.mentions = find_mentions(tx, prepared.post.wording.text);
    TRY(check_mentions(draft, prepared.mentions));
    prepared.mentions = without_blocked(tx, author.id, std::move(prepared.mentions));
    prepared.parent = TRY(find_parent(tx, author, draft));
    prepared.quoted = TRY(find_quoted(tx, author, draft, prepared.post, prepared.mentions));
    return prepared;
}

// Whom it quotes: they may read what is said about it, also before they have agreed.
std::vector<AccountId> quoted_reader(const std::optional<Quotable>& quoted, AccountId author) {
    return quoted && quoted->status.author != author ? std::vector{quoted->status.author} : std::vector<AccountId>();
}

NewStatus new_status(db::Tx& tx, const Prepared& prepared, AccountId author, ApplicationId application, StatusId id) {
    const auto& [post, mentions, parent, media, quoted, hashtags] = prepared;
    return {.id = id,
            .visibility = post.visibility,
            .text = post.wording.text,
            .content = render(tx.config(), post.wording.text, mentions, quoted ? url_of(tx, quoted->status.id) : ""),
            .spoiler_text = post.wording.spoiler_text,
            .is_sensitive = post.is_sensitive,
            .language = post.language,
            .parent = parent,
            .mentions = mentions,
            .silent_readers = quoted_reader(quoted, author),
            .hashtags = hashtags,
            .application = application,
            .quote_policy = quote_policy_for(post.quote_policy, post.visibility),
            .created_at = tx.now()};
}

// Whose post is from elsewhere is asked; we know what our people think.
Quote quote_in(db::Tx& tx, const accounts::Account& author, StatusId id, const Status& quoted) {
    const bool is_settled = quoted.is_local || quoted.author == author.id;
    const std::string actor = accounts::local_uri(tx.config(), author.username);
    return {.status = id,
            .author = author.id,
            .quoted = quoted.id,
            .quoted_author = quoted.author,
            .state = is_settled ? QuoteState::Accepted : QuoteState::Pending,
            .quoted_uri = quoted.is_local ? "" : uri_of(tx, quoted.id),
            .request_uri = is_settled ? "" : actor + "/quote_requests/" + to_string(id),
            .approval_uri = ""};
}

StatusId publish(db::Tx& tx, const accounts::Account& author, const Draft& draft, StatusId id,
                 const Prepared& prepared) {
    const NewStatus status = new_status(tx, prepared, author.id, draft.application, id);
    insert_new(tx, author, status);
    if (draft.poll) insert_poll(tx, id, *draft.poll);
    media::attach(tx, id, prepared.media);
    std::optional<Quote> quote;
    if (prepared.quoted) quote = quote_in(tx, author, id, prepared.quoted->status);
    if (quote) insert_quote(tx, *quote);
    std::optional<db::Rows> reach;
    if (author.is_local()) reach = ask_reach_of_new(tx, id);
    announce_new(tx, author, status);
    if (reach) send_new(tx, author.id, id, std::move(*reach));
    if (author.is_local() && quote && quote->state == QuoteState::Pending) send_quote_request(tx, author, *quote);
    if (author.is_local() && !draft.allowed_mentions) {
        look_again_for_mentioned(tx, id, prepared.post.wording.text, prepared.mentions);
    }
    return id;
}

} // namespace

std::vector<AccountId> unexpected_mentions(db::Tx& tx, const Draft& draft) {
    const Wording wording = wording_of(draft.text, draft.spoiler_text, draft.quoted.has_value());
    return not_allowed(draft, find_mentions(tx, wording.text));
}

Result<std::vector<media::Attachment>> check_draft(db::Tx& tx, const accounts::Account& author, const Draft& draft) {
    return TRY(prepare(tx, author, draft)).media;
}

Result<StatusId> post(db::Tx& tx, const accounts::Account& author, const Draft& draft, StatusId id) {
    return publish(tx, author, draft, id, TRY(prepare(tx, author, draft)));
}

Result<StatusId> post_scheduled(db::Tx& tx, const accounts::Account& author, const Draft& draft,
                                ScheduledStatusId scheduled) {
    return publish(tx, author, draft, tx.new_id<StatusId>(), TRY(prepare(tx, author, draft, scheduled)));
}

} // namespace statuses

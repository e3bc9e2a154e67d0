#include "statuses/posting.h"

#include "accounts/accounts.h"
#include "conversations/conversations.h"
#include "instance/languages.h"
#include "notifications/notifications.h"
#include "statuses/hashtags.h"
#include "statuses/mentions.h"
#include "statuses/outgoing.h"
#include "statuses/stats.h"
#include "statuses/visibility.h"
#include "statuses/wording.h"
#include "tags/featured.h"
#include "tags/history.h"
#include "timelines/fan_out.h"

#include <algorithm>

namespace statuses {

namespace {

struct Preferences {
    Visibility visibility = Visibility::Public;
    bool is_sensitive = false;
    std::string language;
};

Preferences find_preferences(db::Tx& tx, AccountId author) {
    auto rows = tx.query(R"(
        select default_visibility, default_sensitive, coalesce(default_language, locale)
        from users where account_id = $1)", {author});
    if (!rows.next()) return {};
    return {.visibility = parse_visibility(rows.text(0)).value_or(Visibility::Public),
            .is_sensitive = rows.boolean(1),
            .language = rows.string(2)};
}

// A draft with nothing left open.
struct Post {
    Wording wording;
    Visibility visibility;
    bool is_sensitive;
    std::string language;
};

Visibility settle_visibility(const Draft& draft, const Preferences& preferences, const accounts::Account& author) {
    const Visibility wanted = draft.visibility.value_or(preferences.visibility);
    return author.is_limited && wanted == Visibility::Public ? Visibility::Unlisted : wanted;
}

std::string settle_language(const Draft& draft, const Preferences& preferences, const base::Config& config) {
    if (draft.language && instance::is_language(*draft.language)) return *draft.language;
    return instance::is_language(preferences.language) ? preferences.language : config.default_language;
}

Post settle(db::Tx& tx, const accounts::Account& author, const Draft& draft) {
    const Preferences preferences = find_preferences(tx, author.id);
    return {.wording = wording_of(draft.text, draft.spoiler_text),
            .visibility = settle_visibility(draft, preferences, author),
            .is_sensitive = draft.sensitive.value_or(preferences.is_sensitive) || !draft.spoiler_text.empty(),
            .language = settle_language(draft, preferences, tx.config())};
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

// Whoever goes on with their own reply still talks to the person they answered.
std::optional<AccountId> account_replied_to(const std::optional<Status>& parent, AccountId author) {
    if (!parent) return std::nullopt;
    if (parent->author == author && parent->in_reply_to_account) return parent->in_reply_to_account;
    return parent->author;
}

struct Thread {
    std::optional<Status> parent;
    std::optional<AccountId> replied_to;
};

void insert_status(db::Tx& tx, StatusId id, const accounts::Account& author, const Post& post,
                   const std::string& content, const Thread& thread, ApplicationId application) {
    const bool answers_others = thread.replied_to && *thread.replied_to != author.id;
    const auto parent_id = thread.parent ? std::optional<StatusId>(thread.parent->id) : std::nullopt;
    tx.exec(R"(
        insert into statuses (id, account_id, is_local, visibility, text, content, spoiler_text, is_sensitive, language,
                              in_reply_to_id, in_reply_to_account_id, conversation_id, application_id,
                              is_timeline_public, created_at)
        values ($1, $2, $15, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14))", {id, author.id, static_cast<int>(post.visibility), post.wording.text, content,
                       post.wording.spoiler_text, post.is_sensitive, post.language, parent_id, thread.replied_to,
                       thread.parent ? thread.parent->conversation : id,
                       application ? std::optional<ApplicationId>(application) : std::nullopt,
                       post.visibility == Visibility::Public && !answers_others, tx.now(), author.is_local()});
}

void add_hashtags(db::Tx& tx, const accounts::Account& author, StatusId id, const Post& post) {
    const auto hashtags = find_hashtags(post.wording.text);
    if (hashtags.empty()) return;
    tag_status(tx, id, hashtags);
    tags::count_featured(tx, id);
    if (post.visibility == Visibility::Public && !author.is_limited) tags::count_uses(tx, id, author.id);
}

void count(db::Tx& tx, AccountId author, const Post& post, const std::optional<Status>& parent) {
    if (post.visibility == Visibility::Direct) return;
    accounts::count_statuses(tx, author, +1, tx.now());
    if (parent && post.visibility != Visibility::Private) count_replies(tx, parent->id, +1);
}

// Followers who rang the bell hear of what is for everybody or for followers; of answers to others they do not.
void notify_followers(db::Tx& tx, AccountId author, StatusId id, const Post& post, const Thread& thread) {
    if (post.visibility == Visibility::Direct || (thread.replied_to && *thread.replied_to != author)) return;
    const auto followers = tx.query_ids<AccountId>(
        "select account_id from follows where target_account_id = $1 and notifies order by id limit 10000", {author});
    for (const AccountId follower : followers) {
        notifications::notify(tx, {.to = follower, .kind = notifications::Kind::Status, .from = author, .status = id});
    }
}

Status direct_status(StatusId id, AccountId author, const Thread& thread) {
    Status status;
    status.id = id;
    status.author = author;
    status.visibility = Visibility::Direct;
    status.conversation = thread.parent ? thread.parent->conversation : id;
    return status;
}

// Everything that can be refused has been.
struct Prepared {
    Post post;
    std::vector<Mention> mentions;
    Thread thread;
    std::vector<media::Attachment> media;
};

Result<Prepared> prepare(db::Tx& tx, const accounts::Account& author, const Draft& draft,
                         ScheduledStatusId scheduled = {}) {
    Prepared prepared{.post = settle(tx, author, draft), .mentions = {}, .thread = {}, .media = {}};
    prepared.media = TRY(media::find_attachable(tx, author.id, draft.media, {.status = {}, .scheduled = scheduled}));
    TRY(check_wording(prepared.post.wording, !prepared.media.empty()));
    if (draft.poll) TRY(check_poll(*draft.poll));
    prepared.mentions = find_mentions(tx, prepared.post.wording.text);
    TRY(check_mentions(draft, prepared.mentions));
    prepared.mentions = without_blocked(tx, author.id, std::move(prepared.mentions));
    prepared.thread.parent = TRY(find_parent(tx, author, draft));
    prepared.thread.replied_to = account_replied_to(prepared.thread.parent, author.id);
    return prepared;
}

StatusId publish(db::Tx& tx, const accounts::Account& author, const Draft& draft, StatusId id,
                 const Prepared& prepared) {
    const auto& [post, mentions, thread, media] = prepared;
    insert_status(tx, id, author, post, render(tx.config(), post.wording.text, mentions), thread, draft.application);
    if (draft.poll) insert_poll(tx, id, *draft.poll);
    media::attach(tx, id, media);
    insert_mentions(tx, id, mentions);
    add_hashtags(tx, author, id, post);
    count(tx, author.id, post, thread.parent);
    notify_mentioned(tx, author.id, id, mentions);
    notify_followers(tx, author.id, id, post, thread);
    timelines::fan_out(tx, id);
    if (post.visibility == Visibility::Direct) {
        conversations::add_status(tx, direct_status(id, author.id, thread), accounts_in(mentions));
    }
    if (author.is_local()) send_new(tx, author.id, id);
    return id;
}

} // namespace

std::vector<AccountId> unexpected_mentions(db::Tx& tx, const Draft& draft) {
    return not_allowed(draft, find_mentions(tx, wording_of(draft.text, draft.spoiler_text).text));
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

#include "statuses/posting.h"

#include "accounts/accounts.h"
#include "conversations/conversations.h"
#include "instance/languages.h"
#include "notifications/notifications.h"
#include "statuses/hashtags.h"
#include "statuses/mentions.h"
#include "statuses/stats.h"
#include "statuses/visibility.h"
#include "statuses/wording.h"
#include "tags/featured.h"
#include "tags/history.h"
#include "timelines/fan_out.h"

#include <algorithm>

namespace statuses {

namespace {

constexpr std::chrono::hours kIdempotencyWindow{1};

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

Result<> check_mentions(const Draft& draft, const std::vector<Mention>& mentions) {
    if (!draft.allowed_mentions) return {};
    for (const Mention& mention : mentions) {
        const auto& allowed = *draft.allowed_mentions;
        if (std::find(allowed.begin(), allowed.end(), mention.account.id) == allowed.end()) {
            return base::invalid("Post would be sent to unexpected accounts: " + mention.account.acct());
        }
    }
    return {};
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

StatusId status_of_key(db::Tx& tx, AccountId author, const std::string& key) {
    return StatusId{
        *tx.query_integer("select status_id from idempotency_keys where account_id = $1 and key = $2", {author, key})};
}

// Whether this is now the one who posts in the place of `gone`, which was deleted.
bool take_over_key(db::Tx& tx, AccountId author, const std::string& key, StatusId gone, StatusId id) {
    if (tx.query_integer("select 1 from statuses where id = $1", {gone})) return false;
    return tx.exec(R"(
        update idempotency_keys set status_id = $4, created_at = $5
        where account_id = $1 and key = $2 and status_id = $3)", {author, key, gone, id, tx.now()}) == 1;
}

// False when this key has posted already; `id` is that post then. Who comes second waits in the insert until the first
// is done, and only a statement after it sees the first one's post.
bool claim_idempotency_key(db::Tx& tx, AccountId author, const std::string& key, StatusId& id) {
    const auto claimed = tx.exec(R"(
        insert into idempotency_keys (account_id, key, status_id, created_at) values ($1, $2, $3, $4)
        on conflict (account_id, key) do update set status_id = excluded.status_id, created_at = excluded.created_at
        where idempotency_keys.created_at < $5)", {author, key, id, tx.now(), tx.now() - kIdempotencyWindow});
    if (claimed == 1 || take_over_key(tx, author, key, status_of_key(tx, author, key), id)) return true;
    id = status_of_key(tx, author, key);
    return false;
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

} // namespace

Result<StatusId> post(db::Tx& tx, const accounts::Account& author, const Draft& draft) {
    const Post post = settle(tx, author, draft);
    TRY(check_wording(post.wording));
    if (draft.poll) TRY(check_poll(*draft.poll));
    auto id = tx.new_id<StatusId>();
    if (!draft.idempotency_key.empty() && !claim_idempotency_key(tx, author.id, draft.idempotency_key, id)) return id;

    auto mentions = find_mentions(tx, post.wording.text);
    TRY(check_mentions(draft, mentions));
    mentions = without_blocked(tx, author.id, std::move(mentions));
    Thread thread{.parent = TRY(find_parent(tx, author, draft)), .replied_to = {}};
    thread.replied_to = account_replied_to(thread.parent, author.id);

    insert_status(tx, id, author, post, render(tx.config(), post.wording.text, mentions), thread, draft.application);
    if (draft.poll) insert_poll(tx, id, *draft.poll);
    insert_mentions(tx, id, mentions);
    add_hashtags(tx, author, id, post);
    count(tx, author.id, post, thread.parent);
    notify_mentioned(tx, author.id, id, mentions);
    notify_followers(tx, author.id, id, post, thread);
    timelines::fan_out(tx, id);
    if (post.visibility == Visibility::Direct) {
        conversations::add_status(tx, direct_status(id, author.id, thread), accounts_in(mentions));
    }
    return id;
}

} // namespace statuses

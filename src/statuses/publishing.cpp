#include "statuses/publishing.h"

#include "accounts/accounts.h"
#include "cards/cards.h"
#include "conversations/conversations.h"
#include "notifications/notifications.h"
#include "statuses/stats.h"
#include "tags/featured.h"
#include "tags/history.h"
#include "timelines/fan_out.h"

namespace statuses {

namespace {

bool answers_others(const NewStatus& status, AccountId author) {
    const auto replied_to = account_replied_to(status.parent, author);
    return status.answers_unknown || (replied_to && *replied_to != author);
}

StatusId conversation_of(const NewStatus& status) { return status.parent ? status.parent->conversation : status.id; }

template <typename T>
std::optional<T> unless_empty(const T& value) {
    return value == T() ? std::nullopt : std::optional<T>(value);
}

void insert_status(db::Tx& tx, const accounts::Account& author, const NewStatus& status) {
    const auto parent_id = status.parent ? std::optional<StatusId>(status.parent->id) : std::nullopt;
    tx.exec(R"(
        insert into statuses (id, account_id, is_local, visibility, text, content, spoiler_text, is_sensitive, language,
                              in_reply_to_id, in_reply_to_account_id, conversation_id, application_id,
                              is_timeline_public, created_at, uri, url, quote_policy)
        values ($1, $2, $15, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $16, $17, $18))",
            {status.id, author.id, static_cast<int>(status.visibility), status.text, status.content,
             status.spoiler_text, status.is_sensitive, unless_empty(status.language), parent_id,
             account_replied_to(status.parent, author.id), conversation_of(status), unless_empty(status.application),
             status.visibility == Visibility::Public && !answers_others(status, author.id), status.created_at,
             author.is_local(), unless_empty(status.uri), unless_empty(status.url), status.quote_policy.bits()});
}

void insert_silent_readers(db::Tx& tx, const NewStatus& status) {
    for (const AccountId reader : status.silent_readers) {
        tx.exec(R"(
            insert into mentions (status_id, account_id, is_silent) values ($1, $2, true)
            on conflict (status_id, account_id) do nothing)", {status.id, reader});
    }
}

void add_hashtags(db::Tx& tx, const accounts::Account& author, const NewStatus& status) {
    if (status.hashtags.empty()) return;
    tag_status(tx, status.id, status.hashtags);
    tags::count_featured(tx, status.id);
    if (status.visibility == Visibility::Public && !author.is_limited) {
        tx.at_end([id = status.id, author = author.id](db::Tx& end) { tags::count_uses(end, id, author); });
    }
}

void count(db::Tx& tx, AccountId author, const NewStatus& status) {
    if (status.visibility == Visibility::Direct) return;
    if (!status.is_counted) accounts::count_statuses(tx, author, +1, status.created_at);
    if (status.parent && status.visibility != Visibility::Private) count_replies(tx, status.parent->id, +1);
}

// Followers who rang the bell hear of what is for everybody or for followers; of answers to others they do not.
bool rings(const NewStatus& status, AccountId author) {
    return status.may_ring && status.visibility != Visibility::Direct && !answers_others(status, author);
}

db::Rows ask_who_rang(db::Tx& tx, AccountId author) {
    return tx.query_ahead(
        "select account_id from follows where target_account_id = $1 and notifies order by id limit 10000", {author});
}

void notify_followers(db::Tx& tx, AccountId author, StatusId status, db::Rows who_rang) {
    std::vector<AccountId> followers;
    while (who_rang.next()) followers.push_back(who_rang.id<AccountId>(0));
    for (const AccountId follower : followers) {
        notifications::notify(tx,
                              {.to = follower, .kind = notifications::Kind::Status, .from = author, .status = status});
    }
}

Status as_status(const accounts::Account& author, const NewStatus& status) {
    Status posted;
    posted.id = status.id;
    posted.author = author.id;
    posted.is_local = author.is_local();
    posted.visibility = status.visibility;
    posted.in_reply_to_account = account_replied_to(status.parent, author.id);
    posted.conversation = conversation_of(status);
    return posted;
}

} // namespace

std::optional<AccountId> account_replied_to(const std::optional<Status>& parent, AccountId author) {
    if (!parent) return std::nullopt;
    if (parent->author == author && parent->in_reply_to_account) return parent->in_reply_to_account;
    return parent->author;
}

void insert_new(db::Tx& tx, const accounts::Account& author, const NewStatus& status) {
    insert_status(tx, author, status);
    insert_mentions(tx, status.id, status.mentions);
    insert_silent_readers(tx, status);
    add_hashtags(tx, author, status);
    count(tx, author.id, status);
}

void announce_new(db::Tx& tx, const accounts::Account& author, const NewStatus& status) {
    notify_mentioned(tx, author.id, status.id, status.mentions);
    std::optional<db::Rows> who_rang;
    if (rings(status, author.id)) who_rang = ask_who_rang(tx, author.id);
    cards::note_link(tx, status.id, status.content, author.is_local() ? cards::Haste::AtOnce : cards::Haste::Spread);
    const Status posted = as_status(author, status);
    timelines::fan_out(tx, {.status = posted, .is_limited = author.is_limited, .hashtags = names_of(status.hashtags)});
    if (who_rang) notify_followers(tx, author.id, status.id, std::move(*who_rang));
    if (status.visibility == Visibility::Direct) {
        conversations::add_status(tx, posted, accounts_in(status.mentions));
    }
}

} // namespace statuses

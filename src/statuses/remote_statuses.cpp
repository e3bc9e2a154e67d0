#include "statuses/remote_statuses.h"

#include "accounts/remote_accounts.h"
#include "federation/reading.h"
#include "jobs/jobs.h"
#include "relationships/follows.h"
#include "statuses/awaited_parents.h"
#include "statuses/history.h"
#include "statuses/lookup.h"
#include "statuses/publishing.h"
#include "statuses/quotes.h"
#include "statuses/remote_quotes.h"
#include "statuses/revising.h"
#include "statuses/stats.h"

#include <algorithm>

namespace statuses {

namespace {

using accounts::Account;
using relationships::has_followers_here;

constexpr std::chrono::hours kNewsForReaders{6};
constexpr std::chrono::days kNewsWhenDelivered{8};

// Accounts by their ids of ActivityPub, ours by their names; up to 200 of each.
constexpr std::size_t kMaxNamed = 200;
struct Found {
    Account account;
    std::string uri, url;
};
std::vector<Found> find_accounts(db::Tx& tx, const std::vector<std::string>& uris) {
    std::vector<std::string> names, others;
    for (const auto& uri : uris) {
        if (const auto name = accounts::local_username(tx.config(), uri)) {
            if (names.size() < kMaxNamed) names.push_back(*name);
        } else if (others.size() < kMaxNamed) {
            others.push_back(uri);
        }
    }
    std::vector<Found> found;
    if (!names.empty()) {
        for (auto& [account, url] : accounts::find_mentionable(tx, names)) {
            std::string uri = accounts::local_uri(tx.config(), account.username);
            found.push_back({.account = std::move(account), .uri = std::move(uri), .url = std::move(url)});
        }
    }
    if (others.empty()) return found;
    auto rows = tx.query(R"(
        select a.id, a.username, a.domain, a.uri, coalesce(a.url, a.uri)
        from texts($1) l join accounts a on a.uri = l.value
        where a.suspended_at is null)", {others});
    while (rows.next()) {
        Account account;
        account.id = rows.id<AccountId>(0);
        account.username = rows.string(1);
        account.domain = rows.string(2);
        found.push_back({.account = std::move(account), .uri = rows.string(3), .url = rows.string(4)});
    }
    return found;
}

std::vector<Mention> mentions_of(db::Tx& tx, const Note& note) {
    std::vector<Mention> mentions;
    for (auto& found : find_accounts(tx, note.mentioned)) {
        const bool is_known = std::ranges::any_of(
            mentions, [&](const Mention& mention) { return mention.account.id == found.account.id; });
        if (!is_known) mentions.push_back({.account = std::move(found.account), .url = std::move(found.url)});
    }
    return mentions;
}

// Those whom it is addressed to without naming them, and to whose inbox it came.
std::vector<AccountId> silent_readers(db::Tx& tx, const Note& note, const Arrival& arrival, AccountId author,
                                      const std::string& followers) {
    auto addressed = note.to;
    addressed.insert(addressed.end(), note.cc.begin(), note.cc.end());
    std::erase_if(addressed, [&](const auto& id) { return federation::is_public(id) || id == followers; });
    auto readers = known_accounts(tx, addressed);
    if (arrival.inbox_account) readers.push_back(*arrival.inbox_account);
    std::erase(readers, author);
    return readers;
}

// What there is to know before a post is kept.
struct Known {
    std::string followers; // The collection of its author's.
    StatusId kept;         // 0: it is not here.
    AccountId kept_author;
    bool is_buried = false;
    bool is_awaited = false;  // Answers to it came before it.
    bool is_followed = false; // Its author has followers here.
    bool may_ring = false;    // And some of them want to be told.
};

Known look_up(db::Tx& tx, AccountId author, const std::string& uri) {
    auto rows = tx.query(R"(
        select r.followers_url, s.id, s.account_id, exists (select 1 from tombstones t
                       where t.uri = $2
                         and t.buried_by in ('', (select a.uri from accounts a where a.id = $1))),
               exists (select 1 from awaited_parents p where p.parent_uri = $2),
               exists (select 1 from follows f where f.target_account_id = $1),
               exists (select 1 from follows f where f.target_account_id = $1 and f.notifies)
        from (select 1 as one) one
        left join remote_actors r on r.account_id = $1
        left join statuses s on s.uri = $2)", {author, uri});
    rows.next();
    return {.followers = rows.string(0),
            .kept = rows.id<StatusId>(1),
            .kept_author = rows.id<AccountId>(2),
            .is_buried = rows.boolean(3),
            .is_awaited = rows.boolean(4),
            .is_followed = rows.boolean(5),
            .may_ring = rows.boolean(6)};
}

void let_read(db::Tx& tx, StatusId id, AccountId reader) { tx.exec(R"(
        insert into mentions (status_id, account_id, is_silent) values ($1, $2, true)
        on conflict (status_id, account_id) do nothing)", {id, reader}); }

bool is_news(db::Tx& tx, const Arrival& arrival, const NewStatus& status) {
    const base::Time::duration age = tx.now() - status.created_at;
    return arrival.is_live && (arrival.is_delivered ? age < kNewsWhenDelivered : age < kNewsForReaders);
}

// Ids grow with the time at which posts were written, which nobody writes in the future.
base::Time written_at(db::Tx& tx, const Note& note) {
    if (note.published == base::Time{} || note.published > tx.now()) return tx.now();
    return note.published;
}

void keep_counts(db::Tx& tx, StatusId id, const Note& note) {
    if (!note.favourites && !note.reblogs) return;
    tx.exec(R"(
        insert into status_stats (status_id, favourites_count, reblogs_count)
        values ($1, coalesce(cast($2 as bigint), 0), coalesce(cast($3 as bigint), 0))
        on conflict (status_id) do update
        set favourites_count = coalesce(cast($2 as bigint), status_stats.favourites_count),
            reblogs_count = coalesce(cast($3 as bigint), status_stats.reblogs_count))", {id, note.favourites, note.reblogs});
}

// What an author answers to himself comes to those who follow him, but not what he answered before they did.
void fetch_answers(db::Tx& tx, const Note& note, int depth) {
    constexpr int kMaxDepth = 50; // Less than upwards: each of them may name several.
    if (depth >= kMaxDepth) return;
    for (const auto& uri : note.answers) {
        if (!find_by_uri(tx, uri)) fetch_later(tx, uri, depth);
    }
}

NewStatus new_status(db::Tx& tx, const Account& author, const Note& note, const Arrival& arrival, const Known& known) {
    NewStatus status;
    status.created_at = written_at(tx, note);
    status.id = StatusId{tx.context().ids.next(status.created_at)};
    status.visibility = visibility_of(note, known.followers);
    status.content = note.content;
    status.spoiler_text = note.spoiler_text;
    status.is_sensitive = note.is_sensitive;
    status.language = note.language;
    status.uri = note.uri;
    status.url = note.url;
    if (!note.parent.empty()) {
        if (const auto parent = find_by_uri(tx, note.parent)) status.parent = find_status(tx, *parent);
        status.answers_unknown = !status.parent;
    }
    status.mentions = mentions_of(tx, note);
    status.silent_readers = silent_readers(tx, note, arrival, author.id, known.followers);
    status.hashtags = note.hashtags;
    status.is_counted = !arrival.is_live;
    status.may_ring = known.may_ring;
    status.quote_policy = quote_policy_of(tx, author, note);
    return status;
}

// What an update may change of what people read.
struct Shown {
    StatusId id;
    AccountId author;
    Visibility visibility = Visibility::Public;
    StatusId conversation;
    PollId poll;
    std::string content, spoiler_text;
    bool is_sensitive = false;
    base::Time said_at{};
    std::string language;
    bool was_edited = false;
};
std::optional<Shown> find_and_hold(db::Tx& tx, const std::string& uri) {
    auto rows = tx.query(R"(
        select id, account_id, visibility, conversation_id, poll_id, content, spoiler_text, is_sensitive,
               coalesce(edited_at, created_at), language, edited_at is not null
        from statuses where uri = $1 and not is_local and reblog_of_id is null /*for_update*/)", {uri});
    if (!rows.next()) return std::nullopt;
    return Shown{.id = rows.id<StatusId>(0),
                 .author = rows.id<AccountId>(1),
                 .visibility = static_cast<Visibility>(rows.small(2)),
                 .conversation = rows.id<StatusId>(3),
                 .poll = rows.id<PollId>(4),
                 .content = rows.string(5),
                 .spoiler_text = rows.string(6),
                 .is_sensitive = rows.boolean(7),
                 .said_at = rows.time(8),
                 .language = rows.string(9),
                 .was_edited = rows.boolean(10)};
}

Status as_status(const Shown& shown) {
    Status status;
    status.id = shown.id;
    status.author = shown.author;
    status.is_local = false;
    status.visibility = shown.visibility;
    status.conversation = shown.conversation;
    return status;
}

// Whether others are mentioned or tagged, or the language is another.
bool differs_in_what_it_names(db::Tx& tx, const Shown& shown, const Revision& revision) {
    if (revision.language != shown.language) return true;
    auto tags_before = hashtags_of(tx, shown.id), tags_now = names_of(revision.hashtags);
    std::ranges::sort(tags_before);
    std::ranges::sort(tags_now);
    if (tags_before != tags_now) return true;
    const auto mentioned_before =
        tx.query_ids<AccountId>("select account_id from mentions where status_id = $1 and not is_silent", {shown.id});
    const auto mentioned_now = accounts_in(revision.mentions);
    return !std::ranges::is_permutation(mentioned_before, mentioned_now);
}

// Counts of a poll are no edit; another question is.
void take_edit(db::Tx& tx, const Shown& shown, const Note& note) {
    const Version former = version_now(tx, shown.id);
    const bool changes_poll = keep_poll(tx, shown.id, shown.poll, note.poll);
    const bool changes_media = keep_attachments(tx, shown.author, shown.id, note.attachments);
    const bool changes_words = note.content != shown.content || note.spoiler_text != shown.spoiler_text
                               || note.is_sensitive != shown.is_sensitive;
    const Revision revision{.content = note.content,
                            .spoiler_text = note.spoiler_text,
                            .is_sensitive = note.is_sensitive,
                            .language = note.language,
                            .mentions = mentions_of(tx, note),
                            .hashtags = note.hashtags,
                            .edited_at = std::min(*note.updated, tx.now())};
    if (changes_poll || changes_media || changes_words) {
        revise(tx, as_status(shown), former, revision);
    } else if (differs_in_what_it_names(tx, shown, revision)) {
        amend(tx, as_status(shown), revision);
    }
}

void keep_quote_policy(db::Tx& tx, const Account& author, StatusId id, const Note& note) {
    tx.exec("update statuses set quote_policy = $2 where id = $1 and quote_policy <> $2",
            {id, quote_policy_of(tx, author, note).bits()});
}

// Whether it names or answers one of ours, or answers somebody who has followers here.
bool concerns_readers(db::Tx& tx, const Note& note) {
    auto addressed = note.mentioned;
    addressed.insert(addressed.end(), note.to.begin(), note.to.end());
    addressed.insert(addressed.end(), note.cc.begin(), note.cc.end());
    for (const auto& found : find_accounts(tx, addressed)) {
        if (found.account.is_local()) return true;
    }
    if (note.parent.empty()) return false;
    const auto parent = find_by_uri(tx, note.parent);
    const auto answered = parent ? find_status(tx, *parent) : std::nullopt;
    return answered && (answered->is_local || has_followers_here(tx, answered->author));
}

} // namespace

std::vector<AccountId> known_accounts(db::Tx& tx, const std::vector<std::string>& uris) {
    std::vector<AccountId> ids;
    for (const auto& found : find_accounts(tx, uris)) ids.push_back(found.account.id);
    return ids;
}

std::vector<std::string> unknown_accounts(db::Tx& tx, const std::vector<std::string>& uris) {
    const auto found = find_accounts(tx, uris);
    std::vector<std::string> unknown;
    for (const auto& uri : uris) {
        const bool is_known = std::ranges::find(found, uri, &Found::uri) != found.end();
        if (!is_known && !accounts::local_username(tx.config(), uri)) unknown.push_back(uri);
    }
    return unknown;
}

Result<StatusId> create_remote(db::Tx& tx, const Account& author, const Note& note, const Arrival& arrival) {
    const Known known = look_up(tx, author.id, note.uri);
    if (arrival.must_concern_us && !known.is_followed && !concerns_readers(tx, note)) return base::not_found();
    if (known.is_buried) return base::refuse(base::Refusal::Gone, "the post was deleted");
    if (known.kept) {
        if (known.kept_author != author.id) return base::forbidden("the post is somebody else's");
        if (arrival.inbox_account) let_read(tx, known.kept, *arrival.inbox_account);
        return known.kept;
    }

    const NewStatus status = new_status(tx, author, note, arrival, known);
    insert_new(tx, author, status);
    keep_poll(tx, status.id, PollId{}, note.poll);
    add_attachments(tx, author.id, status.id, note.attachments);
    keep_counts(tx, status.id, note);
    keep_quote(tx, author, status.id, note);
    if (status.answers_unknown) await_parent(tx, status.id, note.parent, arrival.depth);
    if (known.is_awaited) adopt_children(tx, status.id, note.uri);
    fetch_answers(tx, note, arrival.depth);
    if (is_news(tx, arrival, status)) announce_new(tx, author, status);
    return status.id;
}

Result<> update_remote(db::Tx& tx, const Account& author, const Note& note) {
    const auto shown = find_and_hold(tx, note.uri);
    if (!shown) return base::not_found();
    if (shown->author != author.id) return base::forbidden("the post is somebody else's");
    const base::Time said_at = note.updated.value_or(base::Time{});
    if (said_at > shown->said_at) {
        take_edit(tx, *shown, note);
    } else if (note.poll && shown->poll) {
        keep_poll_counts(tx, shown->poll, *note.poll);
    }
    if (shown->was_edited && said_at < shown->said_at) return {}; // What came late says nothing of what it is now.
    keep_counts(tx, shown->id, note);
    keep_quote_policy(tx, author, shown->id, note);
    refresh_quote(tx, author, shown->id, note);
    return {};
}

bool concerns_us(db::Tx& tx, const Account& author, const Note& note) {
    return has_followers_here(tx, author.id) || concerns_readers(tx, note);
}

} // namespace statuses

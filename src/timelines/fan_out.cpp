#include "timelines/fan_out.h"

#include "base/feed_store.h"
#include "filters/matcher.h"
#include "media/attachments.h"
#include "statuses/hashtags.h"
#include "statuses/status_json.h"
#include "timelines/readers.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace timelines {

using statuses::Status;
using statuses::StatusEntities;
using statuses::StatusRow;
using statuses::Visibility;

namespace {

std::string channel_of(const base::FeedKey& feed) {
    return feed.list ? "timeline:list:" + to_string(feed.list) : "timeline:" + to_string(feed.owner);
}

// Everybody who may have to be told: those with a feed in memory and those with an open stream.
std::vector<AccountId> present_accounts(db::Tx& tx) {
    auto present = tx.context().feeds.owners();
    const auto listening = tx.context().events.listening_accounts();
    present.insert(present.end(), listening.begin(), listening.end());
    std::sort(present.begin(), present.end());
    present.erase(std::unique(present.begin(), present.end()), present.end());
    return present;
}

std::vector<AccountId> owners_of(std::span<const base::FeedKey> feeds) {
    std::vector<AccountId> owners;
    for (const base::FeedKey& feed : feeds) owners.push_back(feed.owner);
    return owners;
}

std::shared_ptr<const std::string> render(const StatusEntities& entities, StatusId id) {
    auto payload = std::make_shared<std::string>();
    json::Writer out(*payload);
    entities.write(out, id);
    return payload;
}

accounts::Account viewer_with(AccountId id) {
    accounts::Account viewer;
    viewer.id = id;
    return viewer;
}

template <typename T>
void add_distinct(std::vector<T>& all, std::span<const T> more) {
    all.insert(all.end(), more.begin(), more.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
}

// Those whose copy of a status says more than others': that they wrote it, favourited it, voted in it, muted its
// conversation, or that it may meet a filter of theirs. In order.
std::vector<AccountId> readers_with_own_copy(db::Tx& tx, StatusId id, std::span<const AccountId> readers) {
    auto own = tx.query_ids<AccountId>(R"(
        select account_id from statuses where id = $1
        union select account_id from favourites where status_id = $1 and account_id in (select value from ids($2))
        union select account_id from bookmarks where status_id = $1 and account_id in (select value from ids($2))
        union select account_id from statuses where reblog_of_id = $1 and account_id in (select value from ids($2))
        union select v.account_id from polls p join poll_votes v on v.poll_id = p.id
              where p.status_id = $1 and v.account_id in (select value from ids($2))
        union select m.account_id from statuses s
              join conversation_mutes m on m.conversation_id = s.conversation_id
              where s.id = $1 and m.account_id in (select value from ids($2))
        order by account_id)", {id, readers});
    add_distinct<AccountId>(own, filters::filtering_accounts(tx, readers));
    return own;
}

// A new original looks the same to most of its readers. A boost's original may be somebody's favourite, so each
// listener gets their own.
void publish_to_feeds(db::Tx& tx, const Status& status, std::span<const base::FeedKey> feeds) {
    std::vector<base::FeedKey> heard;
    std::copy_if(feeds.begin(), feeds.end(), std::back_inserter(heard),
                 [&](const base::FeedKey& feed) { return tx.context().events.has_listeners(channel_of(feed)); });
    if (heard.empty()) return;
    const auto with_own_copy =
        status.reblog_of ? std::vector<AccountId>() : readers_with_own_copy(tx, status.id, owners_of(heard));

    std::shared_ptr<const std::string> shared;
    for (const base::FeedKey& feed : heard) {
        const bool is_own =
            status.reblog_of || std::binary_search(with_own_copy.begin(), with_own_copy.end(), feed.owner);
        auto payload = is_own ? nullptr : shared;
        if (!payload) {
            payload = render(StatusEntities(tx, std::span(&status.id, 1), viewer_with(feed.owner)), status.id);
            if (!is_own) shared = payload;
        }
        tx.publish({.channel = channel_of(feed), .event = "update", .payload = payload});
    }
}

// The channels that anybody may listen to and that carry this status.
std::vector<std::string> public_channels(db::Tx& tx, const Status& status, bool is_timeline_public,
                                         std::span<const std::string> hashtags) {
    std::vector<std::string> channels;
    if (status.visibility != Visibility::Public || status.reblog_of) return channels;
    if (is_timeline_public) {
        channels.emplace_back("timeline:public");
        channels.emplace_back(status.is_local ? "timeline:public:local" : "timeline:public:remote");
    }
    for (const std::string& name : hashtags) {
        channels.push_back("timeline:hashtag:" + name);
        if (status.is_local) channels.push_back("timeline:hashtag:" + name + ":local");
    }
    const auto is_unheard = [&](const std::string& channel) { return !tx.context().events.has_listeners(channel); };
    std::vector<std::string> for_media;
    if (is_timeline_public) {
        for (const std::string& channel : channels) {
            if (channel.starts_with("timeline:public")) for_media.push_back(channel + ":media");
        }
    }
    std::erase_if(for_media, is_unheard);
    if (!for_media.empty() && media::has_any(tx, status.id)) {
        channels.insert(channels.end(), for_media.begin(), for_media.end());
    }
    std::erase_if(channels, is_unheard);
    return channels;
}

bool is_for_public_timelines(const Status& status) {
    return !status.in_reply_to_account || *status.in_reply_to_account == status.author;
}

db::Rows ask_whom_it_mentions(db::Tx& tx, StatusId id) {
    return tx.query_ahead("select account_id from mentions where status_id = $1 and not is_silent order by account_id",
                          {id});
}

std::vector<AccountId> accounts_in(db::Rows rows) {
    std::vector<AccountId> accounts;
    while (rows.next()) accounts.push_back(rows.id<AccountId>(0));
    return accounts;
}

std::vector<AccountId> mentioned_by(db::Tx& tx, StatusId id) { return accounts_in(ask_whom_it_mentions(tx, id)); }

std::vector<std::string> channels_of_listeners(db::Tx& tx, std::span<const AccountId> accounts) {
    std::vector<std::string> channels;
    for (const AccountId account : accounts) {
        auto channel = channel_of(account);
        if (tx.context().events.has_listeners(channel)) channels.push_back(std::move(channel));
    }
    return channels;
}

void publish_to_public(db::Tx& tx, const Status& status, std::string_view event,
                       std::span<const std::string> hashtags) {
    const auto channels = public_channels(tx, status, is_for_public_timelines(status), hashtags);
    if (channels.empty()) return;
    const StatusEntities entities(tx, std::span(&status.id, 1), accounts::anonymous());
    const auto payload = render(entities, status.id);
    const StatusRow& row = *entities.row(status.id);
    const auto mentioned = mentioned_by(tx, status.id);
    for (const std::string& channel : channels) {
        tx.publish({.channel = channel,
                    .event = std::string(event),
                    .payload = payload,
                    .author = row.author,
                    .mentioned = mentioned,
                    .author_domain = row.author_domain,
                    .language = row.language});
    }
}

// Each is in the homes of those who follow who boosted.
std::vector<Status> boosts_of(db::Tx& tx, const Status& status) {
    std::vector<Status> all;
    auto rows = tx.query("select id, account_id from statuses where reblog_of_id = $1", {status.id});
    while (rows.next()) {
        Status boost = status;
        boost.id = rows.id<StatusId>(0);
        boost.author = rows.id<AccountId>(1);
        boost.reblog_of = status.id;
        all.push_back(boost);
    }
    return all;
}

std::optional<News> find_edited(db::Tx& tx, StatusId id) {
    auto rows = tx.query(R"(
        select s.account_id, s.is_local, s.visibility, s.in_reply_to_account_id, s.reblog_of_id,
               a.silenced_at is not null, exists (select 1 from statuses_tags t where t.status_id = s.id)
        from statuses s join accounts a on a.id = s.account_id where s.id = $1)", {id});
    if (!rows.next()) return std::nullopt;
    Status status;
    status.id = id;
    status.author = rows.id<AccountId>(0);
    status.is_local = rows.boolean(1);
    status.visibility = static_cast<Visibility>(rows.small(2));
    if (!rows.is_null(3)) status.in_reply_to_account = rows.id<AccountId>(3);
    if (!rows.is_null(4)) status.reblog_of = rows.id<StatusId>(4);
    return News{.status = status,
                .is_limited = rows.boolean(5),
                .hashtags = rows.boolean(6) ? statuses::hashtags_of(tx, id) : std::vector<std::string>()};
}

struct Hearer {
    std::string channel;
    AccountId account;
    bool is_in_feed; // Sees it for certain.
};

// Those who read it at home or in a list, and those whom it mentions; as far as they are listening.
std::vector<Hearer> hearers_of_edit(db::Tx& tx, StatusId id) {
    const auto listening = tx.context().events.listening_accounts();
    auto feeds = readers_of(tx, id, listening);
    add_distinct<base::FeedKey>(feeds, readers_of_boosts(tx, id, listening));

    std::vector<Hearer> hearers;
    for (const base::FeedKey& feed : feeds) hearers.push_back({channel_of(feed), feed.owner, true});
    for (const AccountId reader : mentioned_by(tx, id)) {
        hearers.push_back({channel_of(reader) + ":notifications", reader, false});
    }
    std::erase_if(hearers, [&](const Hearer& hearer) { return !tx.context().events.has_listeners(hearer.channel); });
    return hearers;
}

void publish_edit(db::Tx& tx, StatusId id) {
    const auto hearers = hearers_of_edit(tx, id);
    std::vector<AccountId> accounts;
    for (const Hearer& hearer : hearers) accounts.push_back(hearer.account);
    const auto with_own_copy = readers_with_own_copy(tx, id, accounts);

    std::shared_ptr<const std::string> shared;
    for (const Hearer& hearer : hearers) {
        const bool is_own =
            !hearer.is_in_feed || std::binary_search(with_own_copy.begin(), with_own_copy.end(), hearer.account);
        auto payload = is_own ? nullptr : shared;
        if (!payload) {
            const StatusEntities entities(tx, std::span(&id, 1), viewer_with(hearer.account));
            if (!entities.shows(id)) continue;
            payload = render(entities, id);
            if (!is_own) shared = payload;
        }
        tx.publish({.channel = hearer.channel, .event = "status.update", .payload = payload});
    }
}

// Those who are reading and want nothing of somebody whom it mentions, or mentioned before it was edited.
std::vector<AccountId> present_who_hide_mentioned(db::Tx& tx, StatusId id) {
    return tx.query_ids<AccountId>(R"(
        select l.value
        from mentions m cross join ids($2) l
        where m.status_id = $1
          and (exists (select 1 from blocks b where b.account_id = l.value and b.target_account_id = m.account_id)
               or exists (select 1 from mutes x where x.account_id = l.value and x.target_account_id = m.account_id)))", {id, present_accounts(tx)});
}

// A direct post stands in the feeds of those whom it mentions, at the place where it was written.
void rebuild_feeds(db::Tx& tx, std::vector<AccountId> owners) {
    tx.on_commit([&feeds = tx.context().feeds, owners = std::move(owners)] {
        for (const AccountId owner : owners) feeds.drop(owner);
    });
}

// Those who are reading and follow a hashtag that only one of the two has.
std::vector<AccountId> present_followers_of_either(db::Tx& tx, std::span<const std::string> hashtags,
                                                   std::span<const std::string> former_hashtags) {
    const std::set<std::string> now(hashtags.begin(), hashtags.end());
    const std::set<std::string> before(former_hashtags.begin(), former_hashtags.end());
    std::vector<std::string> changed;
    std::ranges::set_symmetric_difference(now, before, std::back_inserter(changed));
    if (changed.empty()) return {};
    return tx.query_ids<AccountId>(R"(
        select distinct f.account_id
        from texts($1) l join tags t on t.name = l.value join tag_follows f on f.tag_id = t.id
        where f.account_id in (select value from ids($2)))", {changed, present_accounts(tx)});
}

// `mentioned`: the channels of those who may have it from their notifications, or an edit of it.
void take_from_readers(db::Tx& tx, const Status& gone, std::span<const AccountId> present,
                       const std::vector<std::string>& hashtags, std::span<const std::string> mentioned) {
    const auto payload = std::make_shared<const std::string>(std::to_string(gone.id.value));
    auto channels = public_channels(tx, gone, is_for_public_timelines(gone), hashtags);
    auto readers = readers_of(tx, gone.id, present, shape_of(gone, !hashtags.empty()));
    for (const base::FeedKey& reader : readers) channels.push_back(channel_of(reader));
    add_distinct<std::string>(channels, mentioned);
    for (std::string& channel : channels) {
        tx.publish({.channel = std::move(channel), .event = "delete", .payload = payload});
    }
    tx.on_commit(
        [&feeds = tx.context().feeds, readers = std::move(readers), id = gone.id] { feeds.remove(id, readers); });
}

} // namespace

void fan_out(db::Tx& tx, const News& news) {
    const Status& status = news.status;
    auto readers = readers_of(tx, status.id, present_accounts(tx), shape_of(status, !news.hashtags.empty()));
    publish_to_feeds(tx, status, readers);
    if (!news.is_limited) publish_to_public(tx, status, "update", news.hashtags);
    tx.on_commit(
        [&feeds = tx.context().feeds, readers = std::move(readers),
         entry = base::FeedEntry{status.id, status.reblog_of.value_or(StatusId{})}] { feeds.push(readers, entry); });
}

void fan_out_edit(db::Tx& tx, StatusId id, std::span<const std::string> former_hashtags) {
    const auto found = find_edited(tx, id);
    if (!found) return;
    publish_edit(tx, id);
    auto hashtags = found->hashtags;
    rebuild_feeds(tx, present_followers_of_either(tx, hashtags, former_hashtags));
    add_distinct(hashtags, former_hashtags);
    if (!found->is_limited) publish_to_public(tx, found->status, "status.update", hashtags);
    if (found->status.visibility == Visibility::Direct) rebuild_feeds(tx, mentioned_by(tx, id));
    rebuild_feeds(tx, present_who_hide_mentioned(tx, id));
}

void fan_out_deletion(db::Tx& tx, const Status& status) {
    const auto present = present_accounts(tx);
    if (status.reblog_of) { // It mentions nobody and has no hashtags.
        take_from_readers(tx, status, present, {}, {});
        return;
    }
    auto mentions = ask_whom_it_mentions(tx, status.id), tags = statuses::ask_hashtags(tx, status.id);
    const auto boosts = boosts_of(tx, status);
    const auto mentioned = channels_of_listeners(tx, accounts_in(std::move(mentions)));
    take_from_readers(tx, status, present, statuses::read_hashtags(std::move(tags)), mentioned);
    for (const Status& boost : boosts) take_from_readers(tx, boost, present, {}, {});
}

} // namespace timelines

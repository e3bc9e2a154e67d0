#include "timelines/fan_out.h"

#include "base/feed_store.h"
#include "statuses/status_json.h"
#include "timelines/home.h"

#include <algorithm>

namespace timelines {

using statuses::Status;
using statuses::StatusEntities;
using statuses::StatusRow;
using statuses::Visibility;

namespace {

std::string home_channel(AccountId account) { return "timeline:" + std::to_string(account.value); }

// Everybody who may have to be told: those with a feed in memory and those with an open stream.
std::vector<AccountId> present_accounts(db::Tx& tx) {
    auto present = tx.context().feeds.owners();
    const auto listening = tx.context().events.listening_accounts();
    present.insert(present.end(), listening.begin(), listening.end());
    std::sort(present.begin(), present.end());
    present.erase(std::unique(present.begin(), present.end()), present.end());
    return present;
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

// A new original looks the same to all its readers: nobody has favourited it yet. A boost's original may be somebody's
// favourite, so each listener gets their own.
void publish_to_homes(db::Tx& tx, const Status& status, std::span<const AccountId> readers) {
    std::shared_ptr<const std::string> shared;
    for (const AccountId reader : readers) {
        const std::string channel = home_channel(reader);
        if (!tx.context().events.has_listeners(channel)) continue;
        const bool is_author = reader == status.author;
        auto payload = shared;
        if (!payload || is_author || status.reblog_of) {
            payload = render(StatusEntities(tx, std::span(&status.id, 1), viewer_with(reader)), status.id);
            if (!is_author && !status.reblog_of) shared = payload;
        }
        tx.publish({.channel = channel, .event = "update", .payload = payload});
    }
}

std::vector<std::string> hashtags_of(db::Tx& tx, StatusId id) {
    std::vector<std::string> names;
    auto rows = tx.query(R"(
        select t.name from statuses_tags st join tags t on t.id = st.tag_id where st.status_id = $1)", {id});
    while (rows.next()) names.push_back(rows.string(0));
    return names;
}

// The channels that anybody may listen to and that carry this status.
std::vector<std::string> public_channels(db::Tx& tx, const Status& status, bool is_timeline_public) {
    std::vector<std::string> channels;
    if (status.visibility != Visibility::Public || status.reblog_of) return channels;
    if (is_timeline_public) {
        channels.emplace_back("timeline:public");
        channels.emplace_back(status.is_local ? "timeline:public:local" : "timeline:public:remote");
    }
    for (const std::string& name : hashtags_of(tx, status.id)) {
        channels.push_back("timeline:hashtag:" + name);
        if (status.is_local) channels.push_back("timeline:hashtag:" + name + ":local");
    }
    std::erase_if(channels, [&](const std::string& channel) { return !tx.context().events.has_listeners(channel); });
    return channels;
}

bool is_for_public_timelines(const Status& status) {
    return !status.in_reply_to_account || *status.in_reply_to_account == status.author;
}

void publish_to_public(db::Tx& tx, const Status& status) {
    const auto channels = public_channels(tx, status, is_for_public_timelines(status));
    if (channels.empty()) return;
    const StatusEntities entities(tx, std::span(&status.id, 1), accounts::anonymous());
    const auto payload = render(entities, status.id);
    const StatusRow& row = *entities.row(status.id);
    std::vector<AccountId> mentioned;
    for (const auto& mention : entities.mentions(status.id)) mentioned.push_back(mention.account);
    for (const std::string& channel : channels) {
        tx.publish({.channel = channel,
                    .event = "update",
                    .payload = payload,
                    .author = row.author,
                    .mentioned = mentioned,
                    .author_domain = row.author_domain,
                    .language = row.language});
    }
}

// It and its boosts, each in the homes of those who follow who posted it.
std::vector<Status> with_boosts(db::Tx& tx, const Status& status) {
    std::vector<Status> all = {status};
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

} // namespace

void fan_out(db::Tx& tx, StatusId id) {
    auto rows = tx.query(R"(
        select account_id, is_local, visibility, in_reply_to_account_id, reblog_of_id, is_limited
        from (select s.*, a.silenced_at is not null as is_limited
              from statuses s join accounts a on a.id = s.account_id where s.id = $1) x)", {id});
    if (!rows.next()) return;
    Status status;
    status.id = id;
    status.author = rows.id<AccountId>(0);
    status.is_local = rows.boolean(1);
    status.visibility = static_cast<Visibility>(rows.small(2));
    if (!rows.is_null(3)) status.in_reply_to_account = rows.id<AccountId>(3);
    if (!rows.is_null(4)) status.reblog_of = rows.id<StatusId>(4);
    const bool is_limited = rows.boolean(5);

    auto readers = home_readers(tx, id, present_accounts(tx));
    publish_to_homes(tx, status, readers);
    if (!is_limited) publish_to_public(tx, status);
    tx.on_commit([&feeds = tx.context().feeds, readers = std::move(readers),
                  entry = base::FeedEntry{id, status.reblog_of.value_or(StatusId{})}] { feeds.push(readers, entry); });
}

void fan_out_deletion(db::Tx& tx, const Status& status) {
    const auto present = present_accounts(tx);
    for (const Status& gone : with_boosts(tx, status)) {
        const auto payload = std::make_shared<const std::string>(std::to_string(gone.id.value));
        auto channels = public_channels(tx, gone, is_for_public_timelines(gone));
        auto readers = home_readers(tx, gone.id, present);
        for (const AccountId reader : readers) channels.push_back(home_channel(reader));
        for (std::string& channel : channels) {
            tx.publish({.channel = std::move(channel), .event = "delete", .payload = payload});
        }
        tx.on_commit(
            [&feeds = tx.context().feeds, readers = std::move(readers), id = gone.id] { feeds.remove(id, readers); });
    }
}

} // namespace timelines

#include "bench/habits.h"

#include "accounts/accounts.h"
#include "app/workplace.h"
#include "bench/must.h"
#include "collections/collections.h"
#include "filters/contents.h"
#include "instance/announcements.h"
#include "lists/members.h"
#include "relationships/endorsements.h"
#include "statuses/favourites.h"
#include "statuses/posting.h"
#include "statuses/scheduling.h"
#include "tags/featured.h"
#include "tags/tags.h"

#include <fmt/core.h>

namespace bench {
namespace {

constexpr int kListMembers = 40;
constexpr int kCorrespondents = 25;
constexpr int kScheduled = 20;
constexpr int kEndorsed = 10;
constexpr int kCollected = 20;
constexpr int kFavourited = 12;
constexpr int kFans = 5;
constexpr int kFilteredWords = 20;

accounts::Account account(db::Tx& tx, std::int64_t id) {
    const auto found = accounts::find(tx, AccountId{id});
    return must(found ? Result<accounts::Account>(*found) : base::not_found());
}

// Of ours, whom `reader` follows: strangers would have to ask before they are heard.
std::vector<accounts::Account> friends_of(db::Tx& tx, AccountId reader, int count) {
    std::vector<accounts::Account> people;
    for (const auto id : tx.query_ids<AccountId>(R"(
            select u.account_id
            from follows f join users u on u.account_id = f.target_account_id
            where f.account_id = $1
              and not exists (select 1 from blocks b where $1 in (b.account_id, b.target_account_id)
                              and u.account_id in (b.account_id, b.target_account_id))
            order by u.id limit $2)", {reader, count})) {
        people.push_back(account(tx, id.value));
    }
    return people;
}

std::string make_list(db::Tx& tx, AccountId owner) {
    const auto list = must(lists::create_list(tx, owner, {.title = "Friends"}));
    const auto members = tx.query_ids<AccountId>(R"(
        select target_account_id from follows where account_id = $1 order by id limit $2)", {owner, kListMembers});
    must(lists::add_members(tx, list, members));
    return to_string(list.id);
}

// Of people who want to be found.
std::string make_collection(db::Tx& tx, const accounts::Account& owner) {
    std::vector<AccountId> people;
    for (const auto& other : friends_of(tx, owner.id, kCollected)) people.push_back(other.id);
    tx.exec("update accounts set is_discoverable = true, is_locked = false where id in (select value from ids($1))",
            {people});
    collections::Wording wording;
    wording.name = "園芸 Gardening";
    wording.description = "People who grow things.";
    wording.is_discoverable = true;
    return to_string(must(collections::create_collection(tx, owner, wording, people)).id);
}

void write_letters(db::Tx& tx, const accounts::Account& to) {
    for (const auto& from : friends_of(tx, to.id, kCorrespondents)) {
        statuses::Draft draft;
        draft.text = fmt::format("@{} 明日のお昼、駅前で会いませんか。", to.username);
        draft.visibility = statuses::Visibility::Direct;
        must(statuses::post(tx, from, draft));
    }
}

void favourite_posts(db::Tx& tx, const accounts::Account& author) {
    const auto fans = friends_of(tx, author.id, kFans);
    for (const auto status : tx.query_ids<StatusId>(R"(
            select id from statuses where account_id = $1 and reblog_of_id is null and visibility < 2
            order by id desc limit $2)", {author.id, kFavourited})) {
        for (const auto& fan : fans) must(statuses::favourite(tx, fan, status));
    }
}

void filter_words(db::Tx& tx, AccountId owner) {
    const auto filter =
        must(filters::create_filter(tx, owner,
                                    {.title = "Not now",
                                     .contexts = std::vector<std::string>{"home", "public", "notifications"},
                                     .action = {},
                                     .lifetime = {}}));
    for (int i = 0; i < kFilteredWords; ++i) {
        must(filters::add_keyword(tx, owner, filter,
                                  {.id = {}, .keyword = fmt::format("spoiler {}", i), .is_whole_word = true}));
    }
}

// From people whom the reader does not know: requests to notify them.
void write_as_strangers(db::Tx& tx, const accounts::Account& to) {
    for (const auto id : tx.query_ids<AccountId>(R"(
            select u.account_id from users u
            where u.account_id <> $1
              and not exists (select 1 from follows f where f.account_id = $1 and f.target_account_id = u.account_id)
              and not exists (select 1 from blocks b where $1 in (b.account_id, b.target_account_id)
                              and u.account_id in (b.account_id, b.target_account_id))
            order by u.id limit $2)", {to.id, kCorrespondents})) {
        statuses::Draft draft;
        draft.text = fmt::format("@{} はじめまして。", to.username);
        draft.visibility = statuses::Visibility::Direct;
        must(statuses::post(tx, account(tx, id.value), draft));
    }
}

void schedule_posts(db::Tx& tx, const accounts::Account& author) {
    for (int i = 0; i < kScheduled; ++i) {
        statuses::Draft draft;
        draft.text = fmt::format("あとで書く {}", i);
        must(statuses::schedule(tx, author, draft, tx.now() + std::chrono::days(365 + i),
                                {.id = tx.new_id<ScheduledStatusId>(), .idempotency_key = {}}));
    }
}

void furnish_profile(db::Tx& tx, const accounts::Account& owner) {
    for (const auto& other : friends_of(tx, owner.id, kEndorsed)) must(relationships::endorse(tx, owner, other.id));
    for (const char* name : {"日本", "写真"}) {
        if (const auto tag = tags::find_tag(tx, name)) must(tags::feature_tag(tx, owner.id, *tag));
    }
}

} // namespace

void take_up_habits(const base::Config& config, Plan& plan) {
    const app::Workplace place(config);
    const auto database = must(db::open(place.context, 1));
    database->write([&](db::Tx& tx) {
        const auto reader = account(tx, std::stoll(plan.reader));
        plan.list = make_list(tx, reader.id);
        plan.collection = make_collection(tx, reader);
        write_letters(tx, reader);
        favourite_posts(tx, reader);
        write_as_strangers(tx, reader);
        schedule_posts(tx, reader);
        furnish_profile(tx, reader);
        must(instance::announce(tx, {.text = "Maintenance at ten. 十時から点検します。"}));
        filter_words(tx, AccountId{std::stoll(plan.writers.back())});
    });
}

} // namespace bench

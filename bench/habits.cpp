#include "bench/habits.h"

#include "accounts/accounts.h"
#include "app/workplace.h"
#include "bench/must.h"
#include "filters/contents.h"
#include "lists/members.h"
#include "statuses/favourites.h"
#include "statuses/posting.h"

#include <fmt/core.h>

namespace bench {
namespace {

constexpr int kListMembers = 40;
constexpr int kCorrespondents = 25;
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

} // namespace

void take_up_habits(const base::Config& config, Plan& plan) {
    const app::Workplace place(config);
    const auto database = must(db::open(place.context, 1));
    database->write([&](db::Tx& tx) {
        const auto reader = account(tx, std::stoll(plan.reader));
        plan.list = make_list(tx, reader.id);
        write_letters(tx, reader);
        favourite_posts(tx, reader);
        filter_words(tx, AccountId{std::stoll(plan.writer)});
    });
}

} // namespace bench

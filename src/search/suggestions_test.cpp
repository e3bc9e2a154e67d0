#include "search/suggestions.h"

#include "relationships/domain_blocks.h"
#include "search/directory.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

AccountId make_discoverable(db::Tx& tx, const TestAccount& wanted = {}) {
    const auto id = make_account(tx, wanted).id;
    tx.exec("update accounts set is_discoverable = true where id = $1", {id});
    return id;
}

std::vector<AccountId> people(const std::vector<Suggestion>& suggestions) {
    std::vector<AccountId> ids;
    for (const auto& suggestion : suggestions) ids.push_back(suggestion.account);
    return ids;
}

TEST(Suggestions, AreFriendsOfFriendsThenTheMostFollowed) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account.id;
    const auto friend_a = make_user(tx).account.id, friend_b = make_user(tx).account.id;
    const auto near = make_discoverable(tx), nearer = make_discoverable(tx), famous = make_discoverable(tx);
    make_discoverable(tx);
    for (const auto id : {friend_a, friend_b}) {
        make_follow(tx, viewer, id);
        make_follow(tx, id, nearer);
    }
    make_follow(tx, friend_a, near);
    for (int i = 0; i < 3; ++i) make_follow(tx, make_account(tx).id, famous);
    find_most_followed(tx);

    const auto found = suggestions(tx, viewer);

    EXPECT_THAT(people(found), ElementsAre(nearer, near, famous));
    using Source = Suggestion::Source;
    EXPECT_THAT(found[0].sources, ElementsAre(Source::FriendsOfFriends, Source::MostFollowed));
    EXPECT_THAT(found[2].sources, ElementsAre(Source::MostFollowed));
    std::string text;
    json::Writer out(text);
    write_suggestions(out, tx, found);
    EXPECT_EQ(json::parse(text)->at(0).at("source"), "past_interactions");
    EXPECT_EQ(json::parse(text)->at(2).at("sources").at(0), "most_followed");
}

TEST(Suggestions, LeaveOutWhomOneKnowsOrDoesNotWant) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account;
    const auto secretive = make_account(tx, {.hides_collections = true}).id;
    make_follow(tx, viewer.id, secretive);
    make_follow(tx, secretive, make_discoverable(tx));
    const auto friendly = make_user(tx).account.id;
    make_follow(tx, viewer.id, friendly);
    const auto followed = make_discoverable(tx), blocked = make_discoverable(tx), blocking = make_discoverable(tx);
    const auto elsewhere = make_discoverable(tx, {.domain = "bad.test"}), dismissed = make_discoverable(tx);
    const auto limited = make_discoverable(tx, {.is_limited = true}),
               suspended = make_discoverable(tx, {.is_suspended = true});
    const auto wanted = make_discoverable(tx), shy = make_account(tx).id;
    for (const auto id :
         {followed, blocked, blocking, elsewhere, dismissed, limited, suspended, wanted, shy, viewer.id}) {
        make_follow(tx, friendly, id);
    }
    make_follow(tx, viewer.id, followed);
    make_block(tx, viewer.id, blocked);
    make_block(tx, blocking, viewer.id);
    ASSERT_TRUE(relationships::block_domain(tx, viewer, "bad.test"));
    ASSERT_TRUE(dismiss_suggestion(tx, viewer, dismissed));
    ASSERT_TRUE(dismiss_suggestion(tx, viewer, dismissed));

    EXPECT_THAT(people(suggestions(tx, viewer.id)), ElementsAre(wanted));
    EXPECT_EQ(dismiss_suggestion(tx, viewer, AccountId{1}).error().refusal, base::Refusal::NotFound);
}

TEST(Suggestions, AreOfThoseWhoWereFollowedLast) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account.id, near = make_discoverable(tx), far = make_discoverable(tx);
    std::vector<AccountId> friends;
    for (int i = 0; i < 50; ++i) friends.push_back(make_account(tx).id);
    make_follow(tx, friends.front(), near);
    make_follow(tx, friends.back(), far);
    std::ranges::reverse(friends);
    for (const auto id : friends) make_follow(tx, viewer, id);

    EXPECT_THAT(people(suggestions(tx, viewer)), ElementsAre(near));
}

// More than are looked at at once.
TEST(Suggestions, ComeInPages) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account.id;
    for (int i = 0; i < 3; ++i) {
        const auto friendly = make_user(tx).account.id;
        make_follow(tx, viewer, friendly);
        for (int k = 0; k < 50; ++k)
            make_follow(tx, friendly, k % 2 == 0 ? make_discoverable(tx) : make_account(tx).id);
    }
    const auto all = people(suggestions(tx, viewer));

    std::vector<AccountId> paged;
    for (std::size_t offset = 0; offset < 80; offset += 30) {
        for (const auto id : people(suggestions(tx, viewer, 30, offset))) paged.push_back(id);
    }

    EXPECT_THAT(all, SizeIs(testing::Gt(40U)));
    EXPECT_EQ(paged, all);
    EXPECT_THAT(suggestions(tx, viewer, 30, 300), IsEmpty());
}

TEST(Suggestions, WalkIndexesInTheSameNumberOfStatements) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account.id, friendly = make_user(tx).account.id;
    make_follow(tx, viewer, friendly);
    const auto count = [&] {
        return statements_of(tx, [&] {
            std::string text;
            json::Writer out(text);
            write_suggestions(out, tx, suggestions(tx, viewer));
        });
    };
    make_follow(tx, friendly, make_discoverable(tx));
    const int one = count();
    for (int i = 0; i < 40; ++i) make_follow(tx, friendly, make_discoverable(tx));

    EXPECT_EQ(count(), one);
    EXPECT_THAT(suggestions(tx, viewer), SizeIs(41));
    EXPECT_THAT(whole_table_steps(tx, [&] { (void)suggestions(tx, viewer); }), IsEmpty());
}

TEST(Directory, HoldsWhoWantsToBeFound) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account;
    const auto old_but_active = make_discoverable(tx), quiet = make_discoverable(tx), blocked = make_discoverable(tx);
    const auto remote = make_discoverable(tx, {.domain = "one.test"}),
               bad = make_discoverable(tx, {.domain = "bad.test"});
    make_account(tx);
    make_discoverable(tx, {.is_limited = true});
    make_discoverable(tx, {.is_suspended = true});
    make_block(tx, viewer.id, blocked);
    ASSERT_TRUE(relationships::block_domain(tx, viewer, "bad.test"));
    tx.exec("update account_stats set last_status_at = 2 where account_id = $1", {old_but_active});
    tx.exec("update account_stats set last_status_at = 1 where account_id in ($1, $2)", {remote, bad});
    using Order = DirectoryQuery::Order;
    const auto list = [&](DirectoryQuery query) { return directory(tx, query); };

    EXPECT_THAT(list({.viewer = viewer.id}), ElementsAre(old_but_active, remote));
    EXPECT_THAT(list({.viewer = viewer.id, .order = Order::New}), ElementsAre(remote, quiet, old_but_active));
    EXPECT_THAT(list({.viewer = viewer.id, .order = Order::New, .is_local = true}), ElementsAre(quiet, old_but_active));
    EXPECT_THAT(list({.order = Order::New, .limit = 1, .offset = 1}), ElementsAre(remote));
    EXPECT_THAT(list({}), UnorderedElementsAre(old_but_active, remote, bad));
}

TEST(Directory, OfOursHoldsUsers) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, unconfirmed = make_user(tx, {.is_confirmed = false}).account.id;
    tx.exec("update accounts set is_discoverable = true where id in ($1, $2)", {alice, unconfirmed});
    tx.exec("update account_stats set last_status_at = 1 where account_id in ($1, $2)", {alice, unconfirmed});

    EXPECT_THAT(directory(tx, {.is_local = true}), ElementsAre(alice));
}

TEST(Directory, WalksIndexes) {
    db::Tx tx = TestDb().begin();
    using Order = DirectoryQuery::Order;

    EXPECT_THAT(whole_table_steps(tx,
                                  [&] {
                                      (void)directory(tx, {});
                                      (void)directory(tx, {.order = Order::New});
                                      (void)directory(tx, {.order = Order::New, .is_local = true});
                                  }),
                IsEmpty());
}

} // namespace
} // namespace search

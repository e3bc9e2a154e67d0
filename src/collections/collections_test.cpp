#include "collections/collections.h"

#include "collections/collection_json.h"
#include "collections/items.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace collections {
namespace {

using base::Refusal;
using testing::ElementsAre;
using testing::IsEmpty;

accounts::Account make_findable(db::Tx& tx) {
    auto account = make_user(tx).account;
    tx.exec("update accounts set is_discoverable = true where id = $1", {account.id});
    return account;
}

Collection make(db::Tx& tx, const accounts::Account& owner, const std::string& name = "Friends") {
    return create_collection(tx, owner, {.name = name}).value();
}

std::vector<AccountId> members(db::Tx& tx, const Collection& collection, AccountId viewer = {}) {
    return CollectionEntities(tx, std::vector{collection}, viewer).members(collection.id);
}

TEST(Collections, TakeTwentyFivePeople) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_findable(tx);
    const auto collection = make(tx, alice);
    for (int i = 0; i < 25; ++i) ASSERT_TRUE(add_item(tx, collection, make_findable(tx)));

    const auto refused = add_item(tx, collection, make_findable(tx));

    EXPECT_EQ(refused.error().message, "Validation failed: Collection items are too many (maximum is 25)");
}

TEST(Collections, DoNotShowSuspendedPeople) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_findable(tx), bob = make_findable(tx);
    const auto collection = make(tx, alice);
    ASSERT_TRUE(add_item(tx, collection, bob));

    tx.exec("update accounts set suspended_at = 1 where id = $1", {bob.id});
    EXPECT_THAT(members(tx, collection), IsEmpty());

    tx.exec("update accounts set suspended_at = 1 where id = $1", {alice.id});
    EXPECT_EQ(find_seen(tx, collection.id, bob).error().refusal, Refusal::NotFound);
    EXPECT_THAT(find_collections(tx, std::vector{collection.id}), IsEmpty());
}

TEST(Collections, ShowWhoWasAskedToTheirOwnerOnly) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_findable(tx), bob = make_findable(tx);
    const auto carol = make_account(tx, {.username = "carol", .domain = "remote.test"});
    const auto collection = make(tx, alice);

    const auto item = add_item(tx, collection, carol);

    EXPECT_EQ(item->state, ItemState::Pending);
    EXPECT_THAT(members(tx, collection, alice.id), ElementsAre(carol.id));
    EXPECT_THAT(members(tx, collection, bob.id), IsEmpty());
    EXPECT_THAT(members(tx, collection), IsEmpty());
    change_item(tx, collection, *item, ItemState::Accepted, "https://remote.test/stamp");
    EXPECT_THAT(members(tx, collection), ElementsAre(carol.id));
}

TEST(Collections, OfWhomNobodyHasHeardTakeNobody) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_findable(tx);
    const auto carol = make_account(tx, {.username = "carol", .domain = "remote.test"});
    const auto may = [&](std::int64_t policy) {
        tx.exec("update accounts set feature_policy = $2 where id = $1", {carol.id, policy});
        return static_cast<bool>(find_featurable(tx, alice, carol.id));
    };
    constexpr std::int64_t kAccept = 1 << 16;

    EXPECT_FALSE(may(0)) << "their server says nothing of it";
    EXPECT_TRUE(may(2 * kAccept)) << "everybody";
    EXPECT_FALSE(may(4 * kAccept)) << "followers";
    EXPECT_FALSE(may(16 * kAccept)) << "nobody";
    EXPECT_FALSE(may(1 * kAccept)) << "some group that we do not know";
    EXPECT_TRUE(may(2)) << "everybody who asks";
    make_follow(tx, alice.id, carol.id);
    EXPECT_TRUE(may(4 * kAccept));
    EXPECT_FALSE(may(8 * kAccept));
    make_follow(tx, carol.id, alice.id);
    EXPECT_TRUE(may(8 * kAccept));
}

TEST(Collections, CostNoMoreForAPageThanForOne) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_findable(tx), bob = make_findable(tx);
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(add_item(tx, make(tx, alice), bob));
    const auto cost = [&](int limit) {
        return statements_of(tx,
                             [&] { CollectionEntities(tx, collections_of(tx, alice.id, {.limit = limit}), bob.id); });
    };

    EXPECT_EQ(cost(1), 2);
    EXPECT_EQ(cost(40), 2);
}

TEST(Collections, WalkIndexes) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_findable(tx), bob = make_findable(tx);
    const auto collection = make(tx, alice);
    const auto item = add_item(tx, collection, bob).value();

    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        (void)collections_of(tx, alice.id, {});
        (void)collections_with(tx, bob.id, {});
        (void)find_seen(tx, collection.id, bob);
        (void)find_by_uri(tx, "https://remote.test/1");
        (void)find_item(tx, collection.id, item.id);
        (void)find_item_of(tx, collection.id, bob.id);
        (void)find_featurable(tx, alice, bob.id);
        CollectionEntities(tx, std::vector{collection.id}, alice.id);
        change_collection(tx, collection, {.name = "Others"});
        change_item(tx, collection, item, ItemState::Revoked);
        part(tx, alice.id, bob.id);
        remove_item(tx, collection, item);
        delete_collection(tx, collection);
    });
}

} // namespace
} // namespace collections

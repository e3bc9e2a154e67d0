#include "accounts/moving.h"

#include "accounts/aliases.h"
#include "accounts/past_moves.h"
#include "federation/relays.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <barrier>
#include <gmock/gmock.h>
#include <thread>

namespace accounts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> handles(db::Tx& tx, AccountId account) {
    std::vector<std::string> listed;
    for (const auto& alias : aliases(tx, account)) listed.push_back(alias.handle);
    return listed;
}

TEST(Aliases, AreOfPeopleHereAndElsewhereInTheOrderOfTheirNaming) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx, {.username = "alice"}).account, bob = make_user(tx, {.username = "bob"}).account;
    const auto carol = make_remote(tx, {.username = "carol", .domain = "remote.test"});

    ASSERT_TRUE(add_alias(tx, alice, carol));
    ASSERT_TRUE(add_alias(tx, alice, bob));
    ASSERT_TRUE(add_alias(tx, alice, carol));

    EXPECT_THAT(handles(tx, alice.id), ElementsAre("carol@remote.test", "bob@" + tx.config().domain));
    EXPECT_THAT(handles(tx, bob.id), IsEmpty());
    EXPECT_ALL_WALK_INDEXES(tx, [&] { aliases(tx, alice.id); });
}

TEST(Moves, OfTheSamePersonAreThirtyDaysApartUnlessTheOperatorWantsThem) {
    TestDb database;
    db::Tx tx = database.begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account, carol = make_user(tx).account;
    ASSERT_TRUE(add_alias(tx, bob, alice));
    ASSERT_TRUE(add_alias(tx, carol, alice));
    ASSERT_TRUE(move(tx, alice, bob));

    EXPECT_EQ(obstacle_to_move(tx, alice, carol), MoveObstacle::TooSoon);
    EXPECT_EQ(obstacle_to_move(tx, alice, carol, {.followers = Followers::Left}), std::nullopt);
    EXPECT_TRUE(move(tx, alice, carol, {.cooldown = Cooldown::Ignored}));

    EXPECT_EQ(past_moves(tx, alice.id).size(), 2);
    EXPECT_EQ(past_moves(tx, alice.id).front().target_handle, carol.username + "@" + tx.config().domain);
    EXPECT_EQ(moved_to(tx, alice.id)->id, carol.id);
    EXPECT_EQ(may_move_from(tx, alice.id), tx.now() + std::chrono::days(30));
    EXPECT_ALL_WALK_INDEXES(tx, [&] { past_moves(tx, alice.id); });
}

TEST(Moves, AreToldToFollowersThoseWhoBlockAndRelays) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx, {.username = "alice"}).account;
    const auto nest = make_remote(tx, {.username = "nest", .domain = "nest.test"});
    const auto blocker = make_remote(tx, {.domain = "blocker.test"}),
               follower = make_remote(tx, {.domain = "fan.test"});
    make_follow(tx, follower.id, alice.id);
    make_follow(tx, alice.id, make_remote(tx, {.domain = "followed.test"}).id);
    make_block(tx, blocker.id, alice.id);
    ASSERT_TRUE(federation::add_relay(tx, "https://relay.test/inbox"));
    tx.exec("update relays set state = 1");
    tx.exec(R"(update accounts set also_known_as = '["https://akebono.test/users/alice"]' where id = $1)", {nest.id});
    forget_deliveries(tx);

    ASSERT_TRUE(move(tx, alice, nest));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Move https://blocker.test/inbox", "Move https://fan.test/inbox",
                                                   "Move https://relay.test/inbox"));
    EXPECT_EQ(last_document(tx).at("actor"), "https://akebono.test/users/alice");
    EXPECT_EQ(last_document(tx).at("object"), "https://akebono.test/users/alice");
    EXPECT_EQ(last_document(tx).at("target"), "https://nest.test/users/nest");
}

TEST(Moves, WithoutFollowersAreNoPastOnes) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;

    ASSERT_TRUE(move(tx, alice, bob, {.followers = Followers::Left}));

    EXPECT_THAT(past_moves(tx, alice.id), IsEmpty());
    EXPECT_EQ(may_move_from(tx, alice.id), std::nullopt);
    EXPECT_THAT(waiting_jobs(tx), testing::Not(testing::Contains("follow_moved")));
    ASSERT_TRUE(return_from_move(tx, alice));
    EXPECT_EQ(moved_to(tx, alice.id), std::nullopt);
    EXPECT_FALSE(return_from_move(tx, alice));
}

// Two windows in which somebody presses the button at the same time.
TEST(Moves, AreMadeOnceHoweverManyAreMadeAtOnce) {
    TestDatabase database;
    Account alice;
    std::vector<Account> targets;
    database->write([&](db::Tx& tx) {
        alice = make_user(tx).account;
        for (int i = 0; i < 4; ++i) targets.push_back(make_user(tx).account);
        for (const auto& target : targets) ASSERT_TRUE(add_alias(tx, target, alice));
    });

    std::barrier start(static_cast<std::ptrdiff_t>(targets.size()));
    std::vector<std::jthread> windows;
    for (const auto& target : targets) {
        windows.emplace_back([&] {
            start.arrive_and_wait();
            database->write([&](db::Tx& tx) { (void)move(tx, alice, target); });
            database->write([&](db::Tx& tx) { ASSERT_TRUE(add_alias(tx, alice, target)); });
        });
    }
    windows.clear();

    database->read([&](db::Tx& tx) {
        EXPECT_EQ(past_moves(tx, alice.id).size(), 1);
        EXPECT_EQ(aliases(tx, alice.id).size(), targets.size());
    });
}

} // namespace
} // namespace accounts

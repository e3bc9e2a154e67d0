#include "lists/lists.h"

#include "lists/members.h"
#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lists {
namespace {

using base::Refusal;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

List make_list(db::Tx& tx, AccountId owner, NewList wanted = {.title = "Friends"}) {
    return *create_list(tx, owner, wanted);
}

Result<> add(db::Tx& tx, const List& list, std::vector<AccountId> accounts) { return add_members(tx, list, accounts); }

std::vector<std::string> titles(const std::vector<List>& lists) {
    std::vector<std::string> found;
    for (const List& list : lists) found.push_back(list.title);
    return found;
}

TEST(Lists, AreMadeChangedAndDeleted) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;

    const auto made = create_list(tx, alice, {.title = " 友だち ", .replies_policy = RepliesPolicy::None});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->title, "友だち");
    EXPECT_FALSE(made->is_exclusive);

    ASSERT_TRUE(change_list(tx, alice, made->id, {.is_exclusive = true}));
    ASSERT_TRUE(change_list(tx, alice, made->id, {.title = "Family", .replies_policy = RepliesPolicy::Followed}));
    const auto changed = find_list(tx, alice, made->id);
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->title, "Family");
    EXPECT_EQ(changed->replies_policy, RepliesPolicy::Followed);
    EXPECT_TRUE(changed->is_exclusive);

    ASSERT_TRUE(delete_list(tx, alice, made->id));
    EXPECT_THAT(lists_of(tx, alice), IsEmpty());
}

TEST(Lists, HaveATitleOfAReasonableLength) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    std::string long_enough;
    for (int i = 0; i < 256; ++i) long_enough += "あ";

    EXPECT_TRUE(create_list(tx, alice, {.title = long_enough}));
    EXPECT_EQ(create_list(tx, alice, {.title = long_enough + "あ"}).error().refusal, Refusal::Invalid);
    EXPECT_EQ(create_list(tx, alice, {.title = ""}).error().refusal, Refusal::Invalid);
    EXPECT_EQ(create_list(tx, alice, {.title = " 　"}).error().refusal, Refusal::Invalid);
    const auto list = make_list(tx, alice);
    EXPECT_EQ(change_list(tx, alice, list.id, {.title = " "}).error().refusal, Refusal::Invalid);
}

TEST(Lists, AreFiftyAtMost) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, bob = make_user(tx).account.id;
    for (int i = 0; i < 50; ++i) make_list(tx, alice);

    EXPECT_EQ(create_list(tx, alice, {.title = "one more"}).error().refusal, Refusal::Invalid);
    EXPECT_TRUE(create_list(tx, bob, {.title = "his first"}));
    EXPECT_EQ(lists_of(tx, alice).size(), 50u);
}

TEST(Lists, AreTheirOwnersAlone) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    ASSERT_TRUE(relationships::follow(tx, alice, bob.id));
    const auto list = make_list(tx, alice.id);
    ASSERT_TRUE(add(tx, list, {bob.id}));

    EXPECT_EQ(find_list(tx, bob.id, list.id).error().refusal, Refusal::NotFound);
    EXPECT_EQ(change_list(tx, bob.id, list.id, {.title = "mine"}).error().refusal, Refusal::NotFound);
    EXPECT_EQ(delete_list(tx, bob.id, list.id).error().refusal, Refusal::NotFound);
    EXPECT_THAT(lists_of(tx, bob.id), IsEmpty());
    EXPECT_THAT(lists_with(tx, bob.id, bob.id), IsEmpty());
    EXPECT_THAT(titles(lists_with(tx, alice.id, bob.id)), ElementsAre("Friends"));
}

TEST(ListMembers, AreThoseWhomTheOwnerFollowsOrAskedToAndTheOwner) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account, stranger = make_user(tx).account;
    const auto locked = make_user(tx, {.is_locked = true}).account;
    ASSERT_TRUE(relationships::follow(tx, alice, bob.id));
    ASSERT_TRUE(relationships::follow(tx, alice, locked.id));
    const auto list = make_list(tx, alice.id);

    EXPECT_TRUE(add(tx, list, {bob.id, locked.id, alice.id, bob.id}));
    EXPECT_EQ(add(tx, list, {stranger.id}).error().refusal, Refusal::NotFound);
    EXPECT_EQ(add(tx, list, {AccountId{1}}).error().refusal, Refusal::NotFound);
    EXPECT_THAT(members(tx, list, {}), UnorderedElementsAre(bob.id, locked.id, alice.id));
    EXPECT_EQ(add(tx, list, {bob.id}).error().refusal, Refusal::Invalid);
    EXPECT_TRUE(add(tx, list, {}));
}

TEST(ListMembers, AreTakenOut) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account, carol = make_user(tx).account;
    const auto list = make_list(tx, alice.id);
    for (const auto& one : {bob, carol}) ASSERT_TRUE(relationships::follow(tx, alice, one.id));
    ASSERT_TRUE(add(tx, list, {bob.id, carol.id}));

    remove_members(tx, list, std::vector{bob.id, alice.id, AccountId{1}});

    EXPECT_THAT(members(tx, list, {}), ElementsAre(carol.id));
}

TEST(ListMembers, LeaveWhenTheFollowEnds) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account, carol = make_user(tx).account,
               dave = make_user(tx).account;
    const auto list = make_list(tx, alice.id), other = make_list(tx, alice.id);
    for (const auto& one : {bob, carol, dave}) ASSERT_TRUE(relationships::follow(tx, alice, one.id));
    ASSERT_TRUE(add(tx, list, {bob.id, carol.id, dave.id}));
    ASSERT_TRUE(add(tx, other, {bob.id}));

    ASSERT_TRUE(relationships::unfollow(tx, alice, bob.id));
    ASSERT_TRUE(relationships::block(tx, carol, alice.id));
    ASSERT_TRUE(relationships::remove_follower(tx, dave, alice.id));

    EXPECT_THAT(members(tx, list, {}), IsEmpty());
    EXPECT_THAT(members(tx, other, {}), IsEmpty());
    ASSERT_TRUE(relationships::follow(tx, alice, bob.id));
    EXPECT_THAT(members(tx, list, {}), IsEmpty()); // Following again brings nobody back.
}

TEST(ListMembers, WhoWereAskedStayOnlyWhenTheyAgree) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx, {.is_locked = true}).account,
               carol = make_user(tx, {.is_locked = true}).account, dave = make_user(tx, {.is_locked = true}).account;
    const auto list = make_list(tx, alice.id);
    for (const auto& one : {bob, carol, dave}) ASSERT_TRUE(relationships::follow(tx, alice, one.id));
    ASSERT_TRUE(add(tx, list, {bob.id, carol.id, dave.id}));

    ASSERT_TRUE(relationships::authorize_follow_request(tx, bob, alice.id));
    ASSERT_TRUE(relationships::reject_follow_request(tx, carol, alice.id));
    ASSERT_TRUE(relationships::unfollow(tx, alice, dave.id));

    EXPECT_THAT(members(tx, list, {}), ElementsAre(bob.id));
}

TEST(ListMembers, ArePagedByTheirIdsWithoutSuspendedOnes) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;
    const auto list = make_list(tx, alice.id);
    std::vector<AccountId> p;
    for (int i = 0; i < 5; ++i) {
        p.push_back(make_account(tx, {.is_suspended = i == 2}).id);
        make_follow(tx, alice.id, p.back());
        tx.exec("insert into list_accounts (list_id, account_id, owner_account_id) values ($1, $2, $3)",
                {list.id, p.back(), alice.id});
    }

    EXPECT_THAT(members(tx, list, {.limit = 2}), ElementsAre(p[4], p[3]));
    EXPECT_THAT(members(tx, list, {.max_id = p[3].value, .limit = 2}), ElementsAre(p[1], p[0]));
    EXPECT_THAT(members(tx, list, {.min_id = p[0].value, .limit = 2}), ElementsAre(p[3], p[1]));
    EXPECT_THAT(all_members(tx, list), ElementsAre(p[4], p[3], p[1], p[0]));
}

TEST(Lists, WalkAnIndexInOneStatementEach) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    ASSERT_TRUE(relationships::follow(tx, alice, bob.id));
    const auto list = make_list(tx, alice.id);

    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        (void)lists_of(tx, alice.id);
        (void)lists_with(tx, alice.id, bob.id);
        (void)find_list(tx, alice.id, list.id);
        (void)members(tx, list, {});
        (void)members(tx, list, {.min_id = 1});
        (void)all_members(tx, list);
        (void)add(tx, list, {bob.id});
        remove_members(tx, list, std::vector{bob.id});
        leave_lists(tx, alice.id, bob.id);
    });
    EXPECT_EQ(statements_of(tx, [&] { (void)lists_of(tx, alice.id); }), 1);
    EXPECT_EQ(statements_of(tx, [&] { (void)members(tx, list, {}); }), 1);
}

} // namespace
} // namespace lists

#include "notifications/policy.h"

#include "notifications/list.h"
#include "notifications/notifications.h"
#include "notifications/requests.h"
#include "notifications/senders.h"
#include "relationships/follows.h"
#include "statuses/favourites.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace notifications {
namespace {

using statuses::Visibility;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A reader whose policy a test sets, and strangers who have been here for long.
class NotificationPolicy : public ::testing::Test {
protected:
    accounts::Account stranger(const TestUser& wanted = {}) {
        auto account = make_user(tx, wanted).account;
        tx.exec("update accounts set created_at = 0 where id = $1", {account.id});
        return account;
    }
    accounts::Account follower(base::Time since) {
        auto account = stranger();
        make_follow(tx, account.id, reader.id);
        tx.exec("update follows set created_at = $2 where account_id = $1", {account.id, since});
        return account;
    }
    accounts::Account followed() {
        auto account = stranger();
        make_follow(tx, reader.id, account.id);
        return account;
    }
    void set(Action Policy::*part, Action action) {
        Policy policy;
        policy.*part = action;
        set_policy(tx, reader.id, policy);
    }
    Action verdict(const accounts::Account& from, Kind kind = Kind::Follow, StatusId status = {}) {
        const Notice notice{.to = reader.id, .kind = kind, .from = from.id, .status = status};
        return decide(tx, notice, *find_sender(tx, notice));
    }

    TestDb database;
    db::Tx tx = database.begin();
    accounts::Account reader = make_person(tx, "reader");
};

TEST_F(NotificationPolicy, IsMastodonsAtFirst) {
    const Policy policy = policy_of(tx, reader.id);

    EXPECT_EQ(policy.private_mentions, Action::Filter);
    EXPECT_EQ(policy.limited_accounts, Action::Filter);
    for (const auto part : {&Policy::not_following, &Policy::not_followers, &Policy::new_accounts, &Policy::bots}) {
        EXPECT_EQ(policy.*part, Action::Accept);
    }
    EXPECT_EQ(verdict(stranger()), Action::Accept);
}

TEST_F(NotificationPolicy, IsKept) {
    set(&Policy::bots, Action::Drop);
    EXPECT_EQ(policy_of(tx, reader.id).bots, Action::Drop);
    set(&Policy::bots, Action::Accept);
    EXPECT_EQ(policy_of(tx, reader.id).bots, Action::Accept);
    EXPECT_EQ(policy_of(tx, stranger().id).private_mentions, Action::Filter);
}

TEST_F(NotificationPolicy, KnowsWhoIsFollowed) {
    set(&Policy::not_following, Action::Drop);

    EXPECT_EQ(verdict(stranger()), Action::Drop);
    EXPECT_EQ(verdict(follower(base::Time{})), Action::Drop);
    EXPECT_EQ(verdict(followed()), Action::Accept);
    EXPECT_EQ(verdict(stranger(), Kind::Poll), Action::Accept); // Not what strangers begin.
    EXPECT_EQ(verdict(stranger(), Kind::AdminSignUp), Action::Accept);
}

TEST_F(NotificationPolicy, KnowsWhoFollowsSinceThreeDays) {
    set(&Policy::not_followers, Action::Filter);

    EXPECT_EQ(verdict(stranger()), Action::Filter);
    EXPECT_EQ(verdict(followed()), Action::Filter);
    EXPECT_EQ(verdict(follower(tx.now() - std::chrono::days(2))), Action::Filter);
    EXPECT_EQ(verdict(follower(tx.now() - std::chrono::days(3))), Action::Accept);
}

TEST_F(NotificationPolicy, KnowsNewLimitedAndAutomatedAccounts) {
    const auto old = stranger(), made_now = make_person(tx), limited = stranger(), bot = stranger();
    tx.exec("update accounts set silenced_at = 1 where id = $1", {limited.id});
    tx.exec("update accounts set actor_type = 'Service' where id = $1", {bot.id});
    const auto verdicts = [&] { return std::vector{verdict(old), verdict(made_now), verdict(limited), verdict(bot)}; };
    using enum Action;

    set(&Policy::new_accounts, Drop);
    EXPECT_THAT(verdicts(), ElementsAre(Accept, Drop, Filter, Accept));
    set(&Policy::limited_accounts, Drop);
    EXPECT_THAT(verdicts(), ElementsAre(Accept, Accept, Drop, Accept));
    set(&Policy::bots, Filter);
    EXPECT_THAT(verdicts(), ElementsAre(Accept, Accept, Filter, Filter));
    for (const auto& account : {made_now, limited, bot}) make_follow(tx, reader.id, account.id);
    EXPECT_THAT(verdicts(), ElementsAre(Accept, Accept, Accept, Accept));
}

TEST_F(NotificationPolicy, KeepsPrivateMentionsApartThatNobodyAskedFor) {
    const auto writer = stranger(), other = stranger();
    const auto says = [&](const accounts::Account& author, StatusId to, Visibility visibility = Visibility::Direct) {
        statuses::Draft draft;
        draft.text = "hello @" + writer.username;
        if (author.id != reader.id) draft.text += " @reader @" + other.username;
        draft.visibility = visibility;
        if (to) draft.in_reply_to = to;
        return make_status(tx, author, draft);
    };
    const auto first = says(writer, {});
    const auto open = says(writer, {}, Visibility::Public);
    const auto answer = says(reader, first);
    const auto third = says(writer, answer);
    const auto aside = says(other, third);

    EXPECT_EQ(verdict(writer, Kind::Mention, first), Action::Filter);
    EXPECT_EQ(verdict(writer, Kind::Mention, open), Action::Accept);
    EXPECT_EQ(verdict(writer, Kind::Mention, third), Action::Accept);
    EXPECT_EQ(verdict(writer, Kind::Mention, says(writer, aside)), Action::Accept); // Further up.
    EXPECT_EQ(verdict(other, Kind::Mention, aside), Action::Filter);                // Nobody wrote to them.
    make_follow(tx, reader.id, other.id);
    EXPECT_EQ(verdict(other, Kind::Mention, aside), Action::Accept);
}

TEST_F(NotificationPolicy, LetsStaffThrough) {
    set(&Policy::not_following, Action::Drop);
    const auto moderator = stranger({.role = accounts::Role::Moderator});

    EXPECT_EQ(verdict(moderator, Kind::Mention), Action::Accept);
    EXPECT_EQ(verdict(moderator, Kind::Favourite), Action::Drop);
    tx.exec("update users set role = 'owner' where account_id = $1", {reader.id});
    EXPECT_EQ(verdict(moderator, Kind::Mention), Action::Drop);
}

TEST_F(NotificationPolicy, DecidesWhatIsToldListedAndHeard) {
    set(&Policy::not_following, Action::Filter);
    const auto filtered = stranger();
    make_status(tx, filtered, "@reader hello");
    Filter everything;
    everything.includes_filtered = true;

    EXPECT_THAT(page_of(tx, reader.id, {}, {}), IsEmpty());
    ASSERT_THAT(page_of(tx, reader.id, everything, {}), SizeIs(1));
    EXPECT_TRUE(page_of(tx, reader.id, everything, {})[0].is_filtered);
    EXPECT_THAT(page_of(tx, reader.id, {.from = filtered.id}, {}), SizeIs(1));
    EXPECT_EQ(count_unread(tx, reader.id, {}, 10), 0);
    EXPECT_EQ(pending_of(tx, reader.id).requests, 1);

    set(&Policy::not_following, Action::Drop);
    make_status(tx, filtered, "@reader hello again");
    EXPECT_THAT(page_of(tx, reader.id, everything, {}), SizeIs(1));
}

TEST_F(NotificationPolicy, LooksNothingUpInWholeTables) {
    set(&Policy::private_mentions, Action::Drop);
    const auto writer = stranger();
    const auto status = make_status(tx, writer, "@reader hello", Visibility::Direct);

    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        policy_of(tx, reader.id);
        verdict(writer, Kind::Mention, status);
    });
}

} // namespace
} // namespace notifications

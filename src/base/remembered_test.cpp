#include "base/remembered.h"

#include "accounts/known_accounts.h"

#include <gtest/gtest.h>

namespace base {
namespace {

using accounts::KnownAccount;

constexpr AccountId kAlice{1}, kBob{2};
constexpr Time kNow{std::chrono::hours(1000)};

struct RememberedTest : testing::Test {
    // Somebody asks, hears this, and may keep what they read then.
    Sight told(const std::string& position, std::vector<RowChange> changes = {}, Time now = kNow) {
        return remembered.take(remembered.ask(now), {.position = position, .changes = changes}, now);
    }
    void keep(const Sight& sight, AccountId id) {
        remembered.keep_account(sight, id, std::make_shared<const KnownAccount>());
    }

    Remembered remembered;
};

TEST_F(RememberedTest, ForgetsWhatHasChangedAndNothingElse) {
    const auto sight = told("1");
    keep(sight, kAlice);
    keep(sight, kBob);

    told("2", {{RowKind::Account, kAlice.value}, {RowKind::Status, kBob.value}});

    EXPECT_FALSE(remembered.account(kAlice));
    EXPECT_TRUE(remembered.account(kBob));
    told("3", {{RowKind::Emojis, 0}});
    EXPECT_FALSE(remembered.account(kBob));
}

TEST_F(RememberedTest, AsksOnFromWhereItWas) {
    EXPECT_EQ(remembered.ask(kNow).position, "");
    told("7");
    EXPECT_EQ(remembered.ask(kNow + std::chrono::minutes(1)).position, "7");
}

TEST_F(RememberedTest, BelievesNothingThatItHasNotAskedAboutForLong) {
    keep(told("7"), kAlice);
    for (const auto later : {kNow + std::chrono::minutes(2), kNow - std::chrono::minutes(1)}) {
        EXPECT_EQ(remembered.ask(later).position, "");
    }
    told("8", {}, kNow + std::chrono::minutes(2));
    EXPECT_FALSE(remembered.account(kAlice));
}

TEST_F(RememberedTest, ForgetsAllWhenTooMuchHasChanged) {
    keep(told("1"), kAlice);

    remembered.take(remembered.ask(kNow), {.position = "2", .changes = {}, .is_complete = false}, kNow);

    EXPECT_FALSE(remembered.account(kAlice));
    EXPECT_EQ(remembered.ask(kNow).position, "2");
}

TEST_F(RememberedTest, KeepsNothingThatMayHaveBeenReadBeforeAChange) {
    told("1");
    const std::vector<RowChange> change = {{RowKind::Account, kAlice.value}};

    const auto slow_question = remembered.ask(kNow);
    const auto reader = told("2");
    told("3", change);
    keep(reader, kAlice); // Read before somebody was told of the change.
    EXPECT_FALSE(remembered.account(kAlice));

    const auto slow = remembered.take(slow_question, {.position = "2", .changes = {}}, kNow);
    keep(slow, kAlice);
    EXPECT_FALSE(remembered.account(kAlice));
    EXPECT_EQ(remembered.ask(kNow).position, "3") << "it does not go back";

    const auto past =
        remembered.take(remembered.ask(kNow), {.position = "2", .changes = {}, .is_of_the_past = true}, kNow);
    keep(past, kAlice);
    EXPECT_FALSE(remembered.account(kAlice));

    keep(told("3"), kAlice);
    EXPECT_TRUE(remembered.account(kAlice));
}

TEST_F(RememberedTest, HoldsSoManyAndNoMore) {
    const auto sight = told("1");
    for (std::int64_t id = 1; id <= 10'000; ++id) keep(sight, AccountId{id});

    EXPECT_TRUE(remembered.account(AccountId{10'000}));
    EXPECT_FALSE(remembered.account(AccountId{1}));
}

} // namespace
} // namespace base

#include "federation/key_fetches.h"

#include <gtest/gtest.h>

#include <future>

namespace federation {
namespace {

constexpr base::Time kNow{std::chrono::hours(1)};

TEST(KeyFetches, LeaveAServerAloneThatMadeUsWaitForNothing) {
    KeyFetches fetches;
    fetches.note_silent(kNow, "silent.test");

    EXPECT_EQ(fetches.check(kNow, "silent.test").error().refusal, base::Refusal::Unavailable);
    EXPECT_FALSE(fetches.begin(kNow + std::chrono::minutes(4), "silent.test"));
    EXPECT_TRUE(fetches.check(kNow + std::chrono::minutes(5), "silent.test"));
    EXPECT_TRUE(fetches.check(kNow, "other.test"));
}

TEST(KeyFetches, WaitForThreeOfOneOwnersServersAndNoMore) {
    KeyFetches fetches;
    const base::Time later = kNow + std::chrono::seconds(1);
    for (const auto* host : {"a.wild.test", "b.wild.test", "c.wild.test"}) EXPECT_TRUE(fetches.begin(kNow, host));
    EXPECT_TRUE(fetches.check(kNow, "d.wild.test")) << "they may still answer at once";

    EXPECT_EQ(fetches.begin(later, "d.wild.test").error().refusal, base::Refusal::Unavailable);
    EXPECT_TRUE(fetches.begin(later, "other.test"));
    fetches.end(kNow, "b.wild.test");

    EXPECT_TRUE(fetches.begin(later, "d.wild.test"));
    EXPECT_TRUE(fetches.check(later, "e.wild.test"));
}

TEST(KeyFetches, AskAServerThatAnswersForManyInTurn) {
    KeyFetches fetches;
    for (int i = 0; i < 6; ++i) ASSERT_TRUE(fetches.begin(kNow, "quick.test"));
    EXPECT_EQ(fetches.begin(kNow, "quick.test").error().refusal, base::Refusal::Unavailable) << "it has waited";

    auto seventh = std::async(std::launch::async, [&] { return fetches.begin(kNow, "quick.test").has_value(); });
    fetches.end(kNow, "quick.test");

    EXPECT_TRUE(seventh.get());
}

TEST(KeyFetches, RememberSoManyAndNoMore) {
    KeyFetches fetches;
    for (int i = 0; i < 10'001; ++i) fetches.note_silent(kNow, "s" + std::to_string(i) + ".test");

    EXPECT_TRUE(fetches.check(kNow, "s0.test"));
    EXPECT_FALSE(fetches.check(kNow, "s10000.test"));
}

} // namespace
} // namespace federation

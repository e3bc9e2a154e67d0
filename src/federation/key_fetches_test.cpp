#include "federation/key_fetches.h"

#include <gtest/gtest.h>

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

TEST(KeyFetches, AskOneOwnersServersForThreeAtOnce) {
    KeyFetches fetches;
    for (const auto* host : {"a.wild.test", "b.wild.test", "c.wild.test"}) EXPECT_TRUE(fetches.begin(kNow, host));

    EXPECT_EQ(fetches.begin(kNow, "d.wild.test").error().refusal, base::Refusal::Unavailable);
    EXPECT_TRUE(fetches.begin(kNow, "other.test"));
    fetches.end("b.wild.test");

    EXPECT_TRUE(fetches.begin(kNow, "d.wild.test"));
    EXPECT_FALSE(fetches.check(kNow, "e.wild.test"));
}

TEST(KeyFetches, RememberSoManyAndNoMore) {
    KeyFetches fetches;
    for (int i = 0; i < 10'001; ++i) fetches.note_silent(kNow, "s" + std::to_string(i) + ".test");

    EXPECT_TRUE(fetches.check(kNow, "s0.test"));
    EXPECT_FALSE(fetches.check(kNow, "s10000.test"));
}

} // namespace
} // namespace federation

#include "base/nearest.h"

#include <gtest/gtest.h>

namespace base {
namespace {

constexpr std::string_view kKnown[] = {"domain", "database", "data", "serve", "accounts create"};

TEST(Nearest, FindsWhatWasMeant) {
    EXPECT_EQ(nearest("domian", kKnown), "domain");
    EXPECT_EQ(nearest("sevre", kKnown), "serve");
    EXPECT_EQ(nearest("servee", kKnown), "serve");
    EXPECT_EQ(nearest("accounts crate", kKnown), "accounts create");
    EXPECT_EQ(nearest("dat", kKnown), "data");
}

TEST(Nearest, StaysSilentWhenNothingIsNear) {
    EXPECT_EQ(nearest("port", kKnown), "");
    EXPECT_EQ(nearest("", kKnown), "");
    EXPECT_EQ(nearest(std::string(10'000, 'd'), kKnown), "");
}

} // namespace
} // namespace base

#include "federation/bearcaps.h"

#include <gtest/gtest.h>

namespace federation {
namespace {

TEST(Bearcaps, NameAnAddressAndATokenForIt) {
    const auto read = read_bearcap("bear:?u=https%3A%2F%2Fa.test%2F1%3Fx%3D1%26y&t=s3+cret");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->url, "https://a.test/1?x=1&y");
    EXPECT_EQ(read->token, "s3+cret");
    EXPECT_EQ(address_of("bear:?t=x&u=https://a.test/1"), "https://a.test/1");
    EXPECT_EQ(address_of("https://a.test/1"), "https://a.test/1");
}

TEST(Bearcaps, LackNeither) {
    for (const auto* odd : {"", "bear:", "bear:?", "bear:?u=https://a.test/1", "bear:?t=x",
                            "bear:?t=&u=https://a.test/", "bear:?t=%zz&u=https://a.test/", "https://a.test/?t=x&u=y"}) {
        EXPECT_FALSE(read_bearcap(odd)) << odd;
    }
}

} // namespace
} // namespace federation

#include "federation/discovery_limit.h"

#include "support/test_world.h"

#include <gtest/gtest.h>

namespace federation {
namespace {

// How many names under `name` may be discovered at once, of twenty.
int discovered_under(const TestWorld& world, const std::string& name) {
    int discovered = 0;
    for (int i = 0; i < 20; ++i) {
        if (take_discovery(world.context, "s" + std::to_string(i) + "." + name)) ++discovered;
    }
    return discovered;
}

TEST(DiscoveryLimit, CountsWhatOneOwnerHasByANameHoweverShort) {
    const TestWorld world;

    for (const auto* name : {"wild.test", "abc.xyz", "co.wild", "a.b.com", "deep.down.abc.dev", "x.jp"}) {
        EXPECT_EQ(discovered_under(world, name), 10) << name;
    }
}

TEST(DiscoveryLimit, CountsEachNameThatARegistryGivesAway) {
    const TestWorld world;

    for (const auto* name : {"co.jp", "com.au", "org.uk"}) EXPECT_EQ(discovered_under(world, name), 20) << name;
    EXPECT_EQ(discovered_under(world, "wild.co.jp"), 10);
}

} // namespace
} // namespace federation

#include "http/rate_limits.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace http {
namespace {

class FixedClock final : public base::Clock {
public:
    base::Time now() const override { return time; }
    base::Time time = base::Time(std::chrono::minutes(1000 * 60));
};

RateKey address(std::string_view text) { return RateKey::of_address(*base::IpAddress::parse(text)); }

TEST(RateLimits, AllowAsManyAsTheRuleSays) {
    FixedClock clock;
    RateLimits limits(clock);

    for (int i = 1; i <= 5; ++i) EXPECT_TRUE(limits.count(Rule::AppRegistration, address("192.0.2.1")).is_allowed);

    const auto refused = limits.count(Rule::AppRegistration, address("192.0.2.1"));
    EXPECT_FALSE(refused.is_allowed);
    EXPECT_EQ(refused.limit, 5);
    EXPECT_EQ(refused.left, 0);
    EXPECT_EQ(refused.resets_at, clock.time + std::chrono::minutes(10));
    EXPECT_TRUE(limits.count(Rule::AppRegistration, address("192.0.2.2")).is_allowed);
}

TEST(RateLimits, BeginAnewWithTheNextWindow) {
    FixedClock clock;
    RateLimits limits(clock);
    clock.time += std::chrono::minutes(9);
    for (int i = 0; i < 6; ++i) (void)limits.count(Rule::AppRegistration, address("192.0.2.1"));

    clock.time += std::chrono::seconds(59);
    EXPECT_FALSE(limits.count(Rule::AppRegistration, address("192.0.2.1")).is_allowed);

    clock.time += std::chrono::seconds(1);
    EXPECT_EQ(limits.count(Rule::AppRegistration, address("192.0.2.1")).left, 4);
    EXPECT_EQ(limits.key_count(), 1u);
}

TEST(RateLimits, TakeTheHalfOfAnIpv6AddressForOneClient) {
    EXPECT_EQ(address("2001:db8:1:2::1"), address("2001:db8:1:2:ffff::9"));
    EXPECT_NE(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
    EXPECT_NE(address("192.0.2.1"), address("192.0.2.2"));
    EXPECT_EQ(address("192.0.2.1"), address("::ffff:192.0.2.1"));
}

TEST(RateLimits, CanBeGivenBack) {
    FixedClock clock;
    RateLimits limits(clock);
    for (int i = 0; i < 5; ++i) (void)limits.count(Rule::SignUp, RateKey::of_id(1));

    limits.give_back(Rule::SignUp, RateKey::of_id(1));
    limits.give_back(Rule::SignUp, RateKey::of_id(2));

    EXPECT_TRUE(limits.count(Rule::SignUp, RateKey::of_id(1)).is_allowed);
    EXPECT_FALSE(limits.count(Rule::SignUp, RateKey::of_id(1)).is_allowed);
}

TEST(RateLimits, Security35_NeverLetMoreThroughHoweverManyAskAtOnce) {
    FixedClock clock;
    RateLimits limits(clock);
    std::atomic<int> allowed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 10; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 100; ++j) allowed += limits.count(Rule::ApiOfToken, RateKey::of_id(7)).is_allowed;
        });
    }
    for (auto& thread : threads) thread.join();

    EXPECT_EQ(allowed, 300);
}

TEST(RateLimits, StaySmallAndRememberTheBusiest) {
    FixedClock clock;
    RateLimits limits(clock);
    for (int i = 0; i < 25; ++i) (void)limits.count(Rule::SignIn, address("192.0.2.1"));

    for (std::int64_t i = 0; i < 200'000; ++i) (void)limits.count(Rule::SignIn, RateKey::of_id(i));

    EXPECT_LE(limits.key_count(), RateLimits::kMaxKeys);
    EXPECT_FALSE(limits.count(Rule::SignIn, address("192.0.2.1")).is_allowed);
}

} // namespace
} // namespace http

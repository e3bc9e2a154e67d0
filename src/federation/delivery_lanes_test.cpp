#include "federation/delivery_lanes.h"

#include "support/test_world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace federation {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

void add(Lanes& lanes, const std::string& host, int count = 1, Priority priority = Priority::Normal) {
    static std::int64_t id = 0;
    for (int i = 0; i < count; ++i) {
        lanes.add({.id = ++id, .document_id = 1, .host = host, .inbox_url = {}, .priority = priority});
    }
}

// The hosts of all that may be sent now.
std::vector<std::string> sent(Lanes& lanes) {
    std::vector<std::string> hosts;
    while (const auto delivery = lanes.next()) hosts.push_back(delivery->host);
    return hosts;
}

void make_well(Lanes& lanes, const std::string& host) { lanes.learn({.host = host, .is_well = true}); }

TEST(Lanes, AServerGetsOneRequestAtATimeAtFirst) {
    Lanes lanes;
    add(lanes, "a.test", 3);
    add(lanes, "b.test", 3);

    EXPECT_THAT(sent(lanes), ElementsAre("a.test", "b.test"));
    lanes.succeeded("a.test");
    EXPECT_THAT(sent(lanes), ElementsAre("a.test"));
    EXPECT_EQ(lanes.held(), 5u);
    EXPECT_EQ(lanes.under_way(), 2u);
}

TEST(Lanes, ALaneGetsWiderWhileItsServerAnswersWell) {
    Lanes lanes;
    add(lanes, "a.test", 100);

    std::size_t widest = 0;
    for (int i = 0; i < 60; ++i) {
        sent(lanes);
        widest = std::max(widest, lanes.under_way());
        lanes.succeeded("a.test");
    }

    EXPECT_EQ(widest, 8u);
}

TEST(Lanes, ServersInDoubtLeaveRoomForTheOthers) {
    Lanes lanes({.under_way = 4, .under_way_in_doubt = 2});
    for (const auto* host : {"bad1.test", "bad2.test", "bad3.test"}) add(lanes, host);
    for (const auto* host : {"good1.test", "good2.test", "good3.test"}) {
        make_well(lanes, host);
        add(lanes, host);
    }

    const auto hosts = sent(lanes);

    EXPECT_EQ(hosts.size(), 4u);
    EXPECT_EQ(std::ranges::count_if(hosts, [](const auto& host) { return host.starts_with("bad"); }), 2);
}

TEST(Lanes, ALongQueueDoesNotKeepItsTurnForEver) {
    Lanes lanes({.under_way = 1, .in_a_row = 3});
    make_well(lanes, "a.test");
    make_well(lanes, "b.test");
    add(lanes, "a.test", 10);
    add(lanes, "b.test", 1);

    std::vector<std::string> order;
    for (int i = 0; i < 5; ++i) {
        const auto delivery = lanes.next();
        order.push_back(delivery->host);
        lanes.succeeded(delivery->host);
    }

    EXPECT_THAT(order, ElementsAre("a.test", "a.test", "a.test", "b.test", "a.test"));
}

TEST(Lanes, PausesGetLongerUntilTheServerAnswers) {
    Lanes lanes;
    auto now = kTestTime;
    for (const auto pause : {seconds(15), seconds(30), seconds(60)}) {
        add(lanes, "a.test");
        sent(lanes);
        EXPECT_TRUE(lanes.failed("a.test", now));
        EXPECT_EQ(lanes.paused_until("a.test", now), now + pause);
        now += pause;
        EXPECT_EQ(lanes.paused_until("a.test", now), std::nullopt);
    }

    add(lanes, "a.test");
    sent(lanes);
    lanes.succeeded("a.test");
    add(lanes, "a.test", 2);
    sent(lanes);
    EXPECT_FALSE(lanes.failed("a.test", now)); // Once is chance.
    sent(lanes);
    EXPECT_TRUE(lanes.failed("a.test", now));
    EXPECT_EQ(lanes.paused_until("a.test", now), now + seconds(15));
}

TEST(Lanes, SeveralFailuresAtOnceAreOnePause) {
    Lanes lanes;
    make_well(lanes, "a.test");
    add(lanes, "a.test", 40);
    for (int i = 0; i < 12; ++i) {
        sent(lanes);
        lanes.succeeded("a.test");
    }
    sent(lanes);
    ASSERT_GT(lanes.under_way(), 3u);

    int pauses = 0;
    while (lanes.under_way() > 0) pauses += lanes.failed("a.test", kTestTime);

    EXPECT_EQ(pauses, 1);
    EXPECT_EQ(lanes.paused_until("a.test", kTestTime), kTestTime + seconds(15));
}

TEST(Lanes, AServersOwnWishMakesAPauseLongerNotShorter) {
    Lanes lanes;
    add(lanes, "a.test");
    sent(lanes);
    lanes.failed("a.test", kTestTime);

    lanes.pause("a.test", kTestTime);
    EXPECT_EQ(lanes.paused_until("a.test", kTestTime), kTestTime + seconds(15));
    lanes.pause("a.test", kTestTime + seconds(90));
    EXPECT_EQ(lanes.paused_until("a.test", kTestTime), kTestTime + seconds(90));
}

TEST(Lanes, HoldFewOfAServerInDoubt) {
    Lanes lanes;
    EXPECT_TRUE(lanes.has_room("a.test", Priority::Normal, {}));
    EXPECT_FALSE(lanes.has_room("a.test", Priority::Normal, {.normal = 1}));
    EXPECT_FALSE(lanes.has_room("a.test", Priority::Low, {.normal = 1}));
    make_well(lanes, "a.test");
    EXPECT_TRUE(lanes.has_room("a.test", Priority::Normal, {.normal = 7}));
    EXPECT_FALSE(lanes.has_room("a.test", Priority::Normal, {.normal = 8}));
}

TEST(Lanes, WhatIsOfLowPriorityHasAShareOfItsOwn) {
    Lanes lanes({.held = 4, .held_low = 2});
    make_well(lanes, "a.test");
    EXPECT_TRUE(lanes.has_room("a.test", Priority::Low, {.normal = 8}));
    EXPECT_FALSE(lanes.has_room("a.test", Priority::Low, {.low = 1}));

    add(lanes, "a.test", 4);
    EXPECT_EQ(lanes.room(Priority::Normal), 0u);
    EXPECT_EQ(lanes.room(Priority::Low), 2u);
    add(lanes, "b.test", 2, Priority::Low);
    EXPECT_EQ(lanes.room(Priority::Low), 0u);
    EXPECT_FALSE(lanes.wants_low());

    sent(lanes);
    EXPECT_EQ(lanes.waiting(Priority::Low), 1u);
    lanes.succeeded("b.test", Priority::Low);
    EXPECT_EQ(lanes.room(Priority::Normal), 0u);
    EXPECT_EQ(lanes.room(Priority::Low), 1u);
    EXPECT_TRUE(lanes.wants_low());
    lanes.give_back("b.test");
    EXPECT_EQ(lanes.room(Priority::Low), 2u);
}

TEST(Lanes, GiveBackWhatWaits) {
    Lanes lanes;
    add(lanes, "a.test", 3);
    add(lanes, "b.test", 2);
    ASSERT_TRUE(lanes.next());

    EXPECT_EQ(lanes.give_back("a.test").size(), 2u);
    EXPECT_EQ(lanes.give_back().size(), 2u);
    EXPECT_EQ(lanes.held(), 1u);
    EXPECT_THAT(sent(lanes), ElementsAre());
}

} // namespace
} // namespace federation

#include "support/delivery_loop_fixture.h"

#include <gmock/gmock.h>

#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <set>
#include <thread>

// Loops that run while servers hang and processes end: what becomes of a single delivery is in delivery_loop_test.cpp.
namespace federation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::IsEmpty;
using testing::SizeIs;

TEST_F(DeliveryLoopTest, WhatIsOfLowPriorityAndHangsHoldsUpNobody) {
    std::vector<std::string> low;
    for (int i = 0; i < 20; ++i) {
        const auto host = "hanging" + std::to_string(i) + ".test";
        connect(host);
        inboxes_.say(host, "hang");
        low.push_back("http://" + host + "/low");
    }
    deliver_low(low);
    deliver_to({"http://a.test/inbox"});
    auto loop = make_loop({.under_way = 8, .under_way_in_doubt = 8, .held_low = 4});
    const auto begun = std::chrono::steady_clock::now();

    loop->start();
    while (inboxes_.requests().size() < 5 && std::chrono::steady_clock::now() < begun + seconds(8)) {
        std::this_thread::sleep_for(milliseconds(5));
    }
    deliver_to({"http://b.test/inbox"}); // Another process's: nothing rings.
    while (inboxes_.requests().size() < 6 && std::chrono::steady_clock::now() < begun + seconds(8)) {
        std::this_thread::sleep_for(milliseconds(5));
    }
    loop->stop(milliseconds(0));

    const auto visits = inboxes_.visits();
    EXPECT_THAT(visits, AllOf(SizeIs(6), testing::Contains("a.test/inbox"), testing::Contains("b.test/inbox")));
}

TEST_F(DeliveryLoopTest, OneThatHangsHoldsUpNobodyElse) {
    inboxes_.say("hanging.test", "hang");
    std::vector<std::string> urls;
    for (int i = 0; i < 20; ++i) urls.push_back("http://hanging.test/" + std::to_string(i));
    for (int i = 0; i < 20; ++i) urls.push_back("http://a.test/" + std::to_string(i));
    deliver_to(urls);
    auto loop = make_loop({.under_way = 4, .under_way_in_doubt = 2});
    const auto begun = std::chrono::steady_clock::now();

    loop->start();
    while (inboxes_.requests().size() < 21 && std::chrono::steady_clock::now() < begun + seconds(20)) {
        std::this_thread::sleep_for(milliseconds(10));
    }
    loop->stop(milliseconds(0));

    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(8));
    const auto visits = inboxes_.visits();
    EXPECT_EQ(std::ranges::count_if(visits, [](const auto& visit) { return visit.starts_with("hanging"); }), 1);
    EXPECT_EQ(visits.size(), 21u);
}

TEST_F(DeliveryLoopTest, WhatIsQueuedIsOnItsWayAtOnceWhoeverElseHangs) {
    base::Wakeup bell;
    auto& context = database_.world().context;
    context.deliveries_waiting = &bell;
    inboxes_.say("hanging.test", "hang");
    {
        DeliveryLoop loop({.context = context,
                           .database = *database_,
                           .client = *client_,
                           .limits = {},
                           .poll = std::chrono::hours(1)}); // It must not look by itself.
        loop.start();
        std::size_t expected = 0;
        const auto deliver_and_wait = [&](const std::vector<std::string>& urls) {
            deliver_to(urls);
            const auto until = std::chrono::steady_clock::now() + seconds(10);
            ++expected;
            while (inboxes_.requests().size() < expected && std::chrono::steady_clock::now() < until) {
                std::this_thread::sleep_for(milliseconds(5));
            }
            ASSERT_EQ(inboxes_.requests().size(), expected) << urls[0];
        };
        for (int i = 0; i < 3; ++i) deliver_and_wait({"http://a.test/" + std::to_string(i)});
        std::vector<std::string> many; // More than one server's turn.
        for (int i = 0; i < 20; ++i) many.push_back("http://hanging.test/" + std::to_string(i));
        deliver_and_wait(many);
        deliver_and_wait({"http://b.test/inbox"});
        loop.stop(milliseconds(0));
    }
    context.deliveries_waiting = nullptr;
}

TEST_F(DeliveryLoopTest, StoppingGivesBackWhatIsUnderWay) {
    inboxes_.say("hanging.test", "hang");
    deliver_to({"http://hanging.test/1", "http://hanging.test/2"});
    auto loop = make_loop();
    loop->start();
    while (inboxes_.requests().empty()) std::this_thread::sleep_for(milliseconds(5));

    loop->stop(milliseconds(50));

    ASSERT_THAT(rows(), SizeIs(2));
    for (const auto& row : rows()) {
        EXPECT_EQ(row.attempts, 0);
        EXPECT_LE(row.due_in, seconds(0));
    }
    inboxes_.say("hanging.test", "202 Accepted");
    EXPECT_EQ(run_due(), 2u);
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, WhatAKilledProcessHadIsSentAgain) {
    deliver_to({"http://a.test/inbox"});
    database_->write([](db::Tx& tx) { lease(tx, {find_due(tx, Priority::Normal, 1)[0].id}); }); // It was killed here.

    if (database_->is_postgresql()) {
        EXPECT_EQ(run_due(), 0u); // It may be another that lives.
        clock().advance(kDeliveryLease + seconds(1));
        EXPECT_EQ(run_due(), 1u);
    } else {
        auto loop = make_loop();
        loop->start();
        while (inboxes_.requests().empty()) std::this_thread::sleep_for(milliseconds(5));
        loop->stop();
    }
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, EverythingArrivesThoughProcessesAreKilled) {
    constexpr std::size_t kCount = 300;
    std::vector<std::string> urls;
    for (std::size_t i = 0; i < kCount; ++i) {
        urls.push_back("http://"
                       + std::string(i % 3 == 0   ? "a"
                                     : i % 3 == 1 ? "b"
                                                  : "c")
                       + ".test/" + std::to_string(i));
    }
    deliver_to(urls);

    for (int round = 0; round < 3; ++round) {
        const auto before = inboxes_.requests().size();
        database_.close(); // No connection may be open in two processes.
        const pid_t child = ::fork();
        if (child == 0) send_until_killed();
        const auto patience = std::chrono::steady_clock::now() + seconds(20);
        while (inboxes_.requests().size() < before + 30 && std::chrono::steady_clock::now() < patience) {
            std::this_thread::sleep_for(milliseconds(1));
        }
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        database_.open();
        clock().advance(kDeliveryLease + seconds(1));
    }
    run_due();

    const auto visits = inboxes_.visits();
    EXPECT_EQ(std::set<std::string>(visits.begin(), visits.end()).size(), kCount);
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
}

TEST_F(DeliveryLoopTest, ManyGoToManyServers) {
    std::vector<std::string> urls;
    for (int i = 0; i < 400; ++i) {
        const auto host = "host" + std::to_string(i % 40) + ".test";
        connect(host);
        urls.push_back("http://" + host + "/" + std::to_string(i));
    }
    deliver_to(urls);

    EXPECT_EQ(run_due(), 400u);

    auto visits = inboxes_.visits();
    std::ranges::sort(visits);
    EXPECT_EQ(visits.size(), 400u);
    EXPECT_EQ(std::ranges::adjacent_find(visits), visits.end());
    EXPECT_THAT(rows(), IsEmpty());
}

} // namespace
} // namespace federation

#include "jobs/schedule.h"

#include "jobs/queue.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace jobs {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Scheduled kSchedule[] = {{"hourly", 1h}, {"daily", 24h}};

class Schedule : public testing::Test {
protected:
    base::Time tick() {
        base::Time next;
        database_->write([&](db::Tx& tx) { next = queue_scheduled(tx, kSchedule); });
        return next;
    }
    std::vector<std::string> waiting() {
        std::vector<std::string> names;
        database_->read([&](db::Tx& tx) {
            for (const auto& job : list(tx, false, 100)) names.push_back(job.name);
        });
        return names;
    }

    TestDatabase database_;
};

TEST_F(Schedule, QueuesWhatIsDue) {
    EXPECT_EQ(tick(), kTestTime + 1h);
    EXPECT_THAT(waiting(), IsEmpty());
    database_.world().clock.advance(1h);
    EXPECT_EQ(tick(), kTestTime + 2h);

    EXPECT_THAT(waiting(), ElementsAre("hourly"));
}

TEST_F(Schedule, QueuesAtOnceWhatSaysSo) {
    static constexpr Scheduled kAtOnce[] = {{"count", 1h, true}};
    base::Time next;

    database_->write([&](db::Tx& tx) { next = queue_scheduled(tx, kAtOnce); });

    EXPECT_THAT(waiting(), ElementsAre("count"));
    EXPECT_EQ(next, kTestTime + 1h);
}

TEST_F(Schedule, QueuesOnceForAllNodes) {
    tick();
    database_.world().clock.advance(1h);
    tick();
    database_->write([](db::Tx& tx) { take(tx, lease_due(tx, 1).at(0)); });

    tick(); // Another node, a moment later.

    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Schedule, QueuesNothingBesideAJobThatStillWaits) {
    tick();
    for (int hour = 0; hour < 5; ++hour) {
        database_.world().clock.advance(1h);
        tick();
    }

    EXPECT_THAT(waiting(), ElementsAre("hourly"));
}

} // namespace
} // namespace jobs

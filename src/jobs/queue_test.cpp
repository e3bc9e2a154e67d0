#include "jobs/queue.h"

#include "support/test_db.h"

#include <gmock/gmock.h>

namespace jobs {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// A database whose clock the test turns. Each step is a transaction, as in a server.
class JobQueue : public testing::Test {
protected:
    void add(std::string_view name, std::optional<base::Time> at = {}, std::string_view key = {}) {
        database_->write([&](db::Tx& tx) { enqueue(tx, name, {{"n", 7}, {"who", "alice"}}, at, key); });
    }
    std::vector<Leased> lease(int limit = 10) {
        std::vector<Leased> leased;
        database_->write([&](db::Tx& tx) { leased = lease_due(tx, limit); });
        return leased;
    }
    std::vector<std::string> names_of(const std::vector<Leased>& leased) {
        std::vector<std::string> names;
        for (const auto& job : leased) names.push_back(job.name);
        return names;
    }
    bool finish(const Leased& job) {
        return database_->run(db::Access::Write, [&](db::Tx& tx) { return take(tx, job); });
    }
    bool fails(const Leased& job, int attempts) {
        bool is_dead = false;
        database_->write([&](db::Tx& tx) { is_dead = fail(tx, job, attempts, "it broke"); });
        return is_dead;
    }
    std::vector<Listed> listed(bool dead = false) {
        std::vector<Listed> all;
        database_->read([&](db::Tx& tx) { all = list(tx, dead, 100); });
        return all;
    }
    FakeClock& clock() { return database_.world().clock; }

    TestDatabase database_;
};

TEST_F(JobQueue, LeasesWhatIsDueOldestFirst) {
    add("later", kTestTime + 1min);
    add("first");
    clock().advance(1ms);
    add("second");

    EXPECT_THAT(names_of(lease()), ElementsAre("first", "second"));
    EXPECT_THAT(lease(), IsEmpty());
    clock().advance(1min);
    EXPECT_THAT(names_of(lease()), ElementsAre("later"));
}

TEST_F(JobQueue, LeasesNoMoreThanAsked) {
    for (int i = 0; i < 5; ++i) add("job");

    EXPECT_THAT(lease(2), SizeIs(2));
    EXPECT_THAT(lease(10), SizeIs(3));
}

TEST_F(JobQueue, HandsOverWhatItWasGiven) {
    add("job");

    const auto job = lease().at(0);

    EXPECT_EQ(job.arguments.integer("n"), 7);
    EXPECT_EQ(job.arguments.text("who"), "alice");
    EXPECT_EQ(job.arguments.id<AccountId>("n"), AccountId{7});
    EXPECT_THROW(job.arguments.integer("who"), std::runtime_error);
    EXPECT_THROW(job.arguments.text("missing"), std::runtime_error);
}

TEST_F(JobQueue, ForgetsWhatIsDone) {
    add("job");

    EXPECT_TRUE(finish(lease().at(0)));

    EXPECT_THAT(listed(), IsEmpty());
}

TEST_F(JobQueue, LetsOthersTakeOverWhenALeaseEnds) {
    add("job");
    const auto lost = lease().at(0);
    clock().advance(kLease);
    const auto held = lease().at(0);

    EXPECT_EQ(held.attempt, 2);
    EXPECT_FALSE(finish(lost));
    EXPECT_FALSE(fails(lost, 1));
    EXPECT_TRUE(finish(held));
}

TEST_F(JobQueue, TriesAgainLaterAndThenGivesUp) {
    add("job");

    EXPECT_FALSE(fails(lease().at(0), 2));
    EXPECT_THAT(lease(), IsEmpty());
    EXPECT_EQ(listed().at(0).last_error, "it broke");
    clock().advance(24s);
    EXPECT_TRUE(fails(lease().at(0), 2));

    clock().advance(24h);
    EXPECT_THAT(lease(), IsEmpty());
    EXPECT_THAT(listed(), IsEmpty());
    ASSERT_THAT(listed(true), SizeIs(1));
    EXPECT_EQ(listed(true).at(0).attempts, 2);
}

TEST_F(JobQueue, RevivesTheDead) {
    add("job", {}, "key");
    fails(lease().at(0), 1);
    add("job", {}, "key"); // The dead one is in nobody's way.
    const auto id = listed(true).at(0).id;

    database_->write([&](db::Tx& tx) {
        EXPECT_FALSE(retry(tx, JobId{1}));
        EXPECT_TRUE(retry(tx, id));
        EXPECT_FALSE(retry(tx, id));
        EXPECT_EQ(retry_all(tx), 0);
    });

    EXPECT_THAT(lease(), SizeIs(2));
}

TEST_F(JobQueue, RevivesAllTheDead) {
    for (int i = 0; i < 3; ++i) add("job");
    for (const auto& job : lease()) fails(job, 1);

    database_->write([&](db::Tx& tx) { EXPECT_EQ(retry_all(tx), 3); });

    EXPECT_THAT(lease(), SizeIs(3));
}

TEST_F(JobQueue, BuriesTheDeadForGoodAfterAWhile) {
    add("old");
    fails(lease().at(0), 1);
    clock().advance(48h);
    add("young");
    add("old but alive", kTestTime);
    fails(lease(2).at(1), 1);

    database_->write([&](db::Tx& tx) { EXPECT_EQ(delete_dead(tx, tx.now() - 24h, 100), 1); });

    ASSERT_THAT(listed(true), SizeIs(1));
    EXPECT_THAT(listed(), SizeIs(1));
}

TEST_F(JobQueue, KeepsOneJobOfAKey) {
    add("job", kTestTime + 1min, "key");
    add("job", {}, "key");
    add("job", {}, "other");
    EXPECT_THAT(listed(), SizeIs(2));

    clock().advance(1min);
    for (const auto& job : lease()) finish(job);
    add("job", {}, "key");

    EXPECT_THAT(listed(), SizeIs(1));
}

// The work may queue its own next run: take() has freed the key.
// What it is to do is not seen before it is committed.
TEST_F(JobQueue, BeginsOneThatSomebodyWantsWhenTheyAreThrough) {
    if (!tests_run_on_postgresql()) GTEST_SKIP() << "SQLite has one writer at a time";
    add("tally", {}, "tally:1");
    {
        db::Tx wish = database_->begin(db::Access::Write);
        enqueue(wish, "tally", {}, {}, "tally:1");
        EXPECT_THAT(lease(), IsEmpty());
    }
    EXPECT_THAT(names_of(lease()), ElementsAre("tally"));
}

TEST_F(JobQueue, LetsAJobQueueItself) {
    add("job", {}, "key");
    const auto job = lease().at(0);

    database_->write([&](db::Tx& tx) {
        ASSERT_TRUE(take(tx, job));
        enqueue(tx, "job", {}, tx.now() + 1min, "key");
    });

    EXPECT_THAT(listed(), SizeIs(1));
}

TEST_F(JobQueue, GivesBackWhatWasNotBegun) {
    add("job");
    const auto job = lease().at(0);

    database_->write([&](db::Tx& tx) { release(tx, job); });

    ASSERT_THAT(listed(), SizeIs(1));
    EXPECT_EQ(listed().at(0).attempts, 0);
    EXPECT_EQ(lease().at(0).attempt, 1);
}

TEST_F(JobQueue, RollsBackWithTheChangeThatQueuedIt) {
    database_->run(db::Access::Write, [](db::Tx& tx) {
        enqueue(tx, "job");
        return false;
    });

    EXPECT_THAT(listed(), IsEmpty());
}

TEST_F(JobQueue, KnowsWhenTheNextIsDue) {
    database_->read([](db::Tx& tx) { EXPECT_EQ(next_due(tx), std::nullopt); });
    add("job", kTestTime + 5min);
    add("job", kTestTime + 3min);

    database_->read([](db::Tx& tx) { EXPECT_EQ(next_due(tx), kTestTime + 3min); });
}

TEST(QueueIndexes, AreWalked) {
    db::Tx tx = TestDb().begin();
    std::vector<std::string> statements;
    tx.record(&statements);
    next_due(tx);
    lease_due(tx, 8);
    list(tx, true, 10);
    delete_dead(tx, tx.now(), 10);
    tx.record(nullptr);

    EXPECT_THAT(tx.explain(statements.at(0), {false}), HasSubstr("jobs_due"));
    EXPECT_THAT(tx.explain(statements.at(1), {tx.now(), 8, tx.now(), false}), HasSubstr("jobs_due"));
    EXPECT_THAT(tx.explain(statements.at(2), {10}), HasSubstr("jobs_dead"));
    EXPECT_THAT(tx.explain(statements.at(3), {1, 10}), HasSubstr("jobs_dead"));
}

TEST(RetryDelay, GrowsFromSecondsToDays) {
    SeededRandom random;
    for (int i = 0; i < 100; ++i) {
        EXPECT_GE(retry_delay(1, random), 16s);
        EXPECT_LE(retry_delay(1, random), 24s);
        EXPECT_GE(retry_delay(16, random), 65'551s);
        EXPECT_LE(retry_delay(16, random), 98'327s);
    }
}

} // namespace
} // namespace jobs

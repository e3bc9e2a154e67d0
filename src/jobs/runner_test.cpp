#include "jobs/runner.h"

#include "support/test_db.h"

#include <gmock/gmock.h>

#include <future>

namespace jobs {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::atomic<int> runs = 0;
std::promise<void>* begun = nullptr;
std::shared_future<void> may_end;

void leave_trace(db::Tx& tx) {
    tx.exec("insert into settings (name, value) values ($1, 'ran')", {"run " + std::to_string(++runs)});
}

void succeed(const Arguments&, db::Tx& tx) { leave_trace(tx); }

void throw_up(const Arguments&, db::Tx& tx) {
    leave_trace(tx);
    throw std::runtime_error("no luck");
}

void wait_until_told(const Arguments&, db::Tx& tx) {
    leave_trace(tx);
    begun->set_value();
    may_end.wait();
}

std::atomic<int> calls = 0;

void call_somebody(const Arguments&, const base::Context&) {
    if (++calls == 1) throw std::runtime_error("nobody answers");
}

constexpr Kind kKinds[] = {{"succeed", 3, succeed},
                           {"throw_up", 2, throw_up},
                           {"wait", 3, wait_until_told},
                           {"call", 3, succeed, call_somebody}};
constexpr Scheduled kSchedule[] = {{"succeed", 1h}};

class JobRunner : public testing::Test {
protected:
    JobRunner() {
        runs = 0;
        database_.world().context.jobs_waiting = &wakeup_;
    }
    void add(std::string_view name) {
        database_->write([&](db::Tx& tx) { enqueue(tx, name); });
    }
    std::unique_ptr<Runner> make(int threads = 1) {
        return std::make_unique<Runner>(RunnerParts{.context = database_.world().context,
                                                    .database = *database_,
                                                    .kinds = kKinds,
                                                    .schedule = kSchedule,
                                                    .threads = threads});
    }
    std::vector<Listed> listed(bool dead) {
        std::vector<Listed> all;
        database_->read([&](db::Tx& tx) { all = list(tx, dead, 100); });
        return all;
    }
    std::int64_t traces() {
        std::int64_t count = 0;
        database_->read([&](db::Tx& tx) { count = *tx.query_integer("select count(*) from settings"); });
        return count;
    }
    // Waits, at most ten seconds, until the queue is empty.
    void wait_until_done() {
        for (int i = 0; i < 1000 && !listed(false).empty(); ++i) std::this_thread::sleep_for(10ms);
    }

    base::Wakeup wakeup_;
    TestDatabase database_;
};

TEST_F(JobRunner, DoesTheWorkAndForgetsTheJobTogether) {
    add("succeed");

    EXPECT_EQ(make()->run_due(), 1u);

    EXPECT_EQ(traces(), 1);
    EXPECT_THAT(listed(false), IsEmpty());
}

TEST_F(JobRunner, RollsBackWhatAFailedJobDid) {
    add("throw_up");

    make()->run_due();

    EXPECT_EQ(runs, 1);
    EXPECT_EQ(traces(), 0);
    ASSERT_THAT(listed(false), SizeIs(1));
    EXPECT_EQ(listed(false).at(0).last_error, "no luck");
}

TEST_F(JobRunner, WaitsForOthersBeforeTheTransaction) {
    calls = 0;
    add("call");
    const auto runner = make();

    runner->run_due();
    EXPECT_EQ(runs, 0);
    ASSERT_THAT(listed(false), SizeIs(1));
    EXPECT_EQ(listed(false).at(0).last_error, "nobody answers");
    database_.world().clock.advance(1min);
    runner->run_due();

    EXPECT_EQ(calls, 2);
    EXPECT_EQ(traces(), 1);
    EXPECT_THAT(listed(false), IsEmpty());
}

TEST_F(JobRunner, GivesUpAfterTheLastAttempt) {
    add("throw_up");
    const auto runner = make();
    runner->run_due();
    database_.world().clock.advance(1min);
    runner->run_due();

    EXPECT_EQ(runs, 2);
    ASSERT_THAT(listed(true), SizeIs(1));
}

TEST_F(JobRunner, GivesUpAtOnceOnWhatItDoesNotKnow) {
    add("from_the_future");

    make()->run_due();

    ASSERT_THAT(listed(true), SizeIs(1));
    EXPECT_THAT(listed(true).at(0).last_error, HasSubstr("knows no job of that name"));
}

TEST_F(JobRunner, FollowsItsSchedule) {
    const auto runner = make();
    runner->run_due();
    EXPECT_EQ(runs, 0);
    database_.world().clock.advance(1h);
    runner->run_due();

    EXPECT_EQ(runs, 1);
}

TEST_F(JobRunner, WakesWhenAJobIsQueued) {
    const auto runner = make(2);
    runner->start();
    std::this_thread::sleep_for(50ms);
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 20; ++i) add("succeed");
    wait_until_done();

    EXPECT_EQ(runs, 20);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

TEST_F(JobRunner, FindsWhatAnotherProcessQueued) {
    const auto runner = make();
    runner->start();
    database_->write([](db::Tx& tx) {
        tx.exec("insert into jobs (id, name, arguments, run_at, created_at) values (1, 'succeed', '{}', 1, 1)");
    });
    wait_until_done();

    EXPECT_EQ(runs, 1);
}

TEST_F(JobRunner, FinishesWhatRunsAndGivesBackTheRestWhenStopped) {
    std::promise<void> has_begun, may_end_promise;
    begun = &has_begun;
    may_end = may_end_promise.get_future().share();
    add("wait");
    for (int i = 0; i < 3; ++i) add("succeed");
    const auto runner = make();
    runner->start();
    has_begun.get_future().wait();

    auto stopped = std::async(std::launch::async, [&] { runner->stop(); });
    EXPECT_EQ(stopped.wait_for(20ms), std::future_status::timeout);
    may_end_promise.set_value();
    stopped.wait();

    EXPECT_EQ(traces(), 1);
    ASSERT_THAT(listed(false), SizeIs(3));
    for (const auto& job : listed(false)) EXPECT_FALSE(job.is_running || job.attempts != 0);
}

} // namespace
} // namespace jobs

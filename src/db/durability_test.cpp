#include "support/test_db.h"

#include <csignal>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace db {
namespace {

// Commits numbers from `first` on, and tells each through `out` once it is answered, until it is killed.
[[noreturn]] void write_numbers(TestDatabase& database, int out, std::int64_t first) {
    const auto mine = database.open_again();
    for (std::int64_t number = first;; ++number) {
        mine->write([&](Tx& tx) {
            tx.exec("insert into job_schedules (name, next_at) values ($1, $2)", {std::to_string(number), number});
        });
        if (::write(out, &number, sizeof number) != sizeof number) ::_exit(1);
    }
}

// The last number that a child told of, after it was killed with no warning while it went on writing.
std::int64_t last_answered_of_killed_child(TestDatabase& database, std::int64_t first, int enough) {
    int ends[2];
    if (::pipe(ends) != 0) return -1;
    const pid_t child = ::fork();
    if (child == 0) write_numbers(database, ends[1], first);
    ::close(ends[1]);

    std::int64_t last = -1;
    std::int64_t number = 0;
    for (int i = 0; ::read(ends[0], &number, sizeof number) == sizeof number; ++i) {
        last = number;
        if (i == enough) ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    return last;
}

TEST(Durability, KeepsEveryAnsweredWriteThroughKill9) {
    TestDatabase database;
    database.close(); // No connection may be open in two processes.

    std::int64_t first = 0;
    for (int round = 0; round < 6; ++round) {
        const auto last = last_answered_of_killed_child(database, first, 3 + round * 7);
        ASSERT_GE(last, first);

        database.open();
        database->read([&](Tx& tx) {
            const auto count = tx.query_integer("select count(*) from job_schedules").value_or(0);
            EXPECT_GE(count, last + 1);
            EXPECT_LE(count, last + 2); // The one that was on its way may have come through.
            first = count;
        });
        database.close();
    }
}

TEST(Durability, WritersTakeTurns) {
    TestDatabase database;
    constexpr int kThreads = 4;
    constexpr int kEach = 50;

    database->write([](Tx& tx) { tx.exec("insert into job_schedules (name, next_at) values ('sum', 0)"); });
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < kEach; ++n) {
                database->write([](Tx& tx) {
                    const auto sum = tx.query_integer("select next_at from job_schedules /*for_update*/").value_or(0);
                    tx.exec("update job_schedules set next_at = $1", {sum + 1});
                });
            }
        });
    }
    for (auto& thread : threads) thread.join();

    database->read([](Tx& tx) { EXPECT_EQ(tx.query_integer("select next_at from job_schedules"), kThreads * kEach); });
}

} // namespace
} // namespace db

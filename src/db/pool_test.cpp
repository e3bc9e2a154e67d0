#include "db/pool.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace db {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

class Idle final : public Connection {
    void begin(Access, Deadline) override {}
    void commit() override {}
    void rollback() noexcept override {}
    std::unique_ptr<Cursor> query(std::string_view, std::span<const Param>) override { return nullptr; }
    Changes exec(std::string_view, std::span<const Param>) override { return Changes(0); }
    void script(std::string_view) override {}
    std::string explain(std::string_view, std::span<const Param>) override { return ""; }
};

std::vector<std::unique_ptr<Connection>> connections(int count) {
    std::vector<std::unique_ptr<Connection>> made;
    for (int i = 0; i < count; ++i) made.push_back(std::make_unique<Idle>());
    return made;
}

Deadline in(milliseconds time) { return std::chrono::steady_clock::now() + time; }

TEST(Pool, GivesEachConnectionToOne) {
    Pool pool(connections(2));

    Connection& one = pool.take(in(milliseconds(0)));
    Connection& other = pool.take(in(milliseconds(0)));

    EXPECT_NE(&one, &other);
    EXPECT_THROW(pool.take(in(milliseconds(5))), Busy);
    pool.give(one);
    EXPECT_EQ(&pool.take(in(milliseconds(0))), &one);
}

TEST(Pool, ServesInTheOrderOfComing) {
    Pool pool(connections(1));
    Connection& only = pool.take(in(milliseconds(0)));
    std::vector<int> order;
    std::atomic<int> coming = 0;

    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            coming = i + 1;
            Connection& mine = pool.take(in(milliseconds(10'000)));
            order.push_back(i); // Nobody else has the connection.
            pool.give(mine);
        });
        while (coming != i + 1) std::this_thread::yield();
        std::this_thread::sleep_for(milliseconds(30)); // Until it waits.
    }
    pool.give(only);
    for (auto& thread : threads) thread.join();

    EXPECT_THAT(order, ElementsAre(0, 1, 2, 3));
}

TEST(Pool, PassesByWhoHasGivenUp) {
    Pool pool(connections(1));
    Connection& only = pool.take(in(milliseconds(0)));

    EXPECT_THROW(pool.take(in(milliseconds(1))), Busy);
    pool.give(only);

    EXPECT_EQ(&pool.take(in(milliseconds(0))), &only);
}

} // namespace
} // namespace db

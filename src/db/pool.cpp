#include "db/pool.h"

namespace db {

Pool::Pool(std::vector<std::unique_ptr<Connection>> connections) : connections_(std::move(connections)) {
    for (const auto& connection : connections_) idle_.push_back(connection.get());
}

Connection& Pool::take(Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (!idle_.empty()) {
        Connection* connection = idle_.back();
        idle_.pop_back();
        return *connection;
    }
    Waiter self;
    waiting_.push_back(&self);
    if (!self.ready.wait_until(lock, deadline, [&] { return self.connection != nullptr; })) {
        std::erase(waiting_, &self);
        throw Busy("all database connections are in use");
    }
    return *self.connection;
}

void Pool::give(Connection& connection) {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
        idle_.push_back(&connection);
        return;
    }
    Waiter* next = waiting_.front();
    waiting_.pop_front();
    next->connection = &connection;
    next->ready.notify_one(); // Under the lock: the waiter, and its condition, end as soon as it runs.
}

} // namespace db

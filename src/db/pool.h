#pragma once

#include "db/connection.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace db {

// Connections that threads take in turns: who has waited longest is next. Thread-safe.
class Pool {
public:
    explicit Pool(std::vector<std::unique_ptr<Connection>> connections);

    // Throws Busy when none is given back before `deadline`. The one used last comes first: its caches are warm.
    Connection& take(Deadline deadline);
    void give(Connection& connection);

private:
    struct Waiter {
        std::condition_variable ready;
        Connection* connection = nullptr;
    };

    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> idle_;
    std::deque<Waiter*> waiting_;
};

} // namespace db

#pragma once

#include "db/db.h"
#include "streaming/hub.h"

#include <atomic>
#include <chrono>
#include <thread>

namespace streaming {

// Keeps the open sockets true to the database: ends those whose token or user is no longer good, also when another
// process made it so, and at once loads anew what a listener hides when it changes, and looks whose a list is that
// somebody wants to listen to. One thread, that asks nothing while nobody listens.
class Watch {
public:
    Watch(Hub& hub, db::Database& database, std::chrono::milliseconds every = std::chrono::seconds(1));
    ~Watch();

    // One round: what the thread does every so often.
    void look();

private:
    void run();
    void catch_up(db::Tx& tx); // What cannot wait for the next round.

    Hub& hub_;
    db::Database& database_;
    std::chrono::milliseconds every_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

} // namespace streaming

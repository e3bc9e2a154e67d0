#pragma once

#include "base/context.h"
#include "db/db.h"

#include <atomic>
#include <memory>
#include <thread>

namespace media {

// The thread that films and sound wait for: one at a time in each process, as a row that says so until the decoder is
// done with it. A process that ends loses nothing: another one, or the same, begins again when the lease is over.
class Processing {
public:
    Processing(const base::Context& context, db::Database& database);
    ~Processing(); // Stops.

    void start();
    // Returns when the film that is being worked on is done with.
    void stop();
    // Something was uploaded, in this process.
    static void ring();
    static bool is_running(); // In this process.

    // On the calling thread: the next film that waits; false when there is none.
    bool process_one();

private:
    void work();

    const base::Context& context_;
    db::Database& database_;
    std::atomic<bool> is_stopping_ = false;
    std::thread thread_;
};

} // namespace media

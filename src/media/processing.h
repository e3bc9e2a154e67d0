#pragma once

#include "base/context.h"
#include "base/file.h"
#include "base/ids.h"
#include "base/result.h"
#include "db/db.h"
#include "media/films.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

namespace media {

// The thread that films and sound wait for: one at a time in each process, as a row that says so until the decoder is
// done with it. A process that ends loses nothing: another one, or the same, begins again soon.
class Processing {
public:
    // What it works on is another's when it has not said for three minutes that it does: it says so every so often.
    static constexpr std::chrono::milliseconds kRenewEvery{60'000};
    Processing(const base::Context& context, db::Database& database,
               std::chrono::milliseconds renew_every = kRenewEvery);
    ~Processing(); // Stops.

    void start();
    // At once: the film that is being worked on is begun again by who comes next.
    void stop();
    // Something was uploaded, in this process.
    static void ring();
    static bool is_running(); // In this process.

    // On the calling thread: the next film that waits; false when there is none.
    bool process_one();

private:
    void work();
    Result<MadeFilm> make(MediaId id, const base::File& source);

    const base::Context& context_;
    db::Database& database_;
    const std::chrono::milliseconds renew_every_;
    std::atomic<bool> is_stopping_ = false;
    std::thread thread_;
};

} // namespace media

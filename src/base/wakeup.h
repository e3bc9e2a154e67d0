#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace base {

// Tells a sleeping thread that there may be work. A ring before the sleep is not lost. Thread-safe.
class Wakeup {
public:
    void ring();
    // Wakes the thread for something else than new work.
    void nudge();
    // Returns at once after a ring or a nudge since the last sleep, else when one comes or `at_most` is over. Whether
    // it rang.
    bool sleep(std::chrono::milliseconds at_most);

private:
    std::mutex mutex_;
    std::condition_variable rang_;
    bool has_rung_ = false, is_nudged_ = false;
};

} // namespace base

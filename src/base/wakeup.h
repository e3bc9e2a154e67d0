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
    // Returns at once when it rang since the last sleep, else when it rings or `at_most` is over.
    void sleep(std::chrono::milliseconds at_most);

private:
    std::mutex mutex_;
    std::condition_variable rang_;
    bool has_rung_ = false;
};

} // namespace base

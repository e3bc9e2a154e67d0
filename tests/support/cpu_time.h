#pragma once

#include <chrono>
#include <ctime>

// The processor time that this thread has taken: it does not grow while others have the machine.
inline std::chrono::nanoseconds cpu_time() {
    timespec taken{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &taken);
    return std::chrono::seconds(taken.tv_sec) + std::chrono::nanoseconds(taken.tv_nsec);
}

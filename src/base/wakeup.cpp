#include "base/wakeup.h"

#include <utility>

namespace base {

void Wakeup::ring() {
    {
        const std::lock_guard lock(mutex_);
        has_rung_ = true;
    }
    rang_.notify_one();
}

void Wakeup::nudge() {
    {
        const std::lock_guard lock(mutex_);
        is_nudged_ = true;
    }
    rang_.notify_one();
}

bool Wakeup::sleep(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    rang_.wait_for(lock, at_most, [&] { return has_rung_ || is_nudged_; });
    is_nudged_ = false;
    return std::exchange(has_rung_, false);
}

} // namespace base

#include "db/wal_flusher.h"

#include "base/log.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace db {

WalFlusher::~WalFlusher() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void WalFlusher::flush() {
    std::unique_lock lock(mutex_);
    const std::int64_t mine = ++asked_;
    while (flushed_ < mine) {
        if (is_flushing_) {
            changed_.wait(lock);
            continue;
        }
        is_flushing_ = true;
        const std::int64_t all = asked_;
        lock.unlock();
        flush_log();
        lock.lock();
        is_flushing_ = false;
        flushed_ = all;
        changed_.notify_all();
    }
}

void WalFlusher::flush_log() {
    if (descriptor_ < 0) descriptor_ = ::open(log_.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor_ >= 0 && ::fdatasync(descriptor_) == 0) return;
    base::log::error("the database's log cannot be brought to the disk",
                     {{"file", log_.string()}, {"error", std::generic_category().message(errno)}});
    std::abort();
}

} // namespace db

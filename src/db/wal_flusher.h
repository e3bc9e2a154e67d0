#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>

namespace db {

// Brings SQLite's log to the disk, on behalf of all who have just committed: those who wait at the same time share one
// flush, and the next one writes meanwhile. SQLite by itself (`synchronous = full`) would flush at each commit, and
// keep all other writers waiting for it. Thread-safe.
class WalFlusher {
public:
    // `database` is the file beside which the log lies.
    explicit WalFlusher(const std::filesystem::path& database)
        : log_(std::filesystem::weakly_canonical(database).string() + "-wal") {}
    ~WalFlusher();
    WalFlusher(const WalFlusher&) = delete;
    WalFlusher& operator=(const WalFlusher&) = delete;

    // Returns when all that was committed before the call is on the disk. A disk that fails here ends the process:
    // nobody can tell any more what it holds, and what was answered has to be true.
    void flush();

private:
    void flush_log();

    std::filesystem::path log_;
    int descriptor_ = -1; // Opened when the log is there for sure. Whoever flushes owns it.
    std::mutex mutex_;
    std::condition_variable changed_;
    std::int64_t asked_ = 0, flushed_ = 0;
    bool is_flushing_ = false;
};

} // namespace db

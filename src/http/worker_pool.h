#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace http {

// Threads that run what they are given, oldest first, from a queue with an end. Thread-safe.
class WorkerPool {
public:
    // `name` of at most 12 letters is shown by `top -H`.
    WorkerPool(std::string name, int threads, std::size_t queue_limit);
    // Forgets what waits, and returns when what runs is done.
    ~WorkerPool();

    // False when the queue is full: whoever asks must be told to come again. `work` must not throw.
    bool submit(std::function<void()> work);
    std::size_t queue_length() const;

private:
    void run();

    const std::size_t queue_limit_;
    mutable std::mutex mutex_;
    std::condition_variable has_work_;
    std::deque<std::function<void()>> queue_;
    bool is_stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace http

#include "http/worker_pool.h"

#include <csignal>
#include <pthread.h>

namespace http {

WorkerPool::WorkerPool(std::string name, int threads, std::size_t queue_limit) : queue_limit_(queue_limit) {
    // Signals are the main thread's: new threads inherit the mask.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    for (int i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { run(); });
        pthread_setname_np(threads_.back().native_handle(), (name + "-" + std::to_string(i)).c_str());
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

WorkerPool::~WorkerPool() {
    std::deque<std::function<void()>> forgotten;
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        forgotten.swap(queue_);
    }
    has_work_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool WorkerPool::submit(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        if (is_stopping_ || queue_.size() >= queue_limit_) return false;
        queue_.push_back(std::move(work));
    }
    has_work_.notify_one();
    return true;
}

std::size_t WorkerPool::queue_length() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void WorkerPool::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        has_work_.wait(lock, [&] { return is_stopping_ || !queue_.empty(); });
        if (is_stopping_) return;
        auto work = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        work();
        work = nullptr; // What it holds goes outside the lock.
        lock.lock();
    }
}

} // namespace http

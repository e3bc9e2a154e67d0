#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

// Numbers about the running process, for GET /metrics in Prometheus' text format. They are registered by name, once,
// and live as long as the process; counting is one atomic addition. Names: akebono_THING_UNIT, counters ending in
// _total, seconds as the unit of time. `labels` is what stands in the braces: `method="GET",status="2xx"`; few and
// bounded, never a domain, account or path.
namespace base::metrics {

class Counter {
public:
    void add(std::int64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
    std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_ = 0;
};

class Gauge {
public:
    void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
    void add(std::int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
    std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_ = 0;
};

// How long things take, in buckets from 0.5 ms to 10 s.
class Histogram {
public:
    static constexpr std::array<double, 14> kBounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                       0.1,    0.25,  0.5,    1,     2.5,  5,     10};

    void observe_seconds(double seconds);
    // Of those up to kBounds[i] alone; the last is of those beyond all bounds.
    std::int64_t bucket(std::size_t i) const { return buckets_[i].load(std::memory_order_relaxed); }
    double sum_seconds() const { return static_cast<double>(nanoseconds_.load(std::memory_order_relaxed)) / 1e9; }

private:
    std::array<std::atomic<std::int64_t>, kBounds.size() + 1> buckets_ = {};
    std::atomic<std::int64_t> nanoseconds_ = 0;
};

// The number of that name and those labels, made on first use. Keep the reference: finding it takes a lock.
Counter& counter(std::string_view name, std::string_view help, std::string_view labels = {});
Gauge& gauge(std::string_view name, std::string_view help, std::string_view labels = {});
Histogram& histogram(std::string_view name, std::string_view help, std::string_view labels = {});

// A number that is asked for when the metrics are read, from any thread, until the returned handle goes.
// Several of one name and labels are added up.
using Registration = std::shared_ptr<void>;
enum class Kind { Counter, Gauge };
[[nodiscard]] Registration observe(Kind kind, std::string_view name, std::string_view help,
                                   std::function<double()> read, std::string_view labels = {});

// Everything, and what the kernel knows of this process: memory, processor time, open files, start.
std::string text();

} // namespace base::metrics

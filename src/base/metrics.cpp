#include "base/metrics.h"

#include <fmt/format.h>

#include <list>
#include <map>
#include <mutex>

namespace base::metrics {

std::string process_text(); // metrics_process.cpp

namespace {

struct Read {
    std::function<double()> read;
};

// All numbers of one name.
struct Family {
    std::string type;
    std::string help;
    std::map<std::string, std::unique_ptr<Counter>, std::less<>> counters = {}; // By labels.
    std::map<std::string, std::unique_ptr<Gauge>, std::less<>> gauges = {};
    std::map<std::string, std::unique_ptr<Histogram>, std::less<>> histograms = {};
    std::map<std::string, std::list<Read>, std::less<>> reads = {};
};

struct Registry {
    std::mutex mutex;
    std::map<std::string, Family, std::less<>> families;

    // Under the lock.
    Family& family(std::string_view name, std::string_view type, std::string_view help) {
        auto found = families.find(name);
        if (found == families.end()) found = families.emplace(name, Family{std::string(type), std::string(help)}).first;
        return found->second;
    }
};

// Never destroyed: other threads may still count while the process ends.
Registry& registry() {
    static auto& instance = *new Registry;
    return instance;
}

template <typename T>
T& find_or_make(std::map<std::string, std::unique_ptr<T>, std::less<>>& numbers, std::string_view labels) {
    auto found = numbers.find(labels);
    if (found == numbers.end()) found = numbers.emplace(labels, std::make_unique<T>()).first;
    return *found->second;
}

void write(std::string& out, std::string_view name, std::string_view labels, double value) {
    if (labels.empty()) {
        fmt::format_to(std::back_inserter(out), "{} {}\n", name, value);
    } else {
        fmt::format_to(std::back_inserter(out), "{}{{{}}} {}\n", name, labels, value);
    }
}

void write(std::string& out, std::string_view name, std::string_view labels, const Histogram& histogram) {
    const auto comma = labels.empty() ? "" : ",";
    const auto bucket_name = fmt::format("{}_bucket", name);
    std::int64_t count = 0;
    for (std::size_t i = 0; i <= Histogram::kBounds.size(); ++i) {
        count += histogram.bucket(i);
        const auto bound = i < Histogram::kBounds.size() ? fmt::format("{}", Histogram::kBounds[i]) : "+Inf";
        write(out, bucket_name, fmt::format("{}{}le=\"{}\"", labels, comma, bound), static_cast<double>(count));
    }
    write(out, fmt::format("{}_sum", name), labels, histogram.sum_seconds());
    write(out, fmt::format("{}_count", name), labels, static_cast<double>(count));
}

void write(std::string& out, std::string_view name, const Family& family) {
    fmt::format_to(std::back_inserter(out), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, family.help, family.type);
    for (const auto& [labels, number] : family.counters) write(out, name, labels, static_cast<double>(number->value()));
    for (const auto& [labels, number] : family.gauges) write(out, name, labels, static_cast<double>(number->value()));
    for (const auto& [labels, histogram] : family.histograms) write(out, name, labels, *histogram);
    for (const auto& [labels, reads] : family.reads) {
        double sum = 0;
        for (const auto& entry : reads) sum += entry.read();
        if (!reads.empty()) write(out, name, labels, sum);
    }
}

} // namespace

void Histogram::observe_seconds(double seconds) {
    const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
    buckets_[static_cast<std::size_t>(bound - kBounds.begin())].fetch_add(1, std::memory_order_relaxed);
    nanoseconds_.fetch_add(static_cast<std::int64_t>(seconds * 1e9), std::memory_order_relaxed);
}

Counter& counter(std::string_view name, std::string_view help, std::string_view labels) {
    const std::lock_guard lock(registry().mutex);
    return find_or_make(registry().family(name, "counter", help).counters, labels);
}

Gauge& gauge(std::string_view name, std::string_view help, std::string_view labels) {
    const std::lock_guard lock(registry().mutex);
    return find_or_make(registry().family(name, "gauge", help).gauges, labels);
}

Histogram& histogram(std::string_view name, std::string_view help, std::string_view labels) {
    const std::lock_guard lock(registry().mutex);
    return find_or_make(registry().family(name, "histogram", help).histograms, labels);
}

Registration observe(Kind kind, std::string_view name, std::string_view help, std::function<double()> read,
                     std::string_view labels) {
    const std::lock_guard lock(registry().mutex);
    auto& reads = registry().family(name, kind == Kind::Counter ? "counter" : "gauge", help).reads[std::string(labels)];
    const auto entry = reads.insert(reads.end(), Read{std::move(read)});
    return {nullptr, [&reads, entry](void*) {
                const std::lock_guard unregistering(registry().mutex);
                reads.erase(entry);
            }};
}

std::string text() {
    std::string out = process_text();
    const std::lock_guard lock(registry().mutex);
    for (const auto& [name, family] : registry().families) write(out, name, family);
    return out;
}

} // namespace base::metrics

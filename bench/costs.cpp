#include "bench/costs.h"

#include "base/json.h"

#include <fmt/core.h>
#include <unistd.h>

#include <fstream>

namespace bench {
namespace {

std::string file_of(pid_t pid, const char* name) { return fmt::format("/proc/{}/{}", pid, name); }

void forget_peak_memory(pid_t pid) { std::ofstream(file_of(pid, "clear_refs")) << "5"; }

double peak_memory_mb(pid_t pid) {
    std::ifstream status(file_of(pid, "status"));
    std::string line;
    while (std::getline(status, line)) {
        if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) * 1024 / 1e6;
    }
    return 0;
}

} // namespace

CostMeter::CostMeter(const PostgresqlProcesses& postgresql, pid_t pid)
    : postgresql_(postgresql), pid_(pid == 0 ? ::getpid() : pid), cpu_(used_cpu_seconds()) {
    forget_peak_memory(pid_);
}

double CostMeter::used_cpu_seconds() const {
    double seconds = cpu_seconds(pid_);
    for (const auto pid : postgresql_.now()) seconds += cpu_seconds(pid);
    return seconds;
}

double CostMeter::seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
}

Cost CostMeter::stop(std::string name, int count) const {
    return {.name = std::move(name),
            .count = count,
            .cpu_ms = (used_cpu_seconds() - cpu_) * 1000 / count,
            .seconds = seconds(),
            .peak_mb = peak_memory_mb(pid_)};
}

void print(const std::vector<Cost>& costs) {
    fmt::print("{:<30} {:>7} {:>12} {:>9} {:>9}\n", "", "count", "CPU ms each", "seconds", "peak MB");
    for (const auto& cost : costs) {
        fmt::print("{:<30} {:>7} {:>12.3f} {:>9.2f} {:>9.1f}\n", cost.name, cost.count, cost.cpu_ms, cost.seconds,
                   cost.peak_mb);
    }
}

std::string json_of(const std::vector<Cost>& costs) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& cost : costs) {
        out.begin_object();
        out.field("name", cost.name);
        out.field("count", cost.count);
        out.field("cpu_us", static_cast<std::int64_t>(cost.cpu_ms * 1000));
        out.field("milliseconds", static_cast<std::int64_t>(cost.seconds * 1000));
        out.field("peak_kb", static_cast<std::int64_t>(cost.peak_mb * 1000));
        out.end_object();
    }
    out.end_array();
    return text + "\n";
}

} // namespace bench

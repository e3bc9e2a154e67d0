#pragma once

#include "bench/processes.h"

#include <chrono>
#include <string>
#include <sys/types.h>
#include <vector>

namespace bench {

// What something took that was done many times.
struct Cost {
    std::string name;
    int count = 0;
    double cpu_ms = 0; // Each, the database's processes counted.
    double seconds = 0;
    double peak_mb = 0;
};

// Watches a process, this one or another, from here on.
class CostMeter {
public:
    explicit CostMeter(const PostgresqlProcesses& postgresql, pid_t pid = 0);
    Cost stop(std::string name, int count) const;

private:
    double seconds() const;
    double used_cpu_seconds() const;

    const PostgresqlProcesses& postgresql_;
    pid_t pid_;
    double cpu_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

void print(const std::vector<Cost>& costs);
std::string json_of(const std::vector<Cost>& costs);

} // namespace bench

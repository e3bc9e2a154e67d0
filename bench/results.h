#pragma once

#include "base/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

struct Rates {
    double per_second = 0, p50_ms = 0, p99_ms = 0;
    double cpu_ms = 0; // Of a request: all threads of the server, and of its PostgreSQL.
};

struct OperationResult {
    std::string name, budget;
    Rates one, many; // With 1 connection and with 32.
    double statements = 0, kilobytes = 0;
};

struct Results {
    bool is_postgresql = false;
    std::int64_t statuses = 0, people = 0;
    std::vector<OperationResult> operations;
    double start_seconds = 0;
    double idle_mb = 0, loaded_mb = 0, after_mb = 0;
};

json::Value to_json(const Results& results);
Results results_from(const json::Value& value);

// Tables for people. What is over its budget is marked; the number of those.
int print(const Results& results, const json::Value& budgets);
// How many times as much processor time `results` takes as `before`. Growth over the budget's is marked and counted.
int print_comparison(const Results& results, const Results& before, const json::Value& budgets);

} // namespace bench

#include "bench/results.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

namespace bench {
namespace {

const char* engine_of(const Results& results) { return results.is_postgresql ? "PostgreSQL" : "SQLite"; }

// Milliseconds; 0: none.
double budget_of(const OperationResult& operation, const Results& results, const json::Value& budgets) {
    if (operation.budget.empty()) return 0;
    const double budget = budgets.at("cpu_ms").at(operation.budget).to_number<double>();
    return results.is_postgresql ? budget * budgets.at("postgresql_factor").to_number<double>() : budget;
}

// " over" beside what is more than it may be.
const char* mark(double value, double budget, int& misses) {
    if (budget == 0 || value <= budget) return "";
    ++misses;
    return "  OVER";
}

void print_operation(const OperationResult& operation, double budget, int& misses) {
    const Rates& one = operation.one;
    const Rates& many = operation.many;
    fmt::print(
        "{:<30} {:>6.3f} {:>6.3f} {:>6} {:>5.1f} {:>6.1f} {:>7.0f} {:>7.0f} {:>6.2f} {:>6.2f} {:>6.2f} {:>6.2f}{}\n",
        operation.name, one.cpu_ms, many.cpu_ms, budget == 0 ? "" : fmt::format("{:.2f}", budget), operation.statements,
        operation.kilobytes, one.per_second, many.per_second, one.p50_ms, one.p99_ms, many.p50_ms, many.p99_ms,
        mark(one.cpu_ms, budget, misses));
}

} // namespace

int print(const Results& results, const json::Value& budgets) {
    int misses = 0;
    fmt::print("\n{}, {} statuses, {} people\n\n", engine_of(results), results.statuses, results.people);
    fmt::print("{:<30} {:>13} {:>6} {:>5} {:>6} {:>15} {:>13} {:>13}\n", "", "CPU ms/request", "budget", "SQL", "KB",
               "requests/s", "1: ms", "32: ms");
    fmt::print("{:<30} {:>6} {:>6} {:>6} {:>5} {:>6} {:>7} {:>7} {:>6} {:>6} {:>6} {:>6}\n", "connections", "1", "32",
               "", "", "", "1", "32", "p50", "p99", "p50", "p99");
    for (const auto& operation : results.operations) {
        print_operation(operation, budget_of(operation, results, budgets), misses);
    }

    const double may_start = budgets.at("start_seconds").to_number<double>();
    const double may_idle = budgets.at("memory_idle_mb").to_number<double>();
    const double may_load = budgets.at("memory_loaded_mb").to_number<double>();
    fmt::print("\n{:<30} {:>6.3f} s   budget {}{}\n", "start to first answer", results.start_seconds, may_start,
               mark(results.start_seconds, may_start, misses));
    fmt::print("{:<30} {:>6.1f} MB  budget {}{}\n", "resident memory, idle", results.idle_mb, may_idle,
               mark(results.idle_mb, may_idle, misses));
    fmt::print("{:<30} {:>6.1f} MB  budget {}{}\n", "resident memory, loaded", results.loaded_mb, may_load,
               mark(results.loaded_mb, may_load, misses));
    fmt::print("{:<30} {:>6.1f} MB\n\n", "resident memory, after", results.after_mb);
    fmt::print("{} over budget\n", misses);
    std::fflush(stdout);
    return misses;
}

int print_comparison(const Results& results, const Results& before, const json::Value& budgets) {
    int misses = 0;
    const bool has_grown = results.statuses > before.statuses && results.is_postgresql == before.is_postgresql;
    const double may_grow = has_grown ? budgets.at("growth").to_number<double>() : 0;
    fmt::print("\n{}, {} statuses: how many times the CPU of {}, {} statuses\n\n", engine_of(results), results.statuses,
               engine_of(before), before.statuses);
    for (const auto& operation : results.operations) {
        const auto found = std::ranges::find(before.operations, operation.name, &OperationResult::name);
        if (found == before.operations.end() || found->one.cpu_ms == 0) continue;
        const double ratio = operation.one.cpu_ms / found->one.cpu_ms;
        fmt::print("{:<30} {:>6.3f} / {:<6.3f} = {:>5.2f}{}\n", operation.name, operation.one.cpu_ms, found->one.cpu_ms,
                   ratio, mark(ratio, may_grow, misses));
    }
    fmt::print("\n{} grew too much\n", misses);
    std::fflush(stdout);
    return misses;
}

} // namespace bench

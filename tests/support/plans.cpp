#include "support/plans.h"

#include "support/test_db.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace {

// The results of sub-queries, which the plan names before it reads them.
std::set<std::string> intermediate_results(const std::vector<std::string>& plan) {
    std::set<std::string> names;
    for (const auto& step : plan) {
        for (const std::string_view making : {"CO-ROUTINE ", "MATERIALIZE "}) {
            if (step.starts_with(making)) names.insert(step.substr(making.size()));
        }
    }
    return names;
}

// Lists of parameters and constants are no tables either.
bool reads_a_whole_table(const std::string& step, const std::set<std::string>& intermediate) {
    if (!step.starts_with("SCAN ")) return false;
    for (const auto* harmless : {"VIRTUAL TABLE", "CONSTANT ROW", "USING INDEX", "USING COVERING INDEX"}) {
        if (step.find(harmless) != std::string::npos) return false;
    }
    return !intermediate.contains(step.substr(5));
}

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> result;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) result.push_back(line);
    return result;
}

// The highest N of the `$N` in a statement.
std::size_t parameter_count(const std::string& statement) {
    std::size_t count = 0;
    for (std::size_t at = statement.find('$'); at != std::string::npos; at = statement.find('$', at + 1)) {
        count = std::max(count, static_cast<std::size_t>(std::strtoul(statement.c_str() + at + 1, nullptr, 10)));
    }
    return count;
}

// What stands for the parameters does not matter to SQLite's plan, their number does.
template <std::size_t... index>
std::string explain(db::Tx& tx, const std::string& statement, std::index_sequence<index...>) {
    return tx.explain(statement, {(static_cast<void>(index), db::Param(nullptr))...});
}

template <std::size_t most = 24>
std::string explain(db::Tx& tx, const std::string& statement, std::size_t parameters) {
    if (parameters == most) return explain(tx, statement, std::make_index_sequence<most>());
    if constexpr (most > 0) return explain<most - 1>(tx, statement, parameters);
    throw std::logic_error("too many parameters to explain");
}

} // namespace

std::vector<std::string> whole_table_steps(db::Tx& tx, const std::function<void()>& work) {
    std::vector<std::string> statements;
    tx.record(&statements);
    work();
    tx.record(nullptr);
    std::vector<std::string> steps;
    if (tests_run_on_postgresql()) return steps;
    for (const auto& statement : statements) {
        const auto plan = lines(explain(tx, statement, parameter_count(statement)));
        const auto intermediate = intermediate_results(plan);
        for (const auto& step : plan) {
            if (reads_a_whole_table(step, intermediate)) steps.push_back(step + " in: " + statement);
        }
    }
    return steps;
}

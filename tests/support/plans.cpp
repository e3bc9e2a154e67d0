#include "support/plans.h"

#include "support/test_db.h"

#include <algorithm>
#include <set>

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// The word at the beginning of `text`.
std::string_view word(std::string_view text) { return text.substr(0, text.find(' ')); }

// ── SQLite: `SCAN t` reads all of t, `SCAN t USING INDEX i` walks i, `SEARCH t USING …` finds rows by an index ──

// Sub-queries that are worked out first, and then read like tables.
std::set<std::string_view> names_of_subqueries(const std::vector<std::string_view>& lines) {
    std::set<std::string_view> names;
    for (const auto line : lines) {
        for (const std::string_view made : {"CO-ROUTINE ", "MATERIALIZE "}) {
            if (line.starts_with(made)) names.insert(word(line.substr(made.size())));
        }
    }
    return names;
}

bool scans_on_sqlite(const std::vector<std::string_view>& lines) {
    const auto subqueries = names_of_subqueries(lines);
    return std::ranges::any_of(lines, [&](std::string_view line) {
        if (contains(line, "AUTOMATIC")) return true; // It would read a table to make an index for this once.
        if (!line.starts_with("SCAN ") || line == "SCAN CONSTANT ROW") return false;
        if (contains(line, " INDEX ") || line.starts_with("SCAN ("))
            return false; // Also `VIRTUAL TABLE INDEX`: a list.
        return !subqueries.contains(word(line.substr(5)));
    });
}

bool sorts_on_sqlite(const std::vector<std::string_view>& lines) {
    return std::ranges::any_of(
        lines, [](std::string_view line) { return line.starts_with("USE TEMP B-TREE") && contains(line, "ORDER BY"); });
}

// ── PostgreSQL: a node a line, indented, "->" before all but the first; its conditions in the lines below ──

std::string_view node_of(std::string_view line) {
    const auto begin = line.find_first_not_of(" ->");
    return begin == std::string_view::npos ? "" : line.substr(begin);
}

// Walking a primary key without a condition reads the whole table, only more slowly.
bool walks_whole_table(const std::vector<std::string_view>& lines, std::size_t i) {
    const auto node = node_of(lines[i]);
    if (!node.starts_with("Index ") || !contains(node, "_pkey on ")) return false;
    for (++i; i < lines.size() && !contains(lines[i], "->"); ++i) {
        if (contains(lines[i], "Index Cond:")) return false;
    }
    return true;
}

bool scans_on_postgresql(const std::vector<std::string_view>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (contains(node_of(lines[i]), "Seq Scan on ") || walks_whole_table(lines, i)) return true;
    }
    return false;
}

// A branch that the parameters rule out: "Result", with a condition that is false, instead of reading anything.
bool sorts_nothing(const std::vector<std::string_view>& lines, std::size_t sort) {
    return sort + 3 < lines.size() && node_of(lines[sort + 2]) == "Result"
           && contains(lines[sort + 3], "One-Time Filter: false");
}

bool sorts_on_postgresql(const std::vector<std::string_view>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto node = node_of(lines[i]);
        if ((node == "Sort" || node == "Incremental Sort") && !sorts_nothing(lines, i)) return true;
    }
    return false;
}

// ── both ──

bool has_plan(std::string_view sql) {
    const auto begin = sql.find_first_not_of(" \n\t");
    if (begin == std::string_view::npos) return false;
    const auto first = sql.substr(begin, 6);
    return first == "select" || first == "insert" || first == "update" || first == "delete"
           || first.starts_with("with");
}

bool scans(const Plan& plan) {
    const auto lines = lines_of(plan.text);
    return tests_run_on_postgresql() ? scans_on_postgresql(lines) : scans_on_sqlite(lines);
}

bool sorts(const Plan& plan) {
    const auto lines = lines_of(plan.text);
    return tests_run_on_postgresql() ? sorts_on_postgresql(lines) : sorts_on_sqlite(lines);
}

std::string shown(const Plan& plan) { return plan.sql + "\n\n" + plan.text; }

bool has_list(std::string_view sql) { return contains(sql, " ids(") || contains(sql, " texts("); }

// What PostgreSQL shall do only when nothing else is left. Goes with the transaction at the latest.
void forbid(db::Tx& tx, std::string_view sql, bool is_forbidden) {
    if (!tests_run_on_postgresql()) return;
    std::vector<std::string> methods = {"seqscan", "bitmapscan", "hashjoin", "mergejoin", "material"};
    if (!has_list(sql)) methods.push_back("sort");
    for (const auto& method : methods) tx.script("set local enable_" + method + (is_forbidden ? " = off" : " = on"));
}

} // namespace

Plan plan_of(db::Tx& tx, std::string_view sql, db::Params params) {
    forbid(tx, sql, true);
    Plan plan{std::string(sql), tx.explain(sql, params)};
    forbid(tx, sql, false);
    return plan;
}

std::vector<Plan> plans_of(db::Tx& tx, const std::function<void()>& work) {
    std::vector<Plan> plans;
    tx.observe([&](std::string_view sql, db::Params params) {
        if (has_plan(sql)) plans.push_back(plan_of(tx, sql, params));
    });
    work();
    tx.observe(nullptr);
    return plans;
}

testing::AssertionResult walks_index(const Plan& plan) {
    if (scans(plan)) return testing::AssertionFailure() << "reads a whole table:\n" << shown(plan);
    if (sorts(plan) && !has_list(plan.sql)) {
        return testing::AssertionFailure() << "sorts what it found:\n" << shown(plan);
    }
    return testing::AssertionSuccess() << shown(plan);
}

testing::AssertionResult all_walk_indexes(const std::vector<Plan>& plans) {
    for (const auto& plan : plans) {
        if (auto result = walks_index(plan); !result) return result;
    }
    return testing::AssertionSuccess();
}

std::vector<std::string> whole_table_steps(db::Tx& tx, const std::function<void()>& work) {
    std::vector<std::string> found;
    for (const auto& plan : plans_of(tx, work)) {
        if (scans(plan)) found.push_back(shown(plan));
    }
    return found;
}

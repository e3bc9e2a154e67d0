#include "support/columns.h"

#include "support/test_db.h"

#include <utility>

namespace {

constexpr const char* kSqliteColumns = R"(
    select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c
    where m.type = 'table' and lower(c.type) = 'text' and m.name not like '%\_fts%' escape '\' order by 1, 2)";
constexpr const char* kPostgresqlColumns = R"(
    select table_name::text, column_name::text from information_schema.columns
    where table_schema = current_schema() and data_type = 'text' order by 1, 2)";

std::vector<std::pair<std::string, std::string>> text_columns(db::Tx& tx) {
    std::vector<std::pair<std::string, std::string>> columns;
    auto rows = tx.query(tests_run_on_postgresql() ? kPostgresqlColumns : kSqliteColumns);
    while (rows.next()) columns.emplace_back(rows.string(0), rows.string(1));
    return columns;
}

} // namespace

std::vector<std::string> columns_beyond(db::Tx& tx, std::int64_t limit,
                                        const std::map<std::string, std::int64_t>& limits) {
    std::vector<std::string> beyond;
    for (const auto& [table, column] : text_columns(tx)) {
        const std::string name = table + "." + column;
        const auto own = limits.find(name);
        const std::string sql = "select max(length(" + column + ")) from " + table;
        const auto longest = tx.query_integer(sql).value_or(0);
        if (longest > (own == limits.end() ? limit : own->second))
            beyond.push_back(name + " " + std::to_string(longest));
    }
    return beyond;
}

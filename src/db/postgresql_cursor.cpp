#include "db/postgresql_cursor.h"

#include "db/postgresql_values.h"

namespace db {

bool PostgresqlCursor::next() {
    if (!printed_.empty()) printed_.clear();
    if (row_ < row_count_) ++row_;
    return row_ < row_count_;
}

std::int64_t PostgresqlCursor::integer(int column) const {
    return is_null(column) ? 0 : decode_integer(PQftype(result_.get(), column), bytes(column));
}

double PostgresqlCursor::real(int column) const {
    return is_null(column) ? 0 : decode_real(PQftype(result_.get(), column), bytes(column));
}

std::string_view PostgresqlCursor::text(int column) const {
    if (is_null(column)) return "";
    if (is_text(PQftype(result_.get(), column))) return bytes(column);
    return printed_.emplace_back(std::to_string(integer(column)));
}

std::string_view PostgresqlCursor::bytes(int column) const {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

} // namespace db

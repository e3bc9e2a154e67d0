#pragma once

#include "db/sqlite_connection.h"

namespace db {

// The first step is taken when it is made, so that a statement that changes rows is done whether its rows are read or
// not.
class SqliteCursor final : public Cursor {
public:
    SqliteCursor(SqliteConnection& connection, SqliteStatement& resting_place, SqliteStatement statement);
    ~SqliteCursor() override { end(); }

    bool next() override;
    bool is_null(int column) const override { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_.get(), column); }
    double real(int column) const override { return sqlite3_column_double(statement_.get(), column); }
    std::string_view text(int column) const override;

private:
    void step();
    void end();

    SqliteConnection& connection_;
    SqliteStatement& resting_place_;
    SqliteStatement statement_; // Null at the end.
    bool is_before_first_ = true;
};

} // namespace db

#include "db/sqlite_cursor.h"

namespace db {

SqliteCursor::SqliteCursor(SqliteConnection& connection, SqliteStatement& resting_place, SqliteStatement statement)
    : connection_(connection), resting_place_(resting_place), statement_(std::move(statement)) {
    ++connection_.open_cursors_;
    step();
}

bool SqliteCursor::next() {
    if (is_before_first_) {
        is_before_first_ = false;
    } else if (statement_) {
        step();
    }
    return statement_ != nullptr;
}

std::string_view SqliteCursor::text(int column) const {
    const void* bytes = sqlite3_column_blob(statement_.get(), column); // Of a text, or a number, it is its UTF-8.
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

void SqliteCursor::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return;
    if (code == SQLITE_DONE) return end();

    const std::string sql = sqlite3_sql(statement_.get());
    try {
        connection_.fail(sql);
    } catch (...) {
        end(); // After the message was taken: a reset forgets it.
        throw;
    }
}

void SqliteCursor::end() {
    if (!statement_) return;
    --connection_.open_cursors_;
    SqliteConnection::give_back(resting_place_, std::move(statement_));
}

} // namespace db

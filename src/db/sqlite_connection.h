#pragma once

#include "db/connection.h"
#include "db/statement_cache.h"

#include <filesystem>
#include <sqlite3.h>

namespace db {

struct SqliteClose {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using SqliteStatement = std::unique_ptr<sqlite3_stmt, SqliteClose>;

class SqliteConnection final : public Connection {
public:
    // One that writes sets the file up; one that reads refuses to write. Throws Fault when the file cannot be opened,
    // is no database, or cannot be written, and Busy when another process keeps it to itself until `deadline`.
    SqliteConnection(const std::filesystem::path& file, Access access, Deadline deadline);

    void begin(Access access, Deadline deadline) override;
    void commit() override;
    void rollback() noexcept override;
    // Whether something was committed since this was last asked: WalFlusher has to bring it to the disk.
    bool must_flush() { return std::exchange(has_written_, false); }
    std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Param> params) override;
    Changes exec(std::string_view sql, std::span<const Param> params) override;
    void script(std::string_view sql) override;
    std::string explain(std::string_view sql, std::span<const Param> params) override;

private:
    friend class SqliteCursor;

    static int wait_for_lock(void* self, int waits);
    static int note_commit(void* self, sqlite3* sqlite, const char* name, int pages);

    SqliteStatement prepare(const std::string& text);
    // Where the statement of this text rests while nobody uses it. A second cursor over the same text gets a second
    // statement.
    SqliteStatement& resting_place(std::string_view sql);
    SqliteStatement take(SqliteStatement& resting_place, std::string_view sql);
    static void give_back(SqliteStatement& resting_place, SqliteStatement statement);
    // SQLITE_STATIC when the parameters live until the statement is reset, else SQLITE_TRANSIENT.
    void bind(sqlite3_stmt* statement, std::span<const Param> params, sqlite3_destructor_type lifetime);
    int bind_one(sqlite3_stmt* statement, int index, const Param& param, sqlite3_destructor_type lifetime);
    void run(sqlite3_stmt* statement);
    [[noreturn]] void fail(std::string_view sql);

    std::unique_ptr<sqlite3, SqliteClose> sqlite_;
    StatementCache<SqliteStatement> statements_;
    SqliteStatement begin_, commit_, rollback_;
    Deadline deadline_;
    int open_cursors_ = 0;
    bool has_written_ = false; // Since must_flush() was last called.
};

} // namespace db

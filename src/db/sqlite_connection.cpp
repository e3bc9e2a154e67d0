#include "db/sqlite_connection.h"

#include "db/sql_text.h"
#include "db/sqlite_cursor.h"
#include "db/sqlite_list.h"

#include <cassert>
#include <thread>

namespace db {
namespace {

constexpr const char* kForAll = R"(
    pragma foreign_keys = on;
    pragma secure_delete = off;
    pragma cache_size = -2560;
    pragma temp_store = memory)";
// A commit is in the log, which survives kill -9; for a loss of power its transaction then waits for WalFlusher. The
// log itself is on the disk before anything of it goes into the file.
constexpr const char* kForWriting = R"(
    pragma journal_mode = wal;
    pragma synchronous = normal;
    pragma journal_size_limit = 67108864)";
constexpr int kPagesInLog = 1000; // Then what it holds goes into the file.
constexpr const char* kForReading = "pragma query_only = on";

sqlite3* open_file(const std::filesystem::path& file, int flags) {
    sqlite3* opened = nullptr;
    sqlite3_open_v2(file.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (!opened) throw std::bad_alloc();
    return opened;
}

} // namespace

SqliteConnection::SqliteConnection(const std::filesystem::path& file, Access access, Deadline deadline)
    : sqlite_(open_file(file, SQLITE_OPEN_READWRITE | (access == Access::Write ? SQLITE_OPEN_CREATE : 0))),
      deadline_(deadline) {
    if (sqlite3_errcode(sqlite_.get()) != SQLITE_OK) fail("open");
    sqlite3_busy_handler(sqlite_.get(), wait_for_lock, this);
    if (sqlite3_db_readonly(sqlite_.get(), "main") == 1) throw Fault("SQLite: we may not write to the file");
    add_list_functions(sqlite_.get());
    script(kForAll);
    script(access == Access::Write ? kForWriting : kForReading);
    sqlite3_wal_hook(sqlite_.get(), note_commit, this);
    begin_ = prepare(access == Access::Write ? "begin immediate" : "begin");
    commit_ = prepare("commit");
    rollback_ = prepare("rollback");
}

int SqliteConnection::wait_for_lock(void* self, int waits) {
    const auto pause = std::chrono::milliseconds(std::min(1 << std::min(waits, 5), 25));
    if (std::chrono::steady_clock::now() + pause > static_cast<SqliteConnection*>(self)->deadline_) return 0;
    std::this_thread::sleep_for(pause);
    return 1;
}

// Runs after each commit that wrote to the log, in place of SQLite's own hook, which would do the second half alone.
int SqliteConnection::note_commit(void* self, sqlite3* sqlite, const char* name, int pages) {
    static_cast<SqliteConnection*>(self)->has_written_ = true;
    if (pages >= kPagesInLog) sqlite3_wal_checkpoint_v2(sqlite, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return SQLITE_OK;
}

void SqliteConnection::begin(Access, Deadline deadline) {
    deadline_ = deadline;
    run(begin_.get());
}

void SqliteConnection::commit() {
    assert(open_cursors_ == 0);
    run(commit_.get());
}

void SqliteConnection::rollback() noexcept {
    assert(open_cursors_ == 0);
    sqlite3_step(rollback_.get()); // Fails only when SQLite has rolled back by itself, as after a full disk.
    sqlite3_reset(rollback_.get());
}

std::unique_ptr<Cursor> SqliteConnection::query(std::string_view sql, std::span<const Param> params) {
    SqliteStatement& place = resting_place(sql);
    SqliteStatement statement = take(place, sql);
    bind(statement.get(), params, SQLITE_TRANSIENT);
    return std::make_unique<SqliteCursor>(*this, place, std::move(statement));
}

Changes SqliteConnection::exec(std::string_view sql, std::span<const Param> params) {
    SqliteStatement& place = resting_place(sql);
    SqliteStatement statement = take(place, sql);
    bind(statement.get(), params, SQLITE_STATIC);
    const auto before = sqlite3_total_changes64(sqlite_.get());
    run(statement.get());
    give_back(place, std::move(statement));
    // Total changes count those by cascades too; the other number is only about the last statement that changed any.
    const bool has_changed = sqlite3_total_changes64(sqlite_.get()) != before;
    return Changes(has_changed ? sqlite3_changes64(sqlite_.get()) : 0);
}

void SqliteConnection::script(std::string_view sql) {
    if (sqlite3_exec(sqlite_.get(), sqlite_script(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
}

std::string SqliteConnection::explain(std::string_view sql, std::span<const Param> params) {
    const SqliteStatement statement = prepare("explain query plan " + sqlite_statement(sql));
    bind(statement.get(), params, SQLITE_STATIC);
    std::string plan;
    while (sqlite3_step(statement.get()) == SQLITE_ROW) {
        plan.append(reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 3))).append("\n");
    }
    return plan;
}

SqliteStatement SqliteConnection::prepare(const std::string& text) {
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    if (sqlite3_prepare_v3(sqlite_.get(), text.c_str(), static_cast<int>(text.size()) + 1, SQLITE_PREPARE_PERSISTENT,
                           &statement, &rest)
        != SQLITE_OK) {
        fail(text);
    }
    if (!statement || !first_line(rest).empty()) {
        sqlite3_finalize(statement);
        throw Fault("SQLite: not one statement, in: " + std::string(first_line(text)));
    }
    return SqliteStatement(statement);
}

SqliteStatement& SqliteConnection::resting_place(std::string_view sql) {
    if (SqliteStatement* known = statements_.find(sql)) return *known;
    if (statements_.is_full() && open_cursors_ == 0) statements_.clear();
    return statements_.insert(sql, prepare(sqlite_statement(sql)));
}

SqliteStatement SqliteConnection::take(SqliteStatement& resting_place, std::string_view sql) {
    return resting_place ? std::move(resting_place) : prepare(sqlite_statement(sql));
}

void SqliteConnection::give_back(SqliteStatement& resting_place, SqliteStatement statement) {
    sqlite3_reset(statement.get());
    sqlite3_clear_bindings(statement.get());
    if (!resting_place) resting_place = std::move(statement);
}

void SqliteConnection::bind(sqlite3_stmt* statement, std::span<const Param> params, sqlite3_destructor_type lifetime) {
    if (sqlite3_bind_parameter_count(statement) != static_cast<int>(params.size())) {
        throw Fault("SQLite: wrong number of parameters, in: " + std::string(first_line(sqlite3_sql(statement))));
    }
    for (std::size_t i = 0; i < params.size(); ++i) {
        if (bind_one(statement, static_cast<int>(i) + 1, params[i], lifetime) != SQLITE_OK)
            fail(sqlite3_sql(statement));
    }
}

int SqliteConnection::bind_one(sqlite3_stmt* statement, int index, const Param& param,
                               sqlite3_destructor_type lifetime) {
    const auto bind_text = [&](std::string_view text, sqlite3_destructor_type text_lifetime) {
        const char* bytes = text.data() ? text.data() : ""; // A null pointer would be a null.
        return sqlite3_bind_text64(statement, index, bytes, text.size(), text_lifetime, SQLITE_UTF8);
    };
    if (param.is_null()) return sqlite3_bind_null(statement, index);
    switch (param.kind()) {
    case Param::Kind::Null: return sqlite3_bind_null(statement, index);
    case Param::Kind::Integer:
    case Param::Kind::Boolean: return sqlite3_bind_int64(statement, index, param.integer());
    case Param::Kind::Real: return sqlite3_bind_double(statement, index, param.real());
    case Param::Kind::Text: return bind_text(param.text(), lifetime);
    case Param::Kind::Blob: {
        const char* bytes = param.text().data() ? param.text().data() : "";
        return sqlite3_bind_blob64(statement, index, bytes, param.text().size(), lifetime);
    }
    case Param::Kind::Ids:
    case Param::Kind::Texts: return bind_list(statement, index, param);
    }
    return SQLITE_MISUSE;
}

// To the end, whatever rows it gives.
void SqliteConnection::run(sqlite3_stmt* statement) {
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite3_step(statement);
    if (code == SQLITE_DONE) {
        sqlite3_reset(statement);
        return;
    }
    const std::string sql = sqlite3_sql(statement);
    try {
        fail(sql);
    } catch (...) {
        sqlite3_reset(statement);
        throw;
    }
}

void SqliteConnection::fail(std::string_view sql) {
    const int code = sqlite3_errcode(sqlite_.get()) & 0xff;
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_PROTOCOL) {
        throw Busy("SQLite: another process is writing to the database");
    }
    if (code == SQLITE_NOMEM) throw std::bad_alloc();
    throw Fault(std::string("SQLite: ") + sqlite3_errmsg(sqlite_.get()) + ", in: " + std::string(first_line(sql)));
}

} // namespace db

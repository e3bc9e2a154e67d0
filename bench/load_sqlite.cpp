#include "bench/loader.h"

#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace bench {
namespace {

using Sqlite = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

[[noreturn]] void fail(sqlite3* sqlite) { throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(sqlite)); }

void run(sqlite3* sqlite, const std::string& sql) {
    if (sqlite3_exec(sqlite, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(sqlite);
}

Statement prepare(sqlite3* sqlite, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(sqlite, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) fail(sqlite);
    return {statement, sqlite3_finalize};
}

std::vector<std::string> texts(sqlite3* sqlite, const std::string& sql) {
    std::vector<std::string> found;
    const auto statement = prepare(sqlite, sql);
    while (sqlite3_step(statement.get()) == SQLITE_ROW) {
        found.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 0)));
    }
    return found;
}

void bind(sqlite3_stmt* statement, int index, const db::Param& value) {
    if (value.is_null()) {
        sqlite3_bind_null(statement, index);
    } else if (value.kind() == db::Param::Kind::Text) {
        const char* bytes = value.text().data() ? value.text().data() : "";
        sqlite3_bind_text64(statement, index, bytes, value.text().size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
        sqlite3_bind_int64(statement, index, value.integer());
    }
}

class SqliteTable final : public Table {
public:
    SqliteTable(sqlite3* sqlite, Statement insert) : sqlite_(sqlite), insert_(std::move(insert)) {}

    void add(db::Params values) override {
        int index = 0;
        for (const auto& value : values) bind(insert_.get(), ++index, value);
        if (sqlite3_step(insert_.get()) != SQLITE_DONE) fail(sqlite_);
        sqlite3_reset(insert_.get());
    }

private:
    sqlite3* sqlite_;
    Statement insert_;
};

class SqliteLoader final : public Loader {
public:
    explicit SqliteLoader(const std::string& file) : sqlite_(open_file(file)) {
        run(sqlite_.get(), "pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive;"
                           "pragma cache_size = -262144; pragma temp_store = memory; begin");
        indexes_ = texts(sqlite_.get(), "select sql from sqlite_master where type = 'index' and sql is not null");
        for (const auto& name :
             texts(sqlite_.get(), "select name from sqlite_master where type = 'index' and sql is not null")) {
            run(sqlite_.get(), "drop index " + name);
        }
    }

    std::unique_ptr<Table> open(std::string_view table, std::string_view columns) override {
        std::string sql = "insert into " + std::string(table) + " (" + std::string(columns) + ") values (?";
        for (auto commas = std::ranges::count(columns, ','); commas > 0; --commas) sql += ", ?";
        return std::make_unique<SqliteTable>(sqlite_.get(), prepare(sqlite_.get(), sql + ")"));
    }

    void finish() override {
        for (const auto& index : indexes_) run(sqlite_.get(), index);
        run(sqlite_.get(), "commit; pragma locking_mode = normal; pragma journal_mode = wal");
    }

private:
    static Sqlite open_file(const std::string& file) {
        sqlite3* opened = nullptr;
        const int code = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
        Sqlite sqlite(opened, sqlite3_close);
        if (code != SQLITE_OK) fail(opened);
        return sqlite;
    }

    Sqlite sqlite_;
    std::vector<std::string> indexes_;
};

} // namespace

std::unique_ptr<Loader> load_sqlite(const std::string& file) { return std::make_unique<SqliteLoader>(file); }

} // namespace bench

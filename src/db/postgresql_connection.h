#pragma once

#include "db/connection.h"
#include "db/postgresql_cursor.h"
#include "db/postgresql_values.h"
#include "db/statement_cache.h"

namespace db {

// A connection that is made when it is first needed, and again when it was lost.
//
// Reading: every statement is its own transaction, so that no round trip is spent on `begin` and `commit`; the session
// is read-only. Writing: `begin read write` travels together with the first statement, and nothing at all when there is
// none.
class PostgresqlConnection final : public Connection {
public:
    PostgresqlConnection(std::string url, std::chrono::milliseconds patience)
        : url_(std::move(url)), patience_(patience) {}

    // Throws Busy when the server cannot be reached. A connection that was lost while nobody used it is made anew.
    void begin(Access access, Deadline deadline) override;
    void commit() override;
    void rollback() noexcept override;
    std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Param> params) override;
    std::int64_t exec(std::string_view sql, std::span<const Param> params) override;
    void script(std::string_view sql) override;
    std::string explain(std::string_view sql, std::span<const Param> params) override;

    // Only between begin() and the end of that transaction.
    int server_version() const { return PQserverVersion(connection_.get()); }
    std::string_view server_encoding() const { return PQparameterStatus(connection_.get(), "server_encoding"); }

private:
    // Prepared once for each combination of types that one text is used with: nearly always one.
    struct Prepared {
        std::string name;
        std::vector<Param::Kind> kinds;
        std::unique_ptr<Prepared> other;
    };

    void connect();
    bool is_alive();
    // Null when this text is not prepared for these types.
    const Prepared* find_prepared(std::string_view sql, std::span<const Param> params);
    const Prepared& keep(std::string_view sql, Prepared prepared);
    PostgresqlResult run(std::string_view sql, std::span<const Param> params);
    // What comes before the statement travels with it: `begin`, and its preparation when it is new.
    PostgresqlResult run_pipeline(const Prepared* known, std::string_view sql, std::span<const Param> params);
    PostgresqlResult next_of_pipeline();
    PostgresqlResult checked(PostgresqlResult result, std::string_view sql);
    void run_plain(const char* sql);
    void begin_if_due();
    bool must_begin() const { return access_ == Access::Write && !is_in_transaction_; }
    [[noreturn]] void fail(const PGresult* result, std::string_view sql);

    std::string url_;
    std::chrono::milliseconds patience_;
    std::unique_ptr<PGconn, PostgresqlClose> connection_;
    StatementCache<std::unique_ptr<Prepared>> statements_;
    int prepared_count_ = 0;
    BinaryParams params_;
    Access access_ = Access::Read;
    bool is_lost_ = false; // Or of no use any more.
    bool is_in_transaction_ = false;
};

} // namespace db

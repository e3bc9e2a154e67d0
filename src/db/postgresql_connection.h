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
// none. A statement whose answer nobody needs is kept back, and travels with the next that somebody waits for, or with
// the commit: each wait costs both processes a turn, which is more than most statements.
class PostgresqlConnection final : public Connection {
public:
    PostgresqlConnection(std::string url, std::chrono::milliseconds patience)
        : url_(std::move(url)), patience_(patience) {}

    // Throws Busy when the server cannot be reached. A connection that was lost while nobody used it is made anew.
    void begin(Access access, Deadline deadline) override;
    void commit() override;
    void rollback() noexcept override;
    std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Param> params) override;
    std::unique_ptr<Cursor> query_ahead(std::string_view sql, std::span<const Param> params) override;
    Changes exec(std::string_view sql, std::span<const Param> params) override;
    std::int64_t changes_of(std::int64_t statement) override;
    void script(std::string_view sql) override;
    std::string explain(std::string_view sql, std::span<const Param> params) override;

    // Only between begin() and the end of that transaction.
    int server_version() const { return PQserverVersion(connection_.get()); }
    std::string_view server_encoding() const { return PQparameterStatus(connection_.get(), "server_encoding"); }

private:
    class AheadCursor;

    // Prepared once for each combination of types that one text is used with: nearly always one.
    struct Prepared {
        std::string name;
        std::string first_line;
        std::vector<Param::Kind> kinds;
        std::unique_ptr<Prepared> other;
    };

    // Kept back, or on its way.
    struct Sent {
        enum class What { Begin, Preparation, Asked, Ahead, Kept, Commit };

        What what;
        std::string_view first_line;                 // Of its text.
        std::shared_ptr<PostgresqlResult> rows = {}; // Where those of one that was sent ahead go.
    };
    struct Answer {
        PostgresqlResult result;           // The last, or the first failure.
        std::optional<std::string> failed; // The first line of what failed.
        bool is_prepared = false;          // When there was something to prepare.
    };

    void connect();
    bool is_alive();
    // Null when this text is not prepared for these types.
    const Prepared* find_prepared(std::string_view sql, std::span<const Param> params);
    const Prepared& keep(std::string_view sql, Prepared prepared);
    PostgresqlResult run(std::string_view sql, std::span<const Param> params);
    // What comes before the statement travels with it: what was kept back, `begin`, and its preparation when it is new.
    PostgresqlResult run_pipeline(const Prepared* known, std::string_view sql, std::span<const Param> params);
    // These only write to libpq's buffer.
    void send_begin_if_due();
    void send_plain(const char* sql, Sent::What what);
    void send(const Prepared& prepared, Sent::What what);
    void note_sent(Sent::What what, std::string_view first_line);
    // Waits until all is answered that was sent or kept back.
    Answer settle();
    void settle_if_due();
    PostgresqlResult next_of_pipeline();
    PostgresqlResult checked(Answer answer);
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
    std::vector<Sent> sent_;
    // Of this transaction: how many were kept back, and what those changed that are answered.
    std::int64_t kept_count_ = 0;
    std::vector<std::int64_t> changes_;
    Access access_ = Access::Read;
    bool is_lost_ = false; // Or of no use any more.
    bool is_in_transaction_ = false;
};

} // namespace db

#include "db/postgresql_connection.h"

#include "db/postgresql_connect.h"
#include "db/sql_text.h"

#include <poll.h>

namespace db {
namespace {

constexpr const char* kBegin = "begin read write";
constexpr const char* kCommit = "commit";
constexpr std::size_t kMaxKeptBack = 64;

std::vector<Param::Kind> kinds_of(std::span<const Param> params) {
    std::vector<Param::Kind> kinds;
    for (const auto& param : params) kinds.push_back(param.kind());
    return kinds;
}

std::vector<Oid> types_of(std::span<const Param> params) {
    std::vector<Oid> types;
    for (const auto& param : params) types.push_back(type_of(param.kind()));
    return types;
}

bool fits(const std::vector<Param::Kind>& kinds, std::span<const Param> params) {
    return std::ranges::equal(kinds, params, {}, {}, &Param::kind);
}

std::int64_t changed_rows(PGresult* result) {
    const std::string_view command = PQcmdStatus(result);
    return command.starts_with("SELECT") ? 0 : std::strtoll(PQcmdTuples(result), nullptr, 10);
}

bool is_good(const PGresult* result) {
    const auto status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

// https://www.postgresql.org/docs/15/errcodes-appendix.html
bool is_lost_race(std::string_view state) { return state == "40001" || state == "40P01"; }
bool is_server_gone(std::string_view state) {
    return state.starts_with("57P") || (state.starts_with("08") && state != "08P01");
}
// Another process has changed the schema since we prepared, or a proxy has forgotten what we prepared.
bool is_stale_statement(std::string_view state, std::string_view message) {
    return state == "26000" || (state == "0A000" && message.find("cached plan") != std::string_view::npos);
}

} // namespace

void PostgresqlConnection::begin(Access access, Deadline) {
    access_ = access;
    is_in_transaction_ = false;
    changes_.clear();
    kept_count_ = 0;
    if (is_lost_ || !is_alive()) connect();
    if (statements_.is_full()) {
        run_plain("deallocate all");
        statements_.clear();
    }
}

void PostgresqlConnection::commit() {
    if (!is_in_transaction_) return settle_if_due();
    send_plain(kCommit, Sent::What::Commit);
    const auto result = checked(settle());
    is_in_transaction_ = false;
    // PostgreSQL answers `commit` of a transaction that has failed with ROLLBACK, and no error.
    if (std::string_view(PQcmdStatus(result.get())) == "ROLLBACK") {
        throw Fault("PostgreSQL: an error in the transaction was ignored, so it cannot be committed");
    }
}

void PostgresqlConnection::rollback() noexcept {
    if (!sent_.empty()) (void)settle(); // What it was comes to nothing.
    if (!is_in_transaction_ || is_lost_) return;
    const PostgresqlResult result(PQexec(connection_.get(), "rollback"));
    is_lost_ = PQtransactionStatus(connection_.get()) != PQTRANS_IDLE;
    is_in_transaction_ = false;
}

std::unique_ptr<Cursor> PostgresqlConnection::query(std::string_view sql, std::span<const Param> params) {
    return std::make_unique<PostgresqlCursor>(run(sql, params));
}

// Rows that come when all is answered that was sent by then.
class PostgresqlConnection::AheadCursor final : public Cursor {
public:
    AheadCursor(PostgresqlConnection& connection, std::shared_ptr<PostgresqlResult> rows)
        : connection_(connection), rows_(std::move(rows)) {}

    bool next() override {
        if (!cursor_) {
            connection_.settle_if_due();
            if (!*rows_) throw Fault("PostgreSQL: a statement before this one has failed");
            cursor_.emplace(std::move(*rows_));
        }
        return cursor_->next();
    }
    bool is_null(int column) const override { return cursor_->is_null(column); }
    std::int64_t integer(int column) const override { return cursor_->integer(column); }
    double real(int column) const override { return cursor_->real(column); }
    std::string_view text(int column) const override { return cursor_->text(column); }

private:
    PostgresqlConnection& connection_;
    std::shared_ptr<PostgresqlResult> rows_;
    std::optional<PostgresqlCursor> cursor_;
};

std::unique_ptr<Cursor> PostgresqlConnection::query_ahead(std::string_view sql, std::span<const Param> params) {
    const Prepared* known = sent_.size() < kMaxKeptBack ? find_prepared(sql, params) : nullptr;
    if (!known) return query(sql, params);
    params_.encode(params);
    send_begin_if_due();
    send(*known, Sent::What::Ahead);
    sent_.back().rows = std::make_shared<PostgresqlResult>();
    return std::make_unique<AheadCursor>(*this, sent_.back().rows);
}

Changes PostgresqlConnection::exec(std::string_view sql, std::span<const Param> params) {
    const Prepared* known =
        access_ == Access::Write && sent_.size() < kMaxKeptBack ? find_prepared(sql, params) : nullptr;
    if (!known) return Changes(changed_rows(run(sql, params).get()));
    params_.encode(params);
    send_begin_if_due();
    send(*known, Sent::What::Kept);
    return {*this, kept_count_++};
}

std::int64_t PostgresqlConnection::changes_of(std::int64_t statement) {
    if (statement >= std::ssize(changes_)) (void)checked(settle());
    return changes_.at(static_cast<std::size_t>(statement));
}

void PostgresqlConnection::script(std::string_view sql) {
    begin_if_due();
    (void)checked(PostgresqlResult(PQexec(connection_.get(), postgresql_script(sql).c_str())), sql);
}

std::string PostgresqlConnection::explain(std::string_view sql, std::span<const Param> params) {
    begin_if_due();
    params_.encode(params);
    const auto text = "explain (costs off) " + postgresql_statement(sql);
    const auto result =
        checked(PostgresqlResult(PQexecParams(connection_.get(), text.c_str(), params_.size(), types_of(params).data(),
                                              params_.values(), params_.lengths(), params_.formats(), 0)),
                sql);
    std::string plan;
    for (int row = 0; row < PQntuples(result.get()); ++row) plan.append(PQgetvalue(result.get(), row, 0)).append("\n");
    return plan;
}

void PostgresqlConnection::connect() {
    statements_.clear();
    connection_.reset();
    connection_ = connect_postgresql(url_, patience_);
    is_lost_ = false;
}

// Nothing comes to a connection at rest but the server's farewell, and news so rare that a new connection costs
// nothing.
bool PostgresqlConnection::is_alive() {
    if (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK) return false;
    pollfd socket{.fd = PQsocket(connection_.get()), .events = POLLIN, .revents = 0};
    return ::poll(&socket, 1, 0) == 0;
}

const PostgresqlConnection::Prepared* PostgresqlConnection::find_prepared(std::string_view sql,
                                                                          std::span<const Param> params) {
    const auto* found = statements_.find(sql);
    const Prepared* prepared = found ? found->get() : nullptr;
    while (prepared && !fits(prepared->kinds, params)) prepared = prepared->other.get();
    return prepared;
}

const PostgresqlConnection::Prepared& PostgresqlConnection::keep(std::string_view sql, Prepared prepared) {
    auto* place = statements_.find(sql);
    if (!place) place = &statements_.insert(sql, nullptr);
    prepared.other = std::move(*place);
    *place = std::make_unique<Prepared>(std::move(prepared));
    return **place;
}

PostgresqlResult PostgresqlConnection::run(std::string_view sql, std::span<const Param> params) {
    const Prepared* known = find_prepared(sql, params);
    params_.encode(params);
    if (!known || must_begin() || !sent_.empty()) return run_pipeline(known, sql, params);
    return checked(PostgresqlResult(PQexecPrepared(connection_.get(), known->name.c_str(), params_.size(),
                                                   params_.values(), params_.lengths(), params_.formats(), 1)),
                   sql);
}

PostgresqlResult PostgresqlConnection::run_pipeline(const Prepared* known, std::string_view sql,
                                                    std::span<const Param> params) {
    if (!known && parameter_count(sql) != static_cast<int>(params.size())) {
        throw Fault("PostgreSQL: wrong number of parameters, in: " + std::string(first_line(sql)));
    }
    send_begin_if_due();
    if (known) {
        send(*known, Sent::What::Asked);
        return checked(settle());
    }
    Prepared made{"s" + std::to_string(++prepared_count_), std::string(first_line(sql)), kinds_of(params), nullptr};
    note_sent(Sent::What::Preparation, made.first_line);
    PQsendPrepare(connection_.get(), made.name.c_str(), postgresql_statement(sql).c_str(), params_.size(),
                  types_of(params).data());
    send(made, Sent::What::Asked);
    Answer answer = settle();
    if (answer.is_prepared) (void)keep(sql, std::move(made));
    return checked(std::move(answer));
}

void PostgresqlConnection::send_begin_if_due() {
    if (!must_begin()) return;
    is_in_transaction_ = true;
    send_plain(kBegin, Sent::What::Begin);
}

void PostgresqlConnection::send_plain(const char* sql, Sent::What what) {
    note_sent(what, sql);
    PQsendQueryParams(connection_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, 0);
}

void PostgresqlConnection::send(const Prepared& prepared, Sent::What what) {
    note_sent(what, prepared.first_line);
    PQsendQueryPrepared(connection_.get(), prepared.name.c_str(), params_.size(), params_.values(), params_.lengths(),
                        params_.formats(), 1);
}

void PostgresqlConnection::note_sent(Sent::What what, std::string_view first_line) {
    if (sent_.empty()) PQenterPipelineMode(connection_.get());
    sent_.push_back({.what = what, .first_line = first_line, .rows = {}});
}

// Each answer is followed by a null.
PostgresqlResult PostgresqlConnection::next_of_pipeline() {
    PostgresqlResult result(PQgetResult(connection_.get()));
    if (result) const PostgresqlResult end(PQgetResult(connection_.get()));
    return result;
}

PostgresqlConnection::Answer PostgresqlConnection::settle() {
    PQpipelineSync(connection_.get());
    Answer answer;
    for (const auto& [what, first_line, rows] : sent_) {
        auto result = next_of_pipeline();
        const bool good = is_good(result.get());
        if (what == Sent::What::Begin) is_in_transaction_ = good;
        if (what == Sent::What::Preparation) answer.is_prepared = good;
        if (what == Sent::What::Kept) changes_.push_back(good ? changed_rows(result.get()) : 0);
        if (answer.failed) continue; // What comes after a failure is not run.
        if (!good) answer.failed = first_line;
        (good && rows ? *rows : answer.result) = std::move(result);
    }
    sent_.clear();
    const PostgresqlResult sync(PQgetResult(connection_.get()));
    if (PQexitPipelineMode(connection_.get()) == 0) is_lost_ = true; // Answers are missing, or too many: no way back.
    return answer;
}

void PostgresqlConnection::settle_if_due() {
    if (!sent_.empty()) (void)checked(settle());
}

PostgresqlResult PostgresqlConnection::checked(Answer answer) {
    if (answer.failed) fail(answer.result.get(), *answer.failed);
    return std::move(answer.result);
}

PostgresqlResult PostgresqlConnection::checked(PostgresqlResult result, std::string_view sql) {
    if (!is_good(result.get())) fail(result.get(), sql);
    return result;
}

void PostgresqlConnection::run_plain(const char* sql) {
    (void)checked(PostgresqlResult(PQexec(connection_.get(), sql)), sql);
}

// For what cannot travel with others.
void PostgresqlConnection::begin_if_due() {
    settle_if_due();
    if (!must_begin()) return;
    run_plain(kBegin);
    is_in_transaction_ = true;
}

void PostgresqlConnection::fail(const PGresult* result, std::string_view sql) {
    const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const std::string_view state = code ? code : "";
    const std::string message = one_line(primary ? primary : PQerrorMessage(connection_.get()));
    if (is_server_gone(state) || PQstatus(connection_.get()) != CONNECTION_OK) {
        is_lost_ = true;
        throw Busy("PostgreSQL: the connection is lost: " + message);
    }
    const std::string where = "PostgreSQL: " + message + ", in: " + std::string(first_line(sql));
    if (is_stale_statement(state, message)) {
        is_lost_ = true;
        throw Conflict(where);
    }
    if (is_lost_race(state)) throw Conflict(where);
    if (state == "55P03") throw Busy(where);
    throw Fault(where);
}

} // namespace db

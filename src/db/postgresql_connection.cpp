#include "db/postgresql_connection.h"

#include "db/postgresql_connect.h"
#include "db/sql_text.h"

#include <poll.h>

namespace db {
namespace {

constexpr const char* kBegin = "begin read write";

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
    if (is_lost_ || !is_alive()) connect();
    if (statements_.is_full()) {
        run_plain("deallocate all");
        statements_.clear();
    }
}

void PostgresqlConnection::commit() {
    if (!is_in_transaction_) return;
    run_plain("commit");
    is_in_transaction_ = false;
}

void PostgresqlConnection::rollback() noexcept {
    if (!is_in_transaction_ || is_lost_) return;
    const PostgresqlResult result(PQexec(connection_.get(), "rollback"));
    is_lost_ = PQtransactionStatus(connection_.get()) != PQTRANS_IDLE;
    is_in_transaction_ = false;
}

std::unique_ptr<Cursor> PostgresqlConnection::query(std::string_view sql, std::span<const Param> params) {
    return std::make_unique<PostgresqlCursor>(run(sql, params));
}

std::int64_t PostgresqlConnection::exec(std::string_view sql, std::span<const Param> params) {
    const auto result = run(sql, params);
    const std::string_view command = PQcmdStatus(result.get());
    if (command.starts_with("SELECT")) return 0;
    return std::strtoll(PQcmdTuples(result.get()), nullptr, 10);
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
    if (!known || must_begin()) return run_pipeline(known, sql, params);
    return checked(PostgresqlResult(PQexecPrepared(connection_.get(), known->name.c_str(), params_.size(),
                                                   params_.values(), params_.lengths(), params_.formats(), 1)),
                   sql);
}

PostgresqlResult PostgresqlConnection::run_pipeline(const Prepared* known, std::string_view sql,
                                                    std::span<const Param> params) {
    PGconn* connection = connection_.get();
    const bool begins = must_begin();
    Prepared made;
    if (!known) {
        if (parameter_count(sql) != static_cast<int>(params.size())) {
            throw Fault("PostgreSQL: wrong number of parameters, in: " + std::string(first_line(sql)));
        }
        made = {"s" + std::to_string(++prepared_count_), kinds_of(params), nullptr};
    }
    const auto& name = known ? known->name : made.name;

    PQenterPipelineMode(connection);
    if (begins) PQsendQueryParams(connection, kBegin, 0, nullptr, nullptr, nullptr, nullptr, 0);
    if (!known) {
        PQsendPrepare(connection, name.c_str(), postgresql_statement(sql).c_str(), params_.size(),
                      types_of(params).data());
    }
    PQsendQueryPrepared(connection, name.c_str(), params_.size(), params_.values(), params_.lengths(),
                        params_.formats(), 1);
    PQpipelineSync(connection);

    PostgresqlResult first_bad;
    const auto look_at = [&](PostgresqlResult result) {
        const bool good = is_good(result.get());
        if (!good && !first_bad) first_bad = std::move(result);
        return good;
    };
    if (begins) is_in_transaction_ = look_at(next_of_pipeline());
    if (!known && look_at(next_of_pipeline())) (void)keep(sql, std::move(made));
    PostgresqlResult answer = next_of_pipeline();
    const PostgresqlResult sync(PQgetResult(connection));
    if (PQexitPipelineMode(connection) == 0) is_lost_ = true; // Answers are missing, or too many: no way back.
    if (first_bad) fail(first_bad.get(), sql);
    return checked(std::move(answer), sql);
}

// Each answer is followed by a null.
PostgresqlResult PostgresqlConnection::next_of_pipeline() {
    PostgresqlResult result(PQgetResult(connection_.get()));
    if (result) const PostgresqlResult end(PQgetResult(connection_.get()));
    return result;
}

PostgresqlResult PostgresqlConnection::checked(PostgresqlResult result, std::string_view sql) {
    if (!is_good(result.get())) fail(result.get(), sql);
    return result;
}

void PostgresqlConnection::run_plain(const char* sql) {
    const auto result = checked(PostgresqlResult(PQexec(connection_.get(), sql)), sql);
    // PostgreSQL answers `commit` of a transaction that has failed with ROLLBACK, and no error.
    if (std::string_view(PQcmdStatus(result.get())) == "ROLLBACK") {
        throw Fault("PostgreSQL: an error in the transaction was ignored, so it cannot be committed");
    }
}

void PostgresqlConnection::begin_if_due() {
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

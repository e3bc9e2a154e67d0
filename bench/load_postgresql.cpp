#include "bench/loader.h"

#include <libpq-fe.h>

#include <stdexcept>
#include <vector>

namespace bench {
namespace {

constexpr std::size_t kBatchBytes = 1 << 20;

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

[[noreturn]] void fail(PGconn* connection) { throw std::runtime_error(PQerrorMessage(connection)); }

Answer run(PGconn* connection, const std::string& sql) {
    Answer answer(PQexec(connection, sql.c_str()), PQclear);
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN) fail(connection);
    return answer;
}

std::vector<std::string> texts(PGconn* connection, const std::string& sql) {
    std::vector<std::string> found;
    const auto answer = run(connection, sql);
    for (int row = 0; row < PQntuples(answer.get()); ++row) found.emplace_back(PQgetvalue(answer.get(), row, 0));
    return found;
}

// https://www.postgresql.org/docs/15/sql-copy.html, "Text Format"
void append_text(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default: out += c;
        }
    }
}

void append(std::string& out, const db::Param& value) {
    if (value.is_null()) {
        out += "\\N";
    } else if (value.kind() == db::Param::Kind::Text) {
        append_text(out, value.text());
    } else if (value.kind() == db::Param::Kind::Boolean) {
        out += value.integer() != 0 ? 't' : 'f';
    } else {
        out += std::to_string(value.integer());
    }
}

// A connection runs one COPY at a time, so each table collects rows of its own.
class PostgresqlTable final : public Table {
public:
    PostgresqlTable(PGconn* connection, std::string copy) : connection_(connection), copy_(std::move(copy)) {}
    // A failure here shows again at finish(), in the same transaction.
    ~PostgresqlTable() override { send(); }

    void add(db::Params values) override {
        bool is_first = true;
        for (const auto& value : values) {
            if (!is_first) rows_ += '\t';
            is_first = false;
            append(rows_, value);
        }
        rows_ += '\n';
        if (rows_.size() >= kBatchBytes && !send()) fail(connection_);
    }

private:
    bool send() {
        if (rows_.empty()) return true;
        const Answer begun(PQexec(connection_, copy_.c_str()), PQclear);
        if (PQresultStatus(begun.get()) != PGRES_COPY_IN) return false;
        const bool is_sent = PQputCopyData(connection_, rows_.data(), static_cast<int>(rows_.size())) == 1
                             && PQputCopyEnd(connection_, nullptr) == 1;
        rows_.clear();
        const Answer ended(PQgetResult(connection_), PQclear);
        const bool is_done = is_sent && PQresultStatus(ended.get()) == PGRES_COMMAND_OK;
        while (const auto* more = PQgetResult(connection_)) PQclear(const_cast<PGresult*>(more));
        return is_done;
    }

    PGconn* connection_;
    std::string copy_;
    std::string rows_;
};

class PostgresqlLoader final : public Loader {
public:
    explicit PostgresqlLoader(const std::string& url) : connection_(PQconnectdb(url.c_str()), PQfinish) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) fail(connection_.get());
        // Of what is committed, but not written yet, `vacuum` cannot say that everybody sees it: indexes alone would
        // never be enough to answer from.
        run(connection_.get(), "set client_min_messages = warning; set maintenance_work_mem = '256MB'; "
                               "set synchronous_commit = on");
        // Only a superuser may leave foreign keys unchecked. For others it takes longer.
        PQclear(PQexec(connection_.get(), "set session_replication_role = replica"));
        run(connection_.get(), "begin");
        const std::string rest = R"( from pg_indexes i where schemaname = current_schema() and not exists (
            select 1 from pg_constraint c join pg_class k on k.oid = c.conindid where k.relname = i.indexname))";
        indexes_ = texts(connection_.get(), "select indexdef" + rest);
        for (const auto& name : texts(connection_.get(), "select indexname" + rest)) {
            run(connection_.get(), "drop index " + name);
        }
    }

    std::unique_ptr<Table> open(std::string_view table, std::string_view columns) override {
        return std::make_unique<PostgresqlTable>(connection_.get(), "copy " + std::string(table) + " ("
                                                                        + std::string(columns) + ") from stdin");
    }

    void finish() override {
        for (const auto& index : indexes_) run(connection_.get(), index);
        // What the triggers would have written, which do not run here.
        run(connection_.get(), "insert into standings (account_id, revision) select account_id, 1 from users "
                               "on conflict do nothing");
        run(connection_.get(), "commit");
        run(connection_.get(), "vacuum analyze");         // As autovacuum does, sooner or later.
        PQclear(PQexec(connection_.get(), "checkpoint")); // For those who may.
    }

private:
    Connection connection_;
    std::vector<std::string> indexes_;
};

} // namespace

std::unique_ptr<Loader> load_postgresql(const std::string& url) { return std::make_unique<PostgresqlLoader>(url); }

} // namespace bench

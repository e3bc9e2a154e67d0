#include "db/db.h"

#include "db/connection.h"
#include "db/postgresql.h"
#include "db/sql_text.h"
#include "db/sqlite.h"

#include <thread>

namespace db {
namespace {

constexpr int kAttempts = 5;

// Up to 4 ms before the second attempt and up to 32 ms before the fifth, so that two that met do not meet again.
void pause_before_retry(base::Random& random, int failures) {
    std::this_thread::sleep_for(std::chrono::microseconds(random.number() % (2000u << failures)));
}

// PostgreSQL has no place for a NUL in a text, so nobody may write one.
void refuse_nul(std::string_view text, std::string_view sql) {
    if (text.find('\0') == std::string_view::npos) return;
    throw Fault("a text parameter holds a NUL, in: " + std::string(first_line(sql)));
}

} // namespace

std::int64_t Changes::ask() const { return connection_->changes_of(number_); }

Tx::Tx(Database& database, Access access) : database_(database), context_(database.context_), access_(access) {
    const auto deadline = std::chrono::steady_clock::now() + database.patience_;
    connection_ = &database.take(access, deadline);
    try {
        connection_->begin(access, deadline);
    } catch (...) {
        database.give(access, *connection_);
        throw;
    }
    now_ = context_.clock.now();
}

Tx::~Tx() {
    database_.statement_count_ += statement_count_;
    if (!connection_) return;
    connection_->rollback();
    database_.give(access_, *connection_);
}

bool Tx::is_postgresql() const { return database_.is_postgresql(); }

void Tx::commit() {
    for (const auto& action : last_actions_) action(*this);
    connection_->commit();
    database_.give(access_, *std::exchange(connection_, nullptr));
    if (!events_.empty()) context_.events.send(std::move(events_));
    for (const auto& action : actions_) action();
}

void Tx::check(std::string_view sql, Params params) {
    for (const auto& param : params) {
        if (param.kind() == Param::Kind::Text) refuse_nul(param.text(), sql);
        if (param.kind() != Param::Kind::Texts) continue;
        for (const auto& text : param.text_list()) refuse_nul(text, sql);
    }
    ++statement_count_;
    if (observer_) observer_(sql, params);
}

Rows Tx::query(std::string_view sql, Params params) {
    check(sql, params);
    return Rows(connection_->query(sql, params));
}

Rows Tx::query_ahead(std::string_view sql, Params params) {
    check(sql, params);
    return Rows(connection_->query_ahead(sql, params));
}

Changes Tx::exec(std::string_view sql, Params params) {
    check(sql, params);
    return connection_->exec(sql, params);
}

std::optional<std::int64_t> Tx::query_integer(std::string_view sql, Params params) {
    auto rows = query(sql, params);
    if (!rows.next() || rows.is_null(0)) return std::nullopt;
    return rows.integer(0);
}

void Tx::script(std::string_view sql) { connection_->script(sql); }

std::string Tx::explain(std::string_view sql, Params params) { return connection_->explain(sql, params); }

bool Database::run(Access access, const std::function<bool(Tx&)>& work) {
    for (int attempt = 1;; ++attempt) {
        try {
            Tx tx = begin(access);
            const bool keep = work(tx);
            if (keep) tx.commit();
            return keep;
        } catch (const Conflict&) {
            if (attempt == kAttempts) throw;
        }
        pause_before_retry(context_.random, attempt);
    }
}

void Database::write(const std::function<void(Tx&)>& work) {
    run(Access::Write, [&](Tx& tx) { return work(tx), true; });
}

void Database::read(const std::function<void(Tx&)>& work) {
    run(Access::Read, [&](Tx& tx) { return work(tx), true; });
}

Result<std::unique_ptr<Database>> open(const base::Context& context, int connections,
                                       std::chrono::milliseconds patience) {
    if (context.config.is_postgresql()) return open_postgresql(context, connections, patience);
    return open_sqlite(context, connections, patience);
}

} // namespace db

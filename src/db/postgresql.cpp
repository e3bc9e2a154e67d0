#include "db/postgresql.h"

#include "db/pool.h"
#include "db/postgresql_connection.h"

namespace db {
namespace {

constexpr int kOldestVersion = 15;

class PostgresqlDatabase final : public Database {
public:
    PostgresqlDatabase(const base::Context& context, std::chrono::milliseconds patience,
                       std::vector<std::unique_ptr<Connection>> connections)
        : Database(context, patience), pool_(std::move(connections)) {}

    bool is_postgresql() const override { return true; }

protected:
    Connection& take(Access, Deadline deadline) override { return pool_.take(deadline); }
    void give(Access, Connection& connection) override { pool_.give(connection); }

private:
    Pool pool_;
};

base::Unexpected refuse(std::string message) {
    return base::refuse(base::Refusal::Unavailable, "The database cannot be used: " + std::move(message));
}

Result<> check_server(const PostgresqlConnection& connection) {
    if (const int version = connection.server_version(); version < kOldestVersion * 10'000) {
        return refuse("PostgreSQL " + std::to_string(kOldestVersion) + " or newer is needed, and the server is "
                      + std::to_string(version / 10'000) + ".");
    }
    if (connection.server_encoding() != "UTF8") {
        return refuse("its encoding is " + std::string(connection.server_encoding())
                      + ", and must be UTF8: create database … encoding 'UTF8' template template0.");
    }
    return {};
}

// Tables of extensions are nobody's.
Result<> check_is_ours(Connection& connection) {
    auto cursor = connection.query(R"(
        select count(*), coalesce(bool_or(relname = 'schema_migrations' and exists (
            select 1 from pg_attribute where attrelid = pg_class.oid and attname = 'applied_at')), false)
        from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
            and not exists (select 1 from pg_depend where objid = pg_class.oid and deptype = 'e'))", {});
    cursor->next();
    if (cursor->integer(0) == 0 || cursor->integer(1) == 1) return {};
    return refuse("it belongs to another program: it has tables, and none of ours.");
}

} // namespace

Result<std::unique_ptr<Database>> open_postgresql(const base::Context& context, int connections,
                                                  std::chrono::milliseconds patience) {
    std::vector<std::unique_ptr<Connection>> pool;
    for (int i = 0; i < connections; ++i) {
        pool.push_back(std::make_unique<PostgresqlConnection>(context.config.database, patience));
    }
    try {
        auto& first = static_cast<PostgresqlConnection&>(*pool.back());
        first.begin(Access::Read, std::chrono::steady_clock::now() + patience);
        TRY(check_server(first));
        TRY(check_is_ours(first));
    } catch (const Fault& fault) {
        return refuse(fault.what());
    }
    return std::make_unique<PostgresqlDatabase>(context, patience, std::move(pool));
}

} // namespace db

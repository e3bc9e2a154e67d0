#include "db/migrations.h"

#include "base/embedded.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace db {
namespace {

constexpr std::string_view kFolder = "migrations/";
constexpr std::string_view kSuffix = ".sql";
// Any number that nobody else takes: "AKEBONO" in ASCII.
constexpr std::int64_t kLock = 0x414b45424f4e4f;
// How long to wait for another process that migrates.
constexpr auto kPatienceWithOthers = std::chrono::minutes(10);

struct Migration {
    std::string_view name; // "0001_initial"
    std::string_view sql;

    int version() const { return std::stoi(std::string(name.substr(0, 4))); }
};

// Those for this engine. What cannot be one text for both is two files: 0007_search.sqlite.sql,
// 0007_search.postgresql.sql.
std::vector<Migration> known_migrations(bool is_postgresql) {
    std::vector<Migration> migrations;
    for (const auto& file : base::embedded_files()) {
        if (!file.path.starts_with(kFolder) || !file.path.ends_with(kSuffix)) continue;
        auto name = file.path.substr(kFolder.size(), file.path.size() - kFolder.size() - kSuffix.size());
        const auto engine = name.substr(std::min(name.find('.'), name.size()));
        if (engine == (is_postgresql ? ".sqlite" : ".postgresql")) continue;
        name.remove_suffix(engine.size());
        migrations.push_back({name, file.bytes});
    }
    return migrations;
}

std::vector<Migration> pending_among(std::vector<Migration> known, const std::vector<std::string>& applied) {
    std::erase_if(
        known, [&](const Migration& migration) { return std::ranges::find(applied, migration.name) != applied.end(); });
    return known;
}

bool has_migrations_table(Tx& tx, bool is_postgresql) {
    auto rows = is_postgresql
                    ? tx.query("select 1 where to_regclass('schema_migrations') is not null")
                    : tx.query("select 1 from sqlite_master where type = 'table' and name = 'schema_migrations'");
    return rows.next();
}

std::vector<std::string> applied_migrations(Tx& tx, bool is_postgresql) {
    std::vector<std::string> names;
    if (!has_migrations_table(tx, is_postgresql)) return names;
    auto rows = tx.query("select name from schema_migrations order by version");
    while (rows.next()) names.push_back(rows.string(0));
    return names;
}

// What PostgreSQL needs before the first migration: the lists of db.h. Both are inlined, so that the planner sees
// unnest().
void make_list_functions(Tx& tx) { tx.script(R"(
        create function ids(bigint[]) returns table (value bigint)
            language sql immutable parallel safe as $$ select unnest($1) $$;
        create function texts("text"[]) returns table (value "text") -- Quoted, as no column of a table: see sql_text.h.
            language sql immutable parallel safe as $$ select unnest($1) $$)"); }

void make_migrations_table(Tx& tx, bool is_postgresql) {
    if (has_migrations_table(tx, is_postgresql)) return;
    if (is_postgresql) make_list_functions(tx);
    tx.script(R"(
        create table schema_migrations (
            version bigint primary key,
            name text not null,
            applied_at bigint not null
        ))");
}

// One process at a time: SQLite has one writer anyway. Building an index may take longer than a page does.
void lock_schema(Tx& tx, bool is_postgresql) {
    if (!is_postgresql) return;
    tx.script("set local statement_timeout = 0; set local lock_timeout = 0");
    tx.query("select pg_advisory_xact_lock($1)", {kLock});
}

Result<> refuse_newer(const std::vector<Migration>& known, const std::vector<std::string>& applied) {
    for (const auto& name : applied) {
        if (std::ranges::find(known, name, &Migration::name) != known.end()) continue;
        return base::refuse(base::Refusal::Unavailable,
                            "This database has been migrated by a newer Akebono: it has the migration " + name
                                + ", and this program knows none after " + std::string(known.back().name)
                                + ". Run the newer Akebono, or restore a backup from before.");
    }
    return {};
}

// Applies the oldest that is pending; nullopt when there is none.
Result<std::optional<std::string>> apply_one(Tx& tx, bool is_postgresql) {
    lock_schema(tx, is_postgresql);
    const auto applied = applied_migrations(tx, is_postgresql);
    const auto known = known_migrations(is_postgresql);
    TRY(refuse_newer(known, applied));
    const auto pending = pending_among(known, applied);
    if (pending.empty()) return std::nullopt;

    const Migration& migration = pending.front();
    make_migrations_table(tx, is_postgresql);
    tx.script(migration.sql);
    tx.exec("insert into schema_migrations (version, name, applied_at) values ($1, $2, $3)",
            {migration.version(), migration.name, tx.now()});
    return std::string(migration.name);
}

// SQLite's lock is the turn to write, for which nobody waits as long as a migration may take: so this waits again.
// On PostgreSQL, Busy says that the server is gone.
void write_patiently(Database& database, const std::function<bool(Tx&)>& work) {
    const auto deadline = std::chrono::steady_clock::now() + kPatienceWithOthers;
    for (;;) {
        try {
            database.run(Access::Write, work);
            return;
        } catch (const Busy&) {
            if (database.is_postgresql() || std::chrono::steady_clock::now() > deadline) throw;
        }
    }
}

} // namespace

std::vector<std::string> pending_migrations(Database& database) {
    std::vector<std::string> names;
    database.read([&](Tx& tx) {
        const auto applied = applied_migrations(tx, database.is_postgresql());
        names.clear();
        for (const auto& migration : pending_among(known_migrations(database.is_postgresql()), applied)) {
            names.emplace_back(migration.name);
        }
    });
    return names;
}

Result<std::vector<std::string>> migrate(Database& database) {
    std::vector<std::string> names;
    for (;;) {
        Result<std::optional<std::string>> applied = std::nullopt;
        write_patiently(database, [&](Tx& tx) {
            applied = apply_one(tx, database.is_postgresql());
            return applied && *applied;
        });
        const auto name = TRY(std::move(applied));
        if (!name) return names;
        names.push_back(*name);
    }
}

} // namespace db

#include "support/test_db.h"

#include "db/migrations.h"

#include <cstdlib>
#include <filesystem>
#include <libpq-fe.h>
#include <optional>
#include <stdexcept>
#include <unistd.h>

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return std::move(*result);
}

// ── SQLite: databases are files in a folder that goes with the process ──

const std::filesystem::path& folder() {
    struct Folder {
        std::filesystem::path path =
            std::filesystem::temp_directory_path() / ("akebono-tests-" + std::to_string(::getpid()));
        pid_t owner = ::getpid();

        Folder() { std::filesystem::create_directories(path); }
        ~Folder() {
            std::error_code ignored;
            if (::getpid() == owner) std::filesystem::remove_all(path, ignored);
        }
    };
    static const Folder folder;
    return folder.path;
}

// ── PostgreSQL: databases of the throw-away server ──

void administrate(const std::string& sql) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdb(environment("AKEBONO_TEST_POSTGRESQL").c_str()), PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
}

// "postgresql://user@host/NAME?…", on the throw-away server.
std::string postgresql_url(const std::string& name) {
    const auto url = environment("AKEBONO_TEST_POSTGRESQL");
    if (url.empty()) {
        throw std::runtime_error("AKEBONO_TEST_POSTGRESQL is not set: run the tests by scripts/with-postgresql");
    }
    const auto host = url.find("://") + 3;
    const auto path = std::min(url.find('/', host), url.size());
    const auto query = std::min(url.find('?', path), url.size());
    return url.substr(0, path) + "/" + name + url.substr(query);
}

// ── both ──

std::string new_name() {
    static std::atomic<int> count = 0;
    return "akebono_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

// As the key `database` of the configuration has it.
std::string location_of(const std::string& name) {
    return tests_run_on_postgresql() ? postgresql_url(name) : (folder() / (name + ".db")).string();
}

void make_empty(const std::string& name) {
    if (tests_run_on_postgresql()) administrate("create database " + name + " template template0");
}

void drop(const std::string& name) {
    if (tests_run_on_postgresql()) {
        administrate("drop database " + name + " with (force)");
        return;
    }
    for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(location_of(name) + suffix);
}

void migrate(const std::string& name) {
    TestWorld world;
    world.config.database = location_of(name);
    const auto database = must(db::open(world.context, 1));
    must(db::migrate(*database));
}

// Migrated once, and copied for each test that wants its own. Nobody is connected to it.
class Template {
public:
    Template() {
        make_empty(name_);
        migrate(name_);
    }
    ~Template() {
        if (::getpid() == owner_) drop(name_);
    }
    void copy_to(const std::string& name) const {
        if (tests_run_on_postgresql()) return administrate("create database " + name + " template " + name_);
        std::filesystem::copy_file(location_of(name_), location_of(name));
    }

private:
    std::string name_ = new_name();
    pid_t owner_ = ::getpid();
};

void make_migrated(const std::string& name) {
    static const Template migrated;
    migrated.copy_to(name);
}

} // namespace

bool tests_run_on_postgresql() {
    const auto engine = environment("AKEBONO_TEST_DATABASE");
    if (engine == "postgresql") return true;
    if (engine.empty() || engine == "sqlite") return false;
    throw std::runtime_error("AKEBONO_TEST_DATABASE must be sqlite or postgresql, and is " + engine);
}

namespace {

// What every TestDb() shares: one database, and the world of the test that runs.
struct Shared {
    std::string name = new_name();
    std::optional<TestWorld> world; // At one address, however often it is made anew.
    std::unique_ptr<db::Database> database;
    pid_t owner = ::getpid();

    Shared() {
        make_migrated(name);
        begin_world();
        database = must(db::open(world->context, 2));
    }
    ~Shared() {
        if (::getpid() != owner) return;
        database.reset();
        drop(name);
    }
    void begin_world() { world.emplace().config.database = location_of(name); }
};

Shared& shared() {
    static Shared shared;
    return shared;
}

} // namespace

TestDb::TestDb() { shared().begin_world(); }

db::Tx TestDb::begin(db::Access access) { return shared().database->begin(access); }

TestWorld& TestDb::world() { return *shared().world; }

TestDatabase::TestDatabase(Options options)
    : options_(options), name_(new_name()), world_(std::make_unique<TestWorld>()) {
    if (options.is_migrated) {
        make_migrated(name_);
    } else {
        make_empty(name_);
    }
    world_->config.database = location_of(name_);
    open();
}

TestDatabase::~TestDatabase() {
    close();
    drop(name_);
}

std::unique_ptr<db::Database> TestDatabase::open_again() {
    return must(db::open(world_->context, options_.connections, options_.patience));
}

#pragma once

#include "db/db.h"
#include "support/test_world.h"

#include <memory>
#include <string>

// The database that AKEBONO_TEST_DATABASE names: sqlite (when it is unset) or postgresql, on the server whose URL
// stands in AKEBONO_TEST_POSTGRESQL.
bool tests_run_on_postgresql();

// The migrated, empty database of this process, for tests that need one transaction and no commit:
//     db::Tx tx = TestDb().begin(); // Rolled back when `tx` goes.
// Each TestDb() begins a new world, in which a Tx of the one before must not go on.
class TestDb {
public:
    TestDb();

    db::Tx begin(db::Access access = db::Access::Write);
    TestWorld& world();
};

// A migrated, empty database of its own, for tests that commit, use several threads, or look at what is left
// afterwards.
class TestDatabase {
public:
    struct Options {
        int connections = 4;
        std::chrono::milliseconds patience = db::kPatience;
        bool is_migrated = true;
    };
    TestDatabase() : TestDatabase(Options{}) {}
    explicit TestDatabase(Options options);
    ~TestDatabase();

    TestWorld& world() { return *world_; }
    db::Database& operator*() { return *database_; }
    db::Database* operator->() { return database_.get(); }
    // The same database once more, as another process has it.
    std::unique_ptr<db::Database> open_again();
    void close() { database_.reset(); }
    void open() { database_ = open_again(); }

private:
    Options options_;
    std::string name_;
    std::unique_ptr<TestWorld> world_;
    std::unique_ptr<db::Database> database_;
};

#include "support/test_db.h"

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

namespace {

std::atomic<int> flushes_of_logs = 0;

} // namespace

// Stands before the C library's, for all of this program: counts those that are for SQLite's log.
extern "C" int fdatasync(int descriptor) {
    std::error_code error;
    const auto file = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), error);
    if (file.string().ends_with("-wal")) ++flushes_of_logs;
    return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}

namespace db {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::HasSubstr;

// These need no server, so they run whichever engine the tests run on.
class Sqlite : public testing::Test {
protected:
    ~Sqlite() override { std::filesystem::remove_all(folder_); }

    Result<std::unique_ptr<Database>> open_file(const std::filesystem::path& file, milliseconds patience = kPatience) {
        world_.config.database = file.string();
        return open(world_.context, 2, patience);
    }
    std::string refusal(const std::filesystem::path& file) {
        const auto database = open_file(file);
        return database ? "opened" : database.error().message;
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("akebono-sqlite-test-" + std::to_string(::getpid()));
    TestWorld world_;
};

TEST_F(Sqlite, MakesItsFileAndFolderForUsAlone) {
    const auto file = folder_ / "a" / "b.db";

    const auto database = open_file(file);

    ASSERT_TRUE(database) << database.error().message;
    struct stat about = {};
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        ASSERT_EQ(::stat((file.string() + suffix).c_str(), &about), 0) << suffix;
        EXPECT_EQ(about.st_mode & 0777, 0600u) << suffix;
    }
    ASSERT_EQ(::stat(file.parent_path().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0700u);
}

TEST_F(Sqlite, RefusesWhatItCannotMakeOrRead) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "text.db") << "This is no database, however long one reads it. It is a letter to a friend.";

    EXPECT_THAT(refusal(folder_ / "text.db"), AllOf(HasSubstr("text.db"), HasSubstr("not a database")));
    EXPECT_THAT(refusal(folder_ / "text.db" / "x.db"), HasSubstr("cannot be made"));
    EXPECT_THAT(refusal(folder_), HasSubstr("cannot be used"));
    EXPECT_THAT(refusal("/proc/akebono.db"), HasSubstr("/proc/akebono.db cannot be made"));
}

TEST_F(Sqlite, RefusesAFileThatWeMayNotWrite) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may write every file";
    std::filesystem::create_directories(folder_);
    ASSERT_TRUE(open_file(folder_ / "a.db"));
    std::filesystem::permissions(folder_ / "a.db", std::filesystem::perms::owner_read);

    EXPECT_THAT(refusal(folder_ / "a.db"), HasSubstr("may not write"));
}

TEST_F(Sqlite, RefusesTheDatabaseOfAnotherProgram) {
    ASSERT_TRUE(open_file(folder_ / "a.db"));
    sqlite3* other = nullptr;
    sqlite3_open((folder_ / "a.db").c_str(), &other);
    sqlite3_exec(other, "create table moz_places (id)", nullptr, nullptr, nullptr);
    sqlite3_close(other);

    EXPECT_THAT(refusal(folder_ / "a.db"), HasSubstr("belongs to another program"));
}

TEST_F(Sqlite, IsBusyWhileAnotherProcessWrites) {
    const auto ours = open_file(folder_ / "a.db", milliseconds(50));
    const auto theirs = open_file(folder_ / "a.db");
    ASSERT_TRUE(ours && theirs);

    const Tx writing = (*theirs)->begin(Access::Write);

    EXPECT_THROW((*ours)->write([](Tx&) {}), Busy);
    (*ours)->read([](Tx& tx) { EXPECT_EQ(tx.query_integer("select 1"), 1); });
}

TEST_F(Sqlite, WaitsForAnotherProcessThatWrites) {
    const auto ours = open_file(folder_ / "a.db");
    const auto theirs = open_file(folder_ / "a.db");
    ASSERT_TRUE(ours && theirs);
    std::atomic<bool> has_begun = false;
    std::thread writes([&] {
        (*theirs)->write([&](Tx&) {
            has_begun = true;
            std::this_thread::sleep_for(milliseconds(60));
        });
    });
    while (!has_begun) std::this_thread::yield();

    (*ours)->write([](Tx& tx) { EXPECT_EQ(tx.query_integer("select 1"), 1); });
    writes.join();
}

TEST_F(Sqlite, ReadsOneStateThroughATransaction) {
    const auto database = open_file(folder_ / "a.db");
    ASSERT_TRUE(database);
    (*database)->write([](Tx& tx) { tx.script("create table numbers (n bigint)"); });
    const auto insert = [](Tx& tx) { tx.exec("insert into numbers (n) values (1)"); };
    constexpr auto* kCount = "select count(*) from numbers";

    (*database)->read([&](Tx& tx) {
        EXPECT_EQ(tx.query_integer(kCount), 0);
        (*database)->write(insert);
        EXPECT_EQ(tx.query_integer(kCount), 0);
    });

    (*database)->read([&](Tx& tx) { EXPECT_EQ(tx.query_integer(kCount), 1); });
}

TEST_F(Sqlite, KeepsItsPromisesAboutTheFile) {
    const auto database = open_file(folder_ / "a.db");
    ASSERT_TRUE(database);

    (*database)->write([](Tx& tx) {
        EXPECT_EQ(tx.query("pragma journal_mode").next(), true);
        EXPECT_EQ(tx.query_integer("pragma synchronous"), 1); // Normal: WalFlusher does the rest.
        EXPECT_EQ(tx.query_integer("pragma foreign_keys"), 1);
        EXPECT_EQ(tx.query_integer("pragma secure_delete"), 0);
    });
    (*database)->read([](Tx& tx) { EXPECT_EQ(tx.query_integer("pragma query_only"), 1); });
}

// A loss of power would take what was not brought to the disk before the answer.
TEST_F(Sqlite, BringsEachWriteToTheDiskBeforeItReturns) {
    const auto database = *open_file(folder_ / "a.db");
    database->write([](Tx& tx) { tx.script("create table t (n integer)"); });
    const auto flushes_of = [&](const std::function<void(Tx&)>& work) {
        const int before = flushes_of_logs;
        database->write(work);
        return flushes_of_logs - before;
    };

    EXPECT_EQ(flushes_of([](Tx& tx) { tx.exec("insert into t values (1)"); }), 1);
    EXPECT_EQ(flushes_of([](Tx& tx) { tx.exec("update t set n = 2"); }), 1);
    EXPECT_EQ(flushes_of([](Tx& tx) { tx.exec("update t set n = 3 where n = 7"); }), 0); // Nothing to keep.
    database->read([](Tx& tx) { tx.query_integer("select n from t"); });
}

TEST_F(Sqlite, WritersShareTheWayToTheDisk) {
    constexpr int kThreads = 4, kWrites = 50;
    const auto database = *open_file(folder_ / "a.db");
    database->write([](Tx& tx) { tx.script("create table t (n integer)"); });
    const int before = flushes_of_logs;

    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < kWrites; ++n) {
                const int seen = flushes_of_logs;
                database->write([](Tx& tx) { tx.exec("insert into t values (1)"); });
                EXPECT_GT(flushes_of_logs, seen); // Mine, or another's.
            }
        });
    }
    for (auto& thread : threads) thread.join();

    EXPECT_LE(flushes_of_logs - before, kThreads * kWrites);
}

} // namespace
} // namespace db

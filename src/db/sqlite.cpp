#include "db/sqlite.h"

#include "db/pool.h"
#include "db/sqlite_connection.h"
#include "db/wal_flusher.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <unistd.h>

namespace db {
namespace {

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const base::Context& context, const std::filesystem::path& file, std::chrono::milliseconds patience,
                   std::vector<std::unique_ptr<Connection>> writer, std::vector<std::unique_ptr<Connection>> readers)
        : Database(context, patience), flusher_(file), writer_(std::move(writer)), readers_(std::move(readers)) {}

    bool is_postgresql() const override { return false; }

protected:
    Connection& take(Access access, Deadline deadline) override { return pool(access).take(deadline); }
    void give(Access access, Connection& connection) override {
        const bool must_flush = access == Access::Write && static_cast<SqliteConnection&>(connection).must_flush();
        pool(access).give(connection); // Others may write meanwhile.
        if (must_flush) flusher_.flush();
    }

private:
    Pool& pool(Access access) { return access == Access::Write ? writer_ : readers_; }

    WalFlusher flusher_;
    Pool writer_;
    Pool readers_;
};

// Counting memory would take a lock at each allocation, in all threads.
void configure_library() {
    static std::once_flag done;
    std::call_once(done, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

// Makes the file and its folder when they are missing, for us alone: it will hold secrets. SQLite's own files beside it
// get the same permissions. An existing file is left alone: opening and closing it here would drop the locks of this
// process.
Result<> make_file(const std::filesystem::path& file) {
    std::error_code error;
    if (std::filesystem::exists(file, error)) return {};
    const auto folder = std::filesystem::absolute(file).parent_path();
    if (std::filesystem::create_directories(folder, error)) {
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    }
    if (error) {
        return base::refuse(base::Refusal::Unavailable,
                            "The folder " + folder.string() + " cannot be made: " + error.message());
    }
    const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0 && errno != EEXIST) {
        return base::refuse(base::Refusal::Unavailable, "The database " + file.string() + " cannot be made: "
                                                            + std::generic_category().message(errno));
    }
    if (descriptor < 0) return {};
    ::close(descriptor);
    // Its name must survive a loss of power too, or nothing in it will.
    const int folder_descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder_descriptor >= 0) {
        ::fsync(folder_descriptor);
        ::close(folder_descriptor);
    }
    return {};
}

Result<> check_is_ours(Connection& connection, const std::filesystem::path& file) {
    auto cursor = connection.query(R"(
        select count(*), coalesce(max(name = 'schema_migrations'), 0) from sqlite_master where type = 'table')", {});
    cursor->next();
    if (cursor->integer(0) == 0 || cursor->integer(1) == 1) return {};
    return base::refuse(base::Refusal::Unavailable,
                        "The database " + file.string()
                            + " belongs to another program: it has tables, and none of ours.");
}

} // namespace

Result<std::unique_ptr<Database>> open_sqlite(const base::Context& context, int readers,
                                              std::chrono::milliseconds patience) {
    configure_library();
    const auto file = context.config.sqlite_path();
    TRY(make_file(file));
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::vector<std::unique_ptr<Connection>> for_writing, for_reading;
    try {
        for_writing.push_back(std::make_unique<SqliteConnection>(file, Access::Write, deadline));
        TRY(check_is_ours(*for_writing.front(), file));
        for (int i = 0; i < readers; ++i) {
            for_reading.push_back(std::make_unique<SqliteConnection>(file, Access::Read, deadline));
        }
    } catch (const Fault& fault) {
        return base::refuse(base::Refusal::Unavailable,
                            "The database " + file.string() + " cannot be used: " + fault.what());
    }
    return std::make_unique<SqliteDatabase>(context, file, patience, std::move(for_writing), std::move(for_reading));
}

} // namespace db

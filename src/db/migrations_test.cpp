#include "db/migrations.h"

#include "base/embedded.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>

namespace db {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr TestDatabase::Options kEmpty = {.is_migrated = false};

std::vector<std::string> applied(Database& database) {
    std::vector<std::string> names;
    database.read([&](Tx& tx) {
        auto rows = tx.query("select name from schema_migrations order by version");
        while (rows.next()) names.push_back(rows.string(0));
    });
    return names;
}

TEST(Migrations, AreAppliedOnce) {
    TestDatabase database(kEmpty);
    const auto pending = pending_migrations(*database);
    ASSERT_FALSE(pending.empty());
    EXPECT_EQ(pending.front(), "0001_initial");

    const auto first = migrate(*database);
    const auto second = migrate(*database);

    EXPECT_EQ(*first, pending);
    EXPECT_THAT(*second, IsEmpty());
    EXPECT_EQ(applied(*database), pending);
    EXPECT_THAT(pending_migrations(*database), IsEmpty());
    database->read([](Tx& tx) {
        EXPECT_EQ(tx.query_integer("select min(applied_at) from schema_migrations"),
                  kTestTime.time_since_epoch().count());
    });
}

TEST(Migrations, RefuseADatabaseOfANewerAkebono) {
    TestDatabase database;
    database->write([](Tx& tx) {
        tx.exec("insert into schema_migrations (version, name, applied_at) values (9999, '9999_future', 1)");
    });

    const auto result = migrate(*database);

    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().message, HasSubstr("newer Akebono: it has the migration 9999_future"));
    EXPECT_THAT(result.error().message, HasSubstr("knows none after 0"));
}

// Exits with how many migrations it applied, or 100 when it could not.
pid_t migrate_in_child(TestDatabase& database) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    try {
        const auto names = migrate(*database.open_again());
        ::_exit(names ? static_cast<int>(names->size()) : 100);
    } catch (...) {
        ::_exit(100);
    }
}

TEST(Migrations, AreAppliedByOneProcessWhileOthersWait) {
    TestDatabase database(kEmpty);
    const auto pending = pending_migrations(*database);
    database.close();

    std::vector<pid_t> children;
    for (int i = 0; i < 3; ++i) children.push_back(migrate_in_child(database));
    std::size_t count = 0;
    for (const auto child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFEXITED(status));
        ASSERT_LT(WEXITSTATUS(status), 100);
        count += static_cast<std::size_t>(WEXITSTATUS(status));
    }

    database.open();
    EXPECT_EQ(count, pending.size());
    EXPECT_EQ(applied(*database), pending);
}

// A number may be missing, but none stands for two: only the two engines share one.
TEST(Migrations, HaveANumberEach) {
    std::map<std::string, std::string> names;
    for (const auto& file : base::embedded_files()) {
        if (!file.path.starts_with("migrations/")) continue;
        const auto number = std::string(file.path.substr(11, 4));
        const auto name = std::string(file.path.substr(16, file.path.find('.') - 16));
        EXPECT_EQ(names.emplace(number, name).first->second, name) << number;
    }

    EXPECT_FALSE(names.empty());
}

} // namespace
} // namespace db

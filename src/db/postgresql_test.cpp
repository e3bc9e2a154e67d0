#include "db/migrations.h"

#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

#include <thread>

namespace db {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Postgresql : public testing::Test {
protected:
    void SetUp() override {
        if (!tests_run_on_postgresql()) GTEST_SKIP() << "AKEBONO_TEST_DATABASE is not postgresql";
    }
};

// Ends all other connections to this database, as a restart of the server does.
void cut_others(Database& database) {
    database.read([](Tx& tx) {
        auto rows = tx.query(R"(
            select pg_terminate_backend(pid, 5000) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid())");
        while (rows.next()) {
        }
    });
}

std::string refusal(const std::string& url) {
    TestWorld world;
    world.config.database = url;
    const auto database = open(world.context, 1, milliseconds(500));
    return database ? "opened" : database.error().message;
}

TEST_F(Postgresql, SaysWhyItCannotBeOpened) {
    EXPECT_THAT(refusal("postgresql://akebono:hunter2@127.0.0.1:1/akebono?sslmode=disable"),
                AllOf(HasSubstr("cannot be reached"), HasSubstr("127.0.0.1"), Not(HasSubstr("hunter2"))));
    EXPECT_THAT(refusal("postgresql://akebono:hunter2@[::1/akebono"),
                AllOf(HasSubstr("not written as"), Not(HasSubstr("hunter2"))));
    TestDatabase database;
    auto url = database.world().config.database;
    url.insert(url.find('?') == std::string::npos ? url.size() : url.find('?'), "_missing");
    EXPECT_THAT(refusal(url), HasSubstr("does not exist"));
}

TEST_F(Postgresql, RefusesTheDatabaseOfAnotherProgram) {
    TestDatabase database({.is_migrated = false});
    // Rails has a table of that name too.
    database->write([](Tx& tx) { tx.script("create table schema_migrations (version varchar primary key)"); });

    EXPECT_THAT(refusal(database.world().config.database), HasSubstr("belongs to another program"));
}

TEST_F(Postgresql, ComesBackAfterTheServerHasGone) {
    TestDatabase database;
    const auto other = database.open_again();
    database->read([](Tx& tx) { EXPECT_EQ(tx.query_integer("select 1"), 1); });

    cut_others(*other);

    database->read([](Tx& tx) { EXPECT_EQ(tx.query_integer("select 1"), 1); });
    EXPECT_THROW(database->write([&](Tx& tx) {
        tx.exec("insert into settings (name, value) values ('a', 'b')");
        cut_others(*other);
        tx.exec("insert into settings (name, value) values ('c', 'd')");
    }),
                 Busy);
    database->read([](Tx& tx) { EXPECT_EQ(tx.query_integer("select count(*) from settings"), 0); });
}

TEST_F(Postgresql, RepeatsADeadlock) {
    TestDatabase database;
    database->write([](Tx& tx) { tx.exec("insert into job_schedules (name, next_at) values ('a', 0), ('b', 0)"); });
    std::atomic<int> attempts = 0;
    // Meets the other half way on the first attempt.
    const auto add_to = [&](const char* first, const char* second) {
        database->write([&, first, second](Tx& tx) {
            ++attempts;
            tx.exec("update job_schedules set next_at = next_at + 1 where name = $1", {first});
            while (attempts < 2) std::this_thread::yield();
            std::this_thread::sleep_for(milliseconds(50));
            tx.exec("update job_schedules set next_at = next_at + 1 where name = $1", {second});
        });
    };

    std::thread other([&] { add_to("b", "a"); });
    add_to("a", "b");
    other.join();

    EXPECT_GE(attempts, 3);
    database->read([](Tx& tx) { EXPECT_EQ(tx.query_integer("select sum(next_at) from job_schedules"), 4); });
}

TEST_F(Postgresql, WaitsForALockOnlySoLong) {
    TestDatabase database({.patience = milliseconds(50)});
    database->write([](Tx& tx) { tx.exec("insert into settings (name, value) values ('a', '')"); });
    constexpr auto* kUpdate = "update settings set value = 'x'";

    Tx holder = database->begin(Access::Write);
    holder.exec(kUpdate);

    EXPECT_THROW(database->write([](Tx& tx) { tx.exec(kUpdate); }), Busy);
}

TEST_F(Postgresql, ClaimsRowsThatNobodyElseHas) {
    TestDatabase database;
    database->write(
        [](Tx& tx) { tx.exec("insert into job_schedules (name, next_at) values ('a', 0), ('b', 0), ('c', 0)"); });
    const auto claim = [](Tx& tx) {
        std::vector<std::string> names;
        auto rows = tx.query(R"(
            update job_schedules set next_at = 1 where name in (
                select name from job_schedules where next_at = 0 order by name limit 2 /*skip_locked*/) returning name)");
        while (rows.next()) names.push_back(rows.string(0));
        return names;
    };

    Tx first = database->begin(Access::Write);
    Tx second = database->begin(Access::Write);

    EXPECT_THAT(claim(first), testing::UnorderedElementsAre("a", "b"));
    EXPECT_THAT(claim(second), ElementsAre("c"));
}

TEST_F(Postgresql, SurvivesAChangeOfTheSchemaUnderItsStatements) {
    TestDatabase database;
    const auto read = [&] {
        database->read([](Tx& tx) { EXPECT_EQ(tx.query("select * from settings").next(), true); });
    };
    database->write([](Tx& tx) { tx.exec("insert into settings (name, value) values ('a', 'b')"); });
    read();

    database.open_again()->write([](Tx& tx) { tx.script("alter table settings add column extra bigint"); });

    read();
}

TEST_F(Postgresql, TakesOneTextWithSeveralTypes) {
    Tx tx = TestDb().begin();
    constexpr auto* kSame = "select count(*) from job_schedules where next_at = $1 or $1 is null";

    EXPECT_EQ(tx.query_integer(kSame, {std::optional<std::int64_t>()}), 0);
    EXPECT_EQ(tx.query_integer(kSame, {std::int64_t{1} << 40}), 0);
    EXPECT_EQ(tx.query_integer("select $1", {5}), 5);
    auto rows = tx.query("select $1", {"five"});
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.text(0), "five");
}

TEST_F(Postgresql, ReadsSumsAndAverages) {
    Tx tx = TestDb().begin();

    auto rows = tx.query(R"(
        select sum(n), sum(-n), avg(n), sum(n) filter (where n > 900), cast(2 as smallint), cast(1.5 as real), sum(n * 0)
        from (select value * 1000000007 as n from ids($1)) as numbers)", {std::vector{StatusId{1}, StatusId{2}, StatusId{1'000'000'000}, StatusId{4}}});

    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.integer(0), 1'000'000'007 * std::int64_t{1'000'000'007});
    EXPECT_EQ(rows.integer(1), -1'000'000'007 * std::int64_t{1'000'000'007});
    EXPECT_DOUBLE_EQ(rows.real(2), 1'000'000'007.0 * 1'000'000'007.0 / 4);
    EXPECT_EQ(rows.integer(4), 2);
    EXPECT_EQ(rows.text(4), "2");
    EXPECT_EQ(rows.real(5), 1.5);
    EXPECT_EQ(rows.integer(6), 0);
}

TEST_F(Postgresql, WaitsOnlyForWhatSomebodyLooksAt) {
    TestDatabase database;
    Tx tx = database->begin(Access::Write);
    constexpr std::string_view kWrong =
        "insert into tags (id, name, display_name, created_at) values ($1, 'a', 'a', 0)";
    tx.exec(kWrong, {1});

    EXPECT_NO_THROW(tx.exec(kWrong, {1})); // Not answered yet: what is wrong with it shows with the next one.
    EXPECT_THROW(tx.query("select 1"), Fault);
}

TEST_F(Postgresql, ComparesByteByByteWhateverTheLocale) {
    Tx tx = TestDb().begin();

    EXPECT_EQ(tx.query_integer(R"(
        select count(*) from information_schema.columns
        where table_schema = current_schema() and data_type = 'text' and collation_name is distinct from 'C'
            and table_name not like 'pg_%')"), 0);
}

TEST_F(Postgresql, LooksListsUpByIndex) {
    Tx tx = TestDb().begin();

    const auto plan = plan_of(tx, "select text from statuses where id in (select value from ids($1))",
                              {std::vector{StatusId{1}, StatusId{2}}});

    EXPECT_THAT(plan.text, HasSubstr("Index Scan using statuses_pkey"));
    EXPECT_THAT(plan.text, Not(HasSubstr("Function Scan"))); // Inlined.
}

// Or a short list would look so cheap that each gets a plan of its own, which takes longer than the statement.
TEST_F(Postgresql, PlansForAllListsAtOnce) {
    Tx tx = TestDb().begin();

    tx.script(R"(
        create table named (id bigint primary key, name text not null unique);
        insert into named select n, 'name ' || n from generate_series(1, 10000) n;
        analyze named)");

    for (int i = 0; i < 20; ++i) {
        tx.query("select n.id from ids($1) l join named n on n.id = l.value", {std::vector{StatusId{1}}});
        tx.query("select n.id from texts($1) l join named n on n.name = l.value", {std::vector<std::string>{"name 1"}});
    }

    EXPECT_LE(tx.query_integer(R"(
        select max(custom_plans) from pg_prepared_statements where statement like '%join named%')"), 5);
}

} // namespace
} // namespace db

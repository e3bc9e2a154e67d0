#include "db/db.h"

#include "support/test_db.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace db {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

// A name and a number, in a table of the schema that has little else.
void put(Tx& tx, std::string_view name, std::int64_t number) {
    tx.exec("insert into job_schedules (name, next_at) values ($1, $2)", {name, number});
}

std::vector<std::string> names(Tx& tx) {
    std::vector<std::string> names;
    auto rows = tx.query("select name from job_schedules order by name");
    while (rows.next()) names.push_back(rows.string(0));
    return names;
}

std::vector<std::string> names(Database& database) {
    std::vector<std::string> found;
    database.read([&](Tx& tx) { found = names(tx); });
    return found;
}

TEST(Tx, RollsBackWhenItGoes) {
    {
        Tx tx = TestDb().begin();
        put(tx, "a", 1);
        EXPECT_THAT(names(tx), ElementsAre("a"));
    }

    Tx tx = TestDb().begin();
    EXPECT_THAT(names(tx), IsEmpty());
}

TEST(Tx, GivesEveryKindOfValueBack) {
    Tx tx = TestDb().begin();
    const std::string blob("\0\xff\x01", 3);
    const std::int64_t big = 9'223'372'036'854'775'807;

    auto rows = tx.query(R"(
        select cast($1 as bigint), cast($2 as boolean), cast($3 as text), cast($4 as double precision), $5,
            cast($6 as bigint))", {big, true, "O'Hara \\ \"東京\" 😀\n", 0.1, Param::blob(blob), -big});

    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.integer(0), big);
    EXPECT_TRUE(rows.boolean(1));
    EXPECT_EQ(rows.text(2), "O'Hara \\ \"東京\" 😀\n");
    EXPECT_EQ(rows.real(3), 0.1);
    EXPECT_EQ(rows.text(4), blob);
    EXPECT_EQ(rows.integer(5), -big);
    EXPECT_FALSE(rows.is_null(0));
    EXPECT_FALSE(rows.next());
    EXPECT_FALSE(rows.next());
}

TEST(Tx, ReadsNullAsNothing) {
    Tx tx = TestDb().begin();

    auto rows = tx.query("select cast($1 as bigint), cast($2 as text), cast($3 as boolean), cast($4 as text)",
                         {nullptr, std::nullopt, std::optional<bool>(), std::optional<std::string>()});

    ASSERT_TRUE(rows.next());
    for (int column = 0; column < 4; ++column) EXPECT_TRUE(rows.is_null(column));
    EXPECT_EQ(rows.integer(0), 0);
    EXPECT_EQ(rows.text(1), "");
    EXPECT_FALSE(rows.boolean(2));
    EXPECT_EQ(rows.maybe_string(3), std::nullopt);
    EXPECT_EQ(rows.maybe_time(0), std::nullopt);
}

TEST(Tx, TakesListsOfAnyLength) {
    Tx tx = TestDb().begin();
    std::vector<StatusId> thousand;
    for (std::int64_t i = 0; i < 1000; ++i) thousand.push_back(StatusId{(std::int64_t{1} << 62) + i * 3});
    const auto count = [&](const std::vector<StatusId>& ids) {
        return tx.query_integer("select count(*) from (select value from ids($1)) as list", {ids});
    };

    EXPECT_EQ(count({}), 0);
    EXPECT_EQ(count({StatusId{7}}), 1);
    EXPECT_EQ(count(thousand), 1000);
    EXPECT_THAT(tx.query_ids<StatusId>("select value from ids($1) order by value", {thousand}), thousand);
}

TEST(Tx, TakesListsOfAnyTexts) {
    Tx tx = TestDb().begin();
    const std::vector<std::string> hard = {"", " ", "\"", "'", ",", "NULL", "\\", "\t\n\x01", "{}", "東京", "😀"};

    auto rows = tx.query("select value from texts($1)", {hard});

    std::vector<std::string> found;
    while (rows.next()) found.push_back(rows.string(0));
    EXPECT_EQ(found, hard);
    EXPECT_EQ(tx.query_integer("select count(*) from texts($1) as list", {std::vector<std::string>()}), 0);
}

TEST(Tx, RefusesNulInText) {
    Tx tx = TestDb().begin();
    const std::vector<std::string> list = {"fine", std::string("a\0b", 3)};

    EXPECT_THAT([&] { put(tx, list[1], 1); }, ThrowsMessage<Fault>(HasSubstr("insert into job_schedules")));
    EXPECT_THAT([&] { tx.query("select value from texts($1)", {list}); }, ThrowsMessage<Fault>(HasSubstr("NUL")));
}

TEST(Tx, UsesAParameterTwiceAndInAnyOrder) {
    Tx tx = TestDb().begin();

    auto rows = tx.query("select cast($2 as text), cast($1 as text), cast($2 as text), '$1'", {"one", "two"});

    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.text(0), "two");
    EXPECT_EQ(rows.text(1), "one");
    EXPECT_EQ(rows.text(2), "two");
    EXPECT_EQ(rows.text(3), "$1");
}

TEST(Tx, NestsTwoQueriesOfOneText) {
    Tx tx = TestDb().begin();
    put(tx, "a", 1);
    put(tx, "b", 2);
    constexpr auto* kNames = "select name from job_schedules order by name";

    std::string pairs;
    auto outer = tx.query(kNames);
    while (outer.next()) {
        auto inner = tx.query(kNames);
        while (inner.next()) pairs += outer.string(0) + inner.string(0) + " ";
    }

    EXPECT_EQ(pairs, "aa ab ba bb ");
}

TEST(Tx, ChangesRowsWhoseReturnIsNotRead) {
    Tx tx = TestDb().begin();

    tx.query("insert into job_schedules (name, next_at) values ('a', 1), ('b', 2) returning name");
    {
        auto rows = tx.query("insert into job_schedules (name, next_at) values ('c', 1), ('d', 2) returning name");
        EXPECT_TRUE(rows.next());
    }

    EXPECT_THAT(names(tx), ElementsAre("a", "b", "c", "d"));
}

TEST(Tx, CountsChangedRows) {
    Tx tx = TestDb().begin();
    put(tx, "a", 1);
    put(tx, "b", 1);

    EXPECT_EQ(tx.exec("update job_schedules set next_at = $1", {9}), 2);
    EXPECT_EQ(tx.exec("update job_schedules set next_at = 3 where name = 'none'"), 0);
    EXPECT_EQ(tx.exec("insert into job_schedules (name, next_at) values ('a', 1) on conflict (name) do nothing"), 0);
    EXPECT_EQ(tx.exec("delete from job_schedules where name = $1", {"a"}), 1);
    EXPECT_EQ(tx.statement_count(), 6);
}

TEST(Tx, TellsOfChangesInAnyOrder) {
    Tx tx = TestDb().begin();
    for (const auto* name : {"a", "b", "c"}) put(tx, name, 1);
    constexpr auto* kRename = "update job_schedules set next_at = $1 where name <= $2";
    tx.exec(kRename, {2, "a"});

    const auto two = tx.exec(kRename, {3, "b"});
    const auto three = tx.exec(kRename, {4, "c"});
    const auto none = tx.exec(kRename, {5, ""});

    EXPECT_EQ(three, 3);
    EXPECT_EQ(tx.query_integer("select sum(next_at) from job_schedules"), 12);
    EXPECT_EQ(two, 2);
    EXPECT_EQ(none, 0);
}

TEST(Tx, SendsQueriesAheadOfOthers) {
    constexpr auto* kOf = "select next_at from job_schedules where name = $1";
    TestDatabase database;
    database->write([](Tx& tx) {
        put(tx, "a", 1);
        put(tx, "b", 2);
        tx.query(kOf, {"a"}).next(); // From now on it is known.
    });
    const auto number = [](Rows& rows) { return rows.next() ? rows.integer(0) : -1; };
    database->read([&](Tx& tx) {
        auto a = tx.query_ahead(kOf, {"a"}), b = tx.query_ahead(kOf, {"b"}), none = tx.query_ahead(kOf, {"c"});
        EXPECT_THAT(names(tx), ElementsAre("a", "b"));
        EXPECT_EQ(number(b), 2);
        EXPECT_EQ(number(a), 1);
        EXPECT_FALSE(a.next());
        EXPECT_EQ(number(none), -1);
        EXPECT_EQ(tx.statement_count(), 4);
    });
    database->write([&](Tx& tx) {
        auto before = tx.query_ahead(kOf, {"a"});
        tx.exec("update job_schedules set next_at = 7 where name = 'a'");
        auto after = tx.query_ahead(kOf, {"a"});
        EXPECT_EQ(number(before), 1) << "in the order in which they were sent";
        EXPECT_EQ(number(after), 7);
    });
}

TEST(Tx, MayLeaveUnreadWhatItSentAhead) {
    constexpr auto* kNames = "select name from job_schedules order by name";
    TestDatabase database;
    for (int i = 0; i < 3; ++i) {
        database->write([&](Tx& tx) {
            put(tx, std::to_string(i), i);
            auto unread = tx.query_ahead(kNames);
        });
        database->read([&](Tx& tx) { auto unread = tx.query_ahead(kNames); });
        EXPECT_FALSE(database->run(Access::Read, [&](Tx& tx) {
            auto unread = tx.query_ahead(kNames);
            return false;
        }));
    }
    EXPECT_THAT(names(*database), ElementsAre("0", "1", "2"));
}

TEST(Tx, NamesWhatFailsOfWhatItSentAhead) {
    constexpr auto* kRatio = "select 1 / next_at from job_schedules where name = $1";
    TestDatabase database;
    database->write([&](Tx& tx) {
        put(tx, "a", 1);
        put(tx, "zero", 0);
        tx.query(kRatio, {"a"}).next();
    });
    database->read([&](Tx& tx) {
        if (!tx.is_postgresql()) return; // SQLite divides by nought.
        auto wrong = tx.query_ahead(kRatio, {"zero"});
        auto right = tx.query_ahead(kRatio, {"a"});
        EXPECT_THAT([&] { names(tx); }, ThrowsMessage<Fault>(HasSubstr("1 / next_at")));
        EXPECT_THROW(right.next(), Fault) << "it was not run, which is another thing than no rows";
    });
    EXPECT_THAT(names(*database), ElementsAre("a", "zero"));
}

TEST(Tx, WritesAsMuchAsItLikes) {
    TestDatabase database;

    database->write([](Tx& tx) {
        for (int i = 0; i < 500; ++i) put(tx, std::to_string(i) + std::string(1000, 'x'), i);
    });

    database->read([](Tx& tx) { EXPECT_EQ(tx.query_integer("select count(*) from job_schedules"), 500); });
}

TEST(Tx, NamesTheStatementThatIsWrong) {
    const auto run_wrong = [](std::string_view sql, Params params) {
        Tx tx = TestDb().begin();
        tx.query(sql, params);
    };

    EXPECT_THAT([&] { run_wrong("\n    select missing\n    from nowhere", {}); },
                ThrowsMessage<Fault>(testing::AllOf(HasSubstr("nowhere"), HasSubstr("in: select missing"))));
    EXPECT_THAT([&] { run_wrong("select 1 where 1 = $1", {}); }, ThrowsMessage<Fault>(HasSubstr("in: select 1")));
    EXPECT_THAT([&] { run_wrong("select 1 where 1 = $1", {1, 2}); }, ThrowsMessage<Fault>(HasSubstr("in: select 1")));
    EXPECT_THAT([&] { run_wrong("insert into job_schedules (name) values ('x')", {}); },
                ThrowsMessage<Fault>(HasSubstr("next_at")));
}

TEST(Tx, ComparesTextByteByByte) {
    Tx tx = TestDb().begin();
    for (const auto* name : {"b", "B", "a", "é", "Z", "_", "東", "~"}) put(tx, name, 1);

    EXPECT_THAT(names(tx), ElementsAre("B", "Z", "_", "a", "b", "~", "é", "東"));
    EXPECT_EQ(tx.query_integer("select count(*) from job_schedules where name < 'a'"), 3);
    EXPECT_EQ(tx.query_integer("select count(*) from job_schedules where lower(name) = 'b'"), 2);
    EXPECT_EQ(tx.query_integer("select count(*) from job_schedules where name = $1", {"É"}), 0);
}

TEST(Tx, MayNotWriteWhenItReads) {
    TestDatabase database;

    EXPECT_THROW(database->read([](Tx& tx) { put(tx, "a", 1); }), Fault);

    EXPECT_THAT(names(*database), IsEmpty());
}

TEST(Database, CommitsWhatReturnsTrueAndNothingElse) {
    TestDatabase database;

    EXPECT_TRUE(database->run(Access::Write, [](Tx& tx) { return put(tx, "kept", 1), true; }));
    EXPECT_FALSE(database->run(Access::Write, [](Tx& tx) { return put(tx, "refused", 1), false; }));
    const auto put_and_throw = [](Tx& tx) {
        put(tx, "thrown", 1);
        throw std::logic_error("no");
    };
    EXPECT_THROW(database->write(put_and_throw), std::logic_error);

    EXPECT_THAT(names(*database), ElementsAre("kept"));
}

// PostgreSQL may hear of it only with the next statement that is waited for, or with the commit.
TEST(Database, FailsAtTheLatestWithTheCommit) {
    TestDatabase database;
    const auto put_twice = [](Tx& tx) { put(tx, "a", 1), put(tx, "a", 2); };
    const auto fails = ThrowsMessage<Fault>(HasSubstr("in: insert into job_schedules"));

    EXPECT_THAT([&] { database->write(put_twice); }, fails);
    EXPECT_THAT([&] { database->write([&](Tx& tx) { return put_twice(tx), (void)names(tx); }); }, fails);
    EXPECT_FALSE(database->run(Access::Write, [](Tx& tx) { return put(tx, "b", 1), put(tx, "c", 1), false; }));
    EXPECT_THAT(names(*database), IsEmpty());

    database->write([](Tx& tx) { put(tx, "a", 1), put(tx, "b", 1); });
    EXPECT_THAT(names(*database), ElementsAre("a", "b"));
}

// A statement that is new to the connection is not taken for known when what travelled before it failed.
TEST(Database, PreparesAnewWhatWasNotPrepared) {
    TestDatabase database({.connections = 1});
    constexpr auto* kNew = "select count(*) from job_schedules where next_at > 7";

    EXPECT_THROW(database->write([&](Tx& tx) {
        put(tx, "a", 1), put(tx, "a", 2);
        tx.query_integer(kNew);
    }),
                 Fault);

    database->write([&](Tx& tx) { EXPECT_EQ(tx.query_integer(kNew), 0); });
}

TEST(Database, SendsEventsAndRunsActionsOnlyAfterTheCommit) {
    TestDatabase database;
    std::vector<std::string> seen;
    const auto publish = [&](Tx& tx) {
        put(tx, "a", 1);
        tx.publish({.channel = "timeline:1", .event = "update", .payload = nullptr});
        tx.on_commit([&] { seen = names(*database); });
        EXPECT_THAT(database.world().events.take(), IsEmpty());
    };

    database->run(Access::Write, [&](Tx& tx) { return publish(tx), false; });
    EXPECT_THAT(database.world().events.take(), IsEmpty());
    EXPECT_THAT(seen, IsEmpty());

    database->write(publish);
    EXPECT_EQ(database.world().events.take().size(), 1u);
    EXPECT_THAT(seen, ElementsAre("a"));
}

TEST(Database, RepeatsAConflictUpToFiveTimes) {
    TestDatabase database;
    int attempts = 0;
    const auto fail_until = [&](int last) {
        return [&attempts, last](Tx& tx) {
            put(tx, "a", ++attempts);
            tx.publish({.channel = "timeline:1", .event = "update", .payload = nullptr});
            if (attempts < last) throw Conflict("lost a race");
        };
    };

    database->write(fail_until(5));
    EXPECT_EQ(attempts, 5);
    EXPECT_EQ(database.world().events.take().size(), 1u);
    database->read([](Tx& tx) { EXPECT_EQ(tx.query_integer("select next_at from job_schedules"), 5); });

    database->write([](Tx& tx) { tx.exec("delete from job_schedules"); });
    attempts = 0;
    EXPECT_THROW(database->write(fail_until(6)), Conflict);
    EXPECT_EQ(attempts, 5);
    EXPECT_THAT(names(*database), IsEmpty());
}

TEST(Database, CountsStatements) {
    TestDatabase database;
    const auto before = database->statement_count();

    database->write([](Tx& tx) { put(tx, "a", 1), put(tx, "b", 1); });
    (void)names(*database);

    EXPECT_EQ(database->statement_count() - before, 3);
}

TEST(Database, RecordsTheTextsOfStatements) {
    Tx tx = TestDb().begin();
    std::vector<std::string> texts;

    tx.record(&texts);
    (void)names(tx);

    EXPECT_THAT(texts, ElementsAre("select name from job_schedules order by name"));
}

TEST(Database, TellsOneTimeThroughATransaction) {
    TestDatabase database;

    database->write([&](Tx& tx) {
        const auto begun = tx.now();
        database.world().clock.advance(std::chrono::seconds(5));
        EXPECT_EQ(tx.now(), begun);
        EXPECT_EQ(base::time_of_id(tx.new_id()), begun);
    });
    database->read([](Tx& tx) { EXPECT_EQ(tx.now(), kTestTime + std::chrono::seconds(5)); });
}

} // namespace
} // namespace db

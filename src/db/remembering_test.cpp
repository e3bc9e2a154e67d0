#include "db/remembering.h"

#include "accounts/known_accounts.h"
#include "base/remembered.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

#include <future>
#include <thread>

namespace db {
namespace {

using testing::HasSubstr;

struct Remembering : testing::Test {
    Remembering() {
        database->write([&](Tx& tx) {
            alice = make_user(tx, {.username = "alice"}).account.id;
            bob = make_user(tx, {.username = "bob"}).account.id;
        });
    }

    static void rename(Tx& tx, AccountId id, std::string_view to) {
        tx.exec("update accounts set username = $2 where id = $1", {id, to});
    }
    static std::string name_in(Tx& tx, AccountId id) {
        return accounts::known_accounts(tx, std::span(&id, 1)).at(id)->account.username;
    }
    std::string name(AccountId id) {
        std::string name;
        database->read([&](Tx& tx) { name = name_in(tx, id); });
        return name;
    }
    // Of showing somebody; the first is that which asks what has changed.
    int statements(AccountId id) {
        int count = 0;
        database->read([&](Tx& tx) {
            name_in(tx, id);
            count = tx.statement_count();
        });
        return count;
    }
    std::int64_t written_down() {
        Tx tx = database->begin(Access::Read);
        return *tx.query_integer("select count(*) from row_changes where kind <> 0");
    }

    TestDatabase database;
    AccountId alice, bob;
};

TEST_F(Remembering, ReadsARowOnceUntilItChanges) {
    EXPECT_EQ(statements(alice), 2);
    EXPECT_EQ(statements(alice), 1);

    database->write([&](Tx& tx) { rename(tx, alice, "alicia"); });

    EXPECT_EQ(statements(alice), 2);
    EXPECT_EQ(name(alice), "alicia");
    EXPECT_EQ(statements(alice), 1);
}

TEST_F(Remembering, HearsOfWhatOtherProcessesChange) {
    const auto other = database.open_again();
    EXPECT_EQ(name(alice), "alice");

    other->write([&](Tx& tx) { rename(tx, alice, "alicia"); });

    EXPECT_EQ(name(alice), "alicia");
}

TEST_F(Remembering, KeepsNothingOfWhatRollsBack) {
    EXPECT_EQ(name(alice), "alice");
    {
        Tx tx = database->begin(Access::Write);
        rename(tx, alice, "nobody");
        EXPECT_EQ(name_in(tx, alice), "nobody");
    }
    EXPECT_EQ(name(alice), "alice");
    database->write([&](Tx& tx) { rename(tx, bob, "bobby"); }); // With the number that the other had on SQLite.
    EXPECT_EQ(name(bob), "bobby");
}

// On SQLite it sees the past; on PostgreSQL what it has not read yet it reads as it is now.
TEST_F(Remembering, KeepsNothingThatWasReadBeforeAChange) {
    Tx old = database->begin(Access::Read);
    catch_up(old);
    database->write([&](Tx& tx) { rename(tx, alice, "alicia"); });
    EXPECT_EQ(name(bob), "bob"); // Somebody else is told.

    name_in(old, alice);

    EXPECT_EQ(name(alice), "alicia");
}

TEST_F(Remembering, KeepsNothingOfAStateThatOthersAreBeyond) {
    Tx old = database->begin(Access::Read);
    EXPECT_EQ(old.query_integer("select count(*) from users"), 2); // Now it sees what it will see on SQLite.
    EXPECT_EQ(name(alice), "alice");
    database->write([&](Tx& tx) { rename(tx, alice, "alicia"); });
    database->read([](Tx& tx) { catch_up(tx); });

    name_in(old, alice); // Which asks only now.

    EXPECT_EQ(name(alice), "alicia");
}

// Transactions end in another order than that of their numbers.
TEST_F(Remembering, MissesNoneThatEndsLate) {
    if (!database->is_postgresql()) GTEST_SKIP() << "SQLite has one writer at a time";
    EXPECT_EQ(name(alice), "alice");
    EXPECT_EQ(name(bob), "bob");
    std::promise<void> has_written, may_end;
    std::thread late([&] {
        database->write([&](Tx& tx) {
            tx.query_integer("update accounts set username = 'alicia' where id = $1 returning 1", {alice});
            has_written.set_value();
            may_end.get_future().wait();
        });
    });
    has_written.get_future().wait();
    database->write([&](Tx& tx) { rename(tx, bob, "bobby"); });
    EXPECT_EQ(name(bob), "bobby");
    EXPECT_EQ(name(alice), "alice");
    EXPECT_EQ(statements(alice), 1);
    may_end.set_value();
    late.join();

    EXPECT_EQ(name(alice), "alicia");
}

TEST_F(Remembering, ForgetsAllWhenVeryMuchHasChanged) {
    EXPECT_EQ(statements(alice), 2);
    database->write([&](Tx& tx) {
        for (int i = 0; i < 1001; ++i) tx.exec("update accounts set note = $2 where id = $1", {bob, std::to_string(i)});
        rename(tx, alice, "alicia");
    });

    EXPECT_EQ(name(alice), "alicia");
    EXPECT_EQ(statements(alice), 1);
}

TEST_F(Remembering, ClearsAwayWhatEverybodyKnows) {
    auto& clock = database.world().clock;
    const auto clear = [&] { database->write([](Tx& tx) { forget_row_changes(tx); }); };
    database->write([&](Tx& tx) { rename(tx, alice, "a"); });
    const auto old = written_down();
    ASSERT_GT(old, 0);
    clear();
    database->write([&](Tx& tx) { rename(tx, alice, "b"); });
    EXPECT_EQ(name(alice), "b");

    clock.advance(std::chrono::minutes(9));
    clear();
    EXPECT_GT(written_down(), old) << "who has asked last nine minutes ago may believe it";
    clock.advance(std::chrono::minutes(1));
    clear();
    EXPECT_LT(written_down(), old) << "only what came after the first mark";
    EXPECT_GT(written_down(), 0);

    database->write([&](Tx& tx) { rename(tx, alice, "c"); });
    EXPECT_EQ(name(alice), "c");
}

TEST_F(Remembering, LooksForChangesByIndex) {
    Tx tx = database->begin(Access::Read);
    if (!database->is_postgresql()) return; // By the table's own number.
    tx.script("set enable_seqscan = off");  // The table is small.

    EXPECT_THAT(plan_of(tx, "select kind from row_changes where xid >= pg_snapshot_xmin(pg_current_snapshot())").text,
                HasSubstr("row_changes_by_xid"));
}

} // namespace
} // namespace db

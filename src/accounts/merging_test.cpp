#include "accounts/merging.h"

#include "accounts/accounts.h"
#include "conversations/conversations.h"
#include "notifications/notifications.h"
#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "statuses/favourites.h"
#include "statuses/purging.h"
#include "statuses/reblogs.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace accounts {
namespace {

using statuses::Visibility;
using testing::ElementsAre;

std::set<std::string> columns(db::Tx& tx, bool is_postgresql) {
    constexpr std::string_view kSqlite = R"(
        select m.name, f."from" from sqlite_master m join pragma_foreign_key_list(m.name) f
        where m.type = 'table' and f."table" = 'accounts'
        union
        select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c
        where m.type = 'table'
          and (c.name like '%account\_id' escape '\' or c.name like '%actor\_id' escape '\'
               or c.name = 'participants'))";
    constexpr std::string_view kPostgresql = R"(
        select cast(k.conrelid as regclass)::"text", a.attname::"text"
        from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
        where k.contype = 'f' and k.confrelid = cast('accounts' as regclass)
        union
        select c.table_name::"text", c.column_name::"text" from information_schema.columns c
        where c.table_schema = current_schema()
          and (c.column_name like '%account\_id' or c.column_name like '%actor\_id'
               or c.column_name = 'participants'))";
    std::set<std::string> found;
    auto rows = tx.query(is_postgresql ? kPostgresql : kSqlite);
    while (rows.next()) found.insert(rows.string(0) + "." + rows.string(1));
    return found;
}

// Whoever adds a column that names an account says here what becomes of it.
TEST(Merging, KnowsEveryColumnThatNamesAnAccount) {
    db::Tx tx = TestDb().begin();
    std::multiset<std::string> known;
    for (const auto& all : {merged_references(), left_references()}) {
        for (const auto& [table, column] : all) known.insert(std::string(table) + "." + std::string(column));
    }

    EXPECT_THAT(known, testing::ElementsAreArray(columns(tx, tests_run_on_postgresql()))) << "each once";
}

// alice@remote.test was met as `before` and as `now`.
class MergingOfTwo : public testing::Test {
protected:
    void merge() {
        while (merge_some(tx_, before_.id, now_.id)) {
        }
        delete_later(before_);
    }
    // As the job does.
    void delete_later(const Account& account) {
        while (statuses::purge_some(tx_, account)) {
        }
        statuses::delete_purged(tx_, account.id);
    }
    std::int64_t count(std::string_view sql) { return *tx_.query_integer(sql, {before_.id, now_.id}); }
    std::int64_t stat(std::string_view column, AccountId id) {
        return *tx_.query_integer("select " + std::string(column) + " from account_stats where account_id = $1", {id});
    }

    db::Tx tx_ = TestDb().begin();
    Account before_ = make_remote(tx_, {.username = "alice_1"}), now_ = make_remote(tx_, {.username = "alice"});
    Account bob_ = make_person(tx_, "bob"), carol_ = make_person(tx_, "carol");
};

TEST_F(MergingOfTwo, WhoFollowsOneFollowsTheOtherAndIsCountedOnce) {
    make_follow(tx_, bob_.id, before_.id);
    make_follow(tx_, carol_.id, before_.id);
    make_follow(tx_, carol_.id, now_.id);
    make_follow(tx_, before_.id, carol_.id);
    make_follow(tx_, before_.id, now_.id);

    merge();

    EXPECT_TRUE(relationships::is_following(tx_, bob_.id, now_.id));
    EXPECT_TRUE(relationships::is_following(tx_, carol_.id, now_.id));
    EXPECT_TRUE(relationships::is_following(tx_, now_.id, carol_.id));
    EXPECT_EQ(count("select count(*) from follows where account_id = $1 or target_account_id in ($1, $2)"), 2);
    EXPECT_EQ(count("select count(*) from follows where account_id = target_account_id and account_id in ($1, $2)"), 0);
    EXPECT_EQ(stat("following_count", bob_.id), 1);
    EXPECT_EQ(stat("following_count", carol_.id), 1);
    EXPECT_EQ(stat("followers_count", carol_.id), 1);
    EXPECT_FALSE(find(tx_, before_.id));
}

TEST_F(MergingOfTwo, WhoIsNotWantedUnderOneAddressIsNotUnderTheOther) {
    ASSERT_TRUE(relationships::block(tx_, bob_, before_.id));
    ASSERT_TRUE(relationships::mute(tx_, carol_, before_.id, {}));
    tx_.exec("insert into account_notes (account_id, target_account_id, comment) values ($1, $2, 'beware')",
             {bob_.id, before_.id});
    tx_.exec("update accounts set silenced_at = 1 where id = $1", {before_.id});

    merge();

    EXPECT_EQ(count("select count(*) from blocks where target_account_id = $2 and $1 > 0"), 1);
    EXPECT_EQ(count("select count(*) from mutes where target_account_id = $2 and $1 > 0"), 1);
    EXPECT_EQ(
        count("select count(*) from account_notes where target_account_id = $2 and comment = 'beware' and $1 > 0"), 1);
    EXPECT_TRUE(find(tx_, now_.id)->is_limited);
}

// What a reader's app was told of a stranger is not said of somebody whom they follow.
TEST(Merging, IsSeenByReadersAtOnce) {
    TestDatabase database;
    std::int64_t bob = 0;
    AccountId before, now;
    database->write([&](db::Tx& tx) {
        bob = make_person(tx, "bob").id.value;
        before = make_remote(tx, {.username = "alice_1"}).id;
        now = make_remote(tx, {.username = "alice"}).id;
        make_follow(tx, AccountId{bob}, before);
    });
    const auto revision = [&] {
        std::int64_t found = 0;
        database->read([&](db::Tx& tx) {
            found = *tx.query_integer("select revision from standings where account_id = $1", {bob});
        });
        return found;
    };
    const auto then = revision();

    database->write([&](db::Tx& tx) { merge_some(tx, before, now); });

    EXPECT_NE(revision(), then);
}

TEST_F(MergingOfTwo, WhatWasWrittenIsTheirs) {
    const auto post = make_remote_status(tx_, before_, "hello #tea");
    const auto answer = make_reply(tx_, bob_, post, "hi");
    EXPECT_EQ(shown_status(tx_, post, bob_).at("account").at("acct"), "alice_1@remote.test");

    merge();

    EXPECT_EQ(shown_status(tx_, post, bob_).at("account").at("acct"), "alice@remote.test");
    EXPECT_EQ(shown_status(tx_, answer, bob_).at("in_reply_to_account_id").as_string(), to_string(now_.id));
    EXPECT_EQ(count("select count(*) from statuses_tags where account_id = $2 and $1 > 0"), 1);
}

TEST_F(MergingOfTwo, WhatBothLikedOrBoostedCountsOnce) {
    const auto both = make_status(tx_, bob_, "for both"), one = make_status(tx_, bob_, "for one");
    for (const auto& who : {before_, now_}) {
        ASSERT_TRUE(statuses::favourite(tx_, who, both));
        ASSERT_TRUE(statuses::reblog(tx_, who, both, Visibility::Public));
    }
    ASSERT_TRUE(statuses::favourite(tx_, before_, one));

    merge();

    EXPECT_EQ(shown_status(tx_, both, bob_).at("favourites_count"), 1);
    EXPECT_EQ(shown_status(tx_, both, bob_).at("reblogs_count"), 1);
    EXPECT_EQ(shown_status(tx_, one, bob_).at("favourites_count"), 1);
    EXPECT_EQ(count("select count(*) from favourites where account_id = $2 and $1 > 0"), 2);
    EXPECT_THAT(told(tx_, bob_), testing::Contains("favourite from alice"));
    EXPECT_THAT(told(tx_, bob_), testing::Not(testing::Contains("favourite from alice_1")));
}

TEST_F(MergingOfTwo, WhatWasSaidInPrivateGoesOn) {
    const auto first = make_status(tx_, bob_, "@alice_1@remote.test psst", Visibility::Direct);
    const auto participants = [&] {
        std::vector<AccountId> all;
        for (const auto& conversation : conversations::page_of(tx_, bob_.id, {})) {
            all.insert(all.end(), conversation.participants.begin(), conversation.participants.end());
        }
        return all;
    };
    ASSERT_THAT(participants(), ElementsAre(before_.id)) << to_string(first);

    merge();

    EXPECT_THAT(participants(), ElementsAre(now_.id));
    EXPECT_EQ(shown_status(tx_, first, bob_).at("mentions").at(0).at("acct"), "alice@remote.test");
}

TEST_F(MergingOfTwo, WhoMovedToOneMovedToTheOther) {
    const auto old = make_remote(tx_, {.username = "old"});
    tx_.exec("update accounts set moved_to_account_id = $2 where id = $1", {old.id, before_.id});
    tx_.exec("update accounts set moved_to_account_id = $2 where id = $1", {before_.id, now_.id});

    merge();

    EXPECT_EQ(*tx_.query_integer("select moved_to_account_id from accounts where id = $1", {old.id}), now_.id.value);
    EXPECT_FALSE(tx_.query_integer("select 1 from accounts where moved_to_account_id = id"));
}

TEST_F(MergingOfTwo, OursAndTheSuspendedAreNobodyElse) {
    EXPECT_TRUE(may_merge(tx_, before_.id, now_.id));
    EXPECT_FALSE(may_merge(tx_, bob_.id, now_.id));
    EXPECT_FALSE(may_merge(tx_, before_.id, before_.id));
    tx_.exec("update accounts set suspended_at = 1 where id = $1", {before_.id});
    EXPECT_FALSE(may_merge(tx_, before_.id, now_.id));
}

} // namespace
} // namespace accounts

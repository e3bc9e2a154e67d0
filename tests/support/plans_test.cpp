#include "support/plans.h"

#include "support/test_db.h"

namespace {

const std::vector<StatusId> kIds = {StatusId{1}, StatusId{2}};
const std::vector<std::string> kNames = {"a", "b"};

TEST(Plans, AcceptWhatWalksAnIndex) {
    db::Tx tx = TestDb().begin();

    EXPECT_WALKS_INDEX(tx, "select id from statuses where account_id = $1 order by id desc limit 20", {1});
    EXPECT_WALKS_INDEX(tx, "select id from statuses where account_id = $1 and id < $2 order by id desc limit 20",
                       {1, 2});
    EXPECT_WALKS_INDEX(tx, "select id from statuses where is_timeline_public order by id desc limit 20");
    EXPECT_WALKS_INDEX(tx, "select text from statuses where is_timeline_public and id > $1 order by id limit 20", {5});
    EXPECT_WALKS_INDEX(tx, "select text from statuses where id = $1", {1});
    EXPECT_WALKS_INDEX(tx, "select text from statuses where id in (select value from ids($1)) order by id", {kIds});
    EXPECT_WALKS_INDEX(tx, "select text from statuses where id in (select value from ids($1)) order by text", {kIds});
    EXPECT_WALKS_INDEX(tx, "select id from tags where name in (select value from texts($1))", {kNames});
    EXPECT_WALKS_INDEX(tx, "select id from accounts where lower(username) = $1 and domain = ''", {"a"});
    EXPECT_WALKS_INDEX(tx, "delete from statuses where id = $1", {1});
    EXPECT_WALKS_INDEX(tx, "insert into settings (name, value) values ('a', 'b')");
    EXPECT_WALKS_INDEX(tx, R"(
        select statuses.id, accounts.username from statuses join accounts on accounts.id = statuses.account_id
        where statuses.account_id = $1 order by statuses.id desc limit 20)", {1});
    EXPECT_WALKS_INDEX(tx, R"(
        with page as materialized (select id from statuses where account_id = $1 order by id desc limit 20)
        select statuses.text from page join statuses on statuses.id = page.id)", {1});
}

TEST(Plans, RefuseWhatReadsATableOrSortsIt) {
    db::Tx tx = TestDb().begin();

    EXPECT_FALSE(walks_index(plan_of(tx, "select id from statuses where text = $1", {"a"})));
    EXPECT_FALSE(walks_index(plan_of(tx, "select text from statuses order by id desc limit 20")));
    EXPECT_FALSE(walks_index(plan_of(tx, "select id from statuses where text = 'a' order by id desc limit 20")));
    EXPECT_FALSE(walks_index(plan_of(tx, "select id from statuses where account_id = $1 order by text", {1})));
    EXPECT_FALSE(walks_index(plan_of(tx, "select id from accounts where username = $1", {"a"})));
    EXPECT_FALSE(walks_index(plan_of(tx, "update statuses set text = '' where language = 'ja'")));
    EXPECT_FALSE(walks_index(plan_of(tx, R"(
        select statuses.id from accounts join statuses on statuses.spoiler_text = accounts.note where accounts.id = $1)", {1})));
}

TEST(Plans, AreTakenOfAllThatRuns) {
    db::Tx tx = TestDb().begin();
    const auto work = [&] {
        tx.query("select text from statuses where id = $1", {1});
        tx.exec("update statuses set text = $1 where language = $2", {"", "ja"});
    };

    const auto plans = plans_of(tx, work);

    ASSERT_EQ(plans.size(), 2u);
    EXPECT_TRUE(walks_index(plans[0]));
    EXPECT_FALSE(all_walk_indexes(plans));
    EXPECT_ALL_WALK_INDEXES(tx, [&] { tx.query("select text from statuses where id = $1", {1}); });
}

} // namespace

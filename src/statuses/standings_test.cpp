// What is kept of how people stand to posts: every change of it is seen at once.
#include "statuses/standings.h"

#include "statuses/reblogs.h"
#include "statuses/status_json.h"
#include "support/auth_builders.h"
#include "support/builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace statuses {
namespace {

using std::chrono::minutes;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

constexpr base::Time kNow{std::chrono::milliseconds(1'000'000'000)};

Standings::Key key(std::int64_t viewer, std::int64_t status, std::int64_t revision = 1) {
    return {.viewer = AccountId{viewer}, .revision = revision, .status = StatusId{status}};
}

Standing favourite() {
    Standing standing;
    standing.marks.favourited = true;
    return standing;
}

TEST(Standings, AreThoseOfOneReaderAsOfOneRevision) {
    Standings standings;
    standings.keep(key(1, 2), favourite(), kNow + minutes(1));

    EXPECT_TRUE(standings.find(key(1, 2), kNow).value().marks.favourited);
    EXPECT_FALSE(standings.find(key(1, 2, 2), kNow));
    EXPECT_FALSE(standings.find(key(1, 3), kNow));
    EXPECT_FALSE(standings.find(key(3, 2), kNow));
    EXPECT_FALSE(standings.find(key(1, 2), kNow + minutes(1)));
}

TEST(Standings, AreReplacedByNewerOnes) {
    Standings standings;
    standings.keep(key(1, 2, 1), favourite(), kNow + minutes(1));
    standings.keep(key(1, 2, 2), {}, kNow + minutes(1));

    EXPECT_FALSE(standings.find(key(1, 2, 1), kNow));
    EXPECT_FALSE(standings.find(key(1, 2, 2), kNow).value().marks.favourited);
}

TEST(Standings, OfAFewReadersStayHereTogetherAndAreBounded) {
    Standings standings;
    const auto found = [&](int readers) {
        int count = 0;
        for (int reader = 1; reader <= readers; ++reader) {
            for (int post = 0; post < 100; ++post) // Ids as they are given: milliseconds << 16.
                count += standings.find(key(reader, (1'700'000'000'000LL + post * 977) << 16), kNow).has_value();
        }
        return count;
    };
    const auto keep = [&](int readers) {
        for (int reader = 1; reader <= readers; ++reader) {
            for (int post = 0; post < 100; ++post)
                standings.keep(key(reader, (1'700'000'000'000LL + post * 977) << 16), {}, kNow + minutes(1));
        }
    };
    keep(10);
    EXPECT_GT(found(10), 995);
    keep(100);
    EXPECT_THAT(found(100), testing::AllOf(testing::Gt(2000), testing::Le(4096)));
}

// Bob reads what alice posts; carol is somebody else.
struct Reading : testing::Test {
    Reading() {
        database->write([&](db::Tx& tx) {
            alice = make_user(tx).account;
            bob = make_user(tx).account;
            carol = make_user(tx).account;
            post = make_status(tx, alice, "Hello");
            followers_only = make_status(tx, alice, "Hello", Visibility::Private);
            other = make_status(tx, alice, "Hello");
        });
    }

    void change(std::string_view sql, db::Params params) {
        database->write([&](db::Tx& tx) { tx.exec(sql, params); });
    }
    static std::int64_t revision_of(db::Tx& tx, const accounts::Account& reader) {
        return tx.query_integer("select revision from standings where account_id = $1", {reader.id}).value();
    }
    // As authenticate() has it.
    static accounts::Account as_reader(db::Tx& tx, accounts::Account account) {
        account.standings_revision = revision_of(tx, account);
        return account;
    }
    std::vector<std::string> statements_of_page() {
        std::vector<std::string> statements;
        db::Tx tx = database->begin(db::Access::Read);
        const auto reader = as_reader(tx, bob);
        const std::vector<StatusId> ids = {post, followers_only, other};
        tx.record(&statements);
        const StatusEntities page(tx, ids, reader);
        tx.record(nullptr);
        return statements;
    }
    // All that bob sees of the posts.
    std::string seen() {
        db::Tx tx = database->begin(db::Access::Read);
        const auto reader = as_reader(tx, bob);
        const std::vector<StatusId> ids = {post, followers_only, other};
        const StatusEntities entities(tx, ids, reader);
        std::string all;
        json::Writer out(all);
        out.begin_array();
        for (const StatusId id : ids) {
            out.value(entities.shows(id));
            out.value(entities.shows(id, Wish::Wanted));
            if (entities.shows(id)) entities.write(out, id);
        }
        out.end_array();
        return all;
    }

    TestDatabase database;
    accounts::Account alice, bob, carol;
    StatusId post, followers_only, other;
};

TEST_F(Reading, ASecondTimeLooksForNothingBetweenReaderAndPosts) {
    EXPECT_THAT(statements_of_page(), Contains(HasSubstr("left join favourites")));

    const auto again = statements_of_page();

    EXPECT_EQ(again.size(), 1U);
    EXPECT_THAT(again, Each(Not(HasSubstr("favourites mf"))));
}

TEST_F(Reading, SeesEveryChangeAtOnce) {
    struct Change {
        std::string_view made, undone;
        std::int64_t first, second; // $1 and $2; $3 is a number of its own.
    };
    const auto a = alice.id.value, b = bob.id.value, p = post.value;
    const std::vector<Change> changes = {
        {"insert into favourites (id, account_id, status_id, created_at) values ($3, $1, $2, 0)",
         "delete from favourites where account_id = $1 and status_id = $2", b, p},
        {"insert into bookmarks (id, account_id, status_id, created_at) values ($3, $1, $2, 0)",
         "delete from bookmarks where account_id = $1 and status_id = $2", b, p},
        {"insert into conversation_mutes (account_id, conversation_id) values ($1, $2)",
         "delete from conversation_mutes where account_id = $1 and conversation_id = $2", b, p},
        {"insert into follows (id, account_id, target_account_id, created_at) values ($3, $1, $2, 0)",
         "delete from follows where account_id = $1 and target_account_id = $2", b, a},
        {"insert into blocks (id, account_id, target_account_id, created_at) values ($3, $1, $2, 0)",
         "delete from blocks where account_id = $1 and target_account_id = $2", b, a},
        {"insert into blocks (id, account_id, target_account_id, created_at) values ($3, $1, $2, 0)",
         "delete from blocks where account_id = $1 and target_account_id = $2", a, b},
        {"insert into mutes (id, account_id, target_account_id, created_at) values ($3, $1, $2, 0)",
         "delete from mutes where account_id = $1 and target_account_id = $2", b, a},
        {"insert into mentions (account_id, status_id) values ($1, $2)",
         "delete from mentions where account_id = $1 and status_id = $2", b, followers_only.value},
    };
    std::int64_t number = 1000;
    for (const Change& one : changes) {
        const auto before = seen();
        const auto run = [&](std::string_view sql) {
            sql.find("$3") == std::string_view::npos ? change(sql, {one.first, one.second})
                                                     : change(sql, {one.first, one.second, ++number});
        };
        run(one.made);
        EXPECT_NE(seen(), before) << one.made;
        run(one.undone);
        EXPECT_EQ(seen(), before) << one.undone;
    }
}

TEST_F(Reading, SeesABoostAtOnce) {
    const auto before = seen();
    database->write([&](db::Tx& tx) { ASSERT_TRUE(reblog(tx, bob, post, Visibility::Public)); });
    EXPECT_THAT(seen(), HasSubstr(R"("reblogged":true)"));

    database->write([&](db::Tx& tx) { ASSERT_TRUE(unreblog(tx, bob, post)); });

    EXPECT_EQ(seen(), before);
}

TEST_F(Reading, IsFilteredAtOnce) {
    const auto before = seen();
    const auto count = [&] { return seen().find("filter_me") != std::string::npos; };
    for (
        const auto& [made, undone] : std::vector<std::pair<std::string_view, std::string_view>>{
            {"insert into filter_keywords (id, filter_id, keyword, folded, is_whole_word) values (1, 7, 'hello', 'hello', true)",
             "delete from filter_keywords where id = 1"},
            {"insert into filter_statuses (id, filter_id, status_id) select 1, 7, min(id) from statuses",
             "delete from filter_statuses where id = 1"},
        }) {
        change(
            "insert into filters (id, account_id, title, contexts, action, created_at) values (7, $1, 'filter_me', 1, 0, 0)",
            {bob.id});
        EXPECT_FALSE(count());
        change(made, {});
        EXPECT_TRUE(count()) << made;
        change(undone, {});
        EXPECT_FALSE(count()) << undone;
        change(made, {});
        change("update filters set title = 'filter_me_not' where id = 7", {});
        EXPECT_THAT(seen(), HasSubstr("filter_me_not"));
        change("delete from filters where id = 7", {});
        EXPECT_EQ(seen(), before);
    }
}

TEST_F(Reading, IsToldOfWhatElseMayChangeIt) {
    const auto b = bob.id.value, p = post.value;
    const auto revision = [&] {
        db::Tx tx = database->begin(db::Access::Read);
        return std::pair(revision_of(tx, bob), revision_of(tx, carol));
    };
    struct Change {
        std::string_view sql;
        std::int64_t first = 0, second = 0;
    };
    for (const Change& one : std::vector<Change>{
             {"insert into account_domain_blocks (id, account_id, domain, created_at) values ($2, $1, 'a.test', 0)", b,
              p},
             {"delete from account_domain_blocks where account_id = $1 and id = $2", b, p},
             {"insert into status_pins (id, account_id, status_id, created_at) values (1, $1, $2, 0)", b, p},
             {"delete from status_pins where account_id = $1 and status_id = $2", b, p},
             {"insert into follows (id, account_id, target_account_id, created_at) values (1, $2, $1, 0)", b,
              alice.id.value},
             {"delete from follows where target_account_id = $1 and account_id = $2", b, alice.id.value},
             {"insert into mutes (id, account_id, target_account_id, created_at) values (1, $1, $2, 0)", b,
              alice.id.value},
             {"update mutes set expires_at = 5 where account_id = $1 and target_account_id = $2", b, alice.id.value},
             {"insert into conversation_mutes (account_id, conversation_id) values ($1, $2)", b, p},
             {"update statuses set conversation_id = $1 where id = $2", other.value, p},
             {"update statuses set conversation_id = $2 where id = $1", p, p},
         }) {
        const auto before = revision();
        change(one.sql, {one.first, one.second});
        EXPECT_NE(revision().first, before.first) << one.sql;
        EXPECT_EQ(revision().second, before.second) << one.sql;
    }
}

TEST_F(Reading, KeepsNothingOfATransactionThatMayBeUndone) {
    const auto before = seen();
    {
        db::Tx tx = database->begin(db::Access::Write);
        const auto reader = as_reader(tx, bob);
        tx.exec("insert into favourites (id, account_id, status_id, created_at) values (1, $1, $2, 0)", {bob.id, post});
        EXPECT_EQ(shown_status(tx, post, reader).at("favourited"), true);
    }
    EXPECT_EQ(seen(), before);
}

TEST_F(Reading, SeesAMuteRunOut) {
    const auto before = seen();
    change("insert into mutes (id, account_id, target_account_id, expires_at, created_at) values (1, $1, $2, $3, 0)",
           {bob.id, alice.id, database.world().clock.now() + minutes(1)});
    EXPECT_NE(seen(), before);

    database.world().clock.advance(minutes(2));

    EXPECT_EQ(seen(), before);
}

} // namespace
} // namespace statuses

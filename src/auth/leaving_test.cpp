#include "auth/leaving.h"

#include "accounts/outgoing_jobs.h"
#include "accounts/past_moves.h"
#include "accounts/profile.h"
#include "auth/leaving_jobs.h"
#include "auth/sign_up.h"
#include "federation/keys.h"
#include "filters/filters.h"
#include "lists/lists.h"
#include "lists/members.h"
#include "media/attachments.h"
#include "relationships/blocks.h"
#include "relationships/endorsements.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "relationships/notes.h"
#include "statuses/bookmarks.h"
#include "statuses/favourites.h"
#include "statuses/pins.h"
#include "statuses/polls.h"
#include "statuses/reblogs.h"
#include "statuses/scheduling.h"
#include "support/auth_builders.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/media_builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"
#include "tags/featured.h"
#include "tags/follows.h"
#include "tags/tags.h"

#include <fmt/core.h>
#include <gmock/gmock.h>

namespace auth {
namespace {

using accounts::Account;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSubsetOf;
using testing::Not;

std::int64_t count(db::Tx& tx, const std::string& sql) { return tx.query_integer(sql).value_or(0); }

void let_go(db::Tx& tx, const Account& account) { leave(tx, find_user_by_username(tx, account.username).value()); }

// Runs the job until it comes no more: how often.
int finish(db::Tx& tx, const Account& account) {
    int runs = 0;
    while (tx.exec("delete from jobs where name = 'delete_left_account'") > 0) {
        delete_left_account(jobs::Arguments({{"account_id", account.id.value}}), tx);
        ++runs;
    }
    return runs;
}

Account person_with_key(db::Tx& tx, const std::string& name) {
    auto account = make_person(tx, name);
    tx.exec("insert into own_keys (account_id, private_key, public_key, created_at) values ($1, '', 'PEM', $2)",
            {account.id, tx.now()});
    return account;
}

// "follows.account_id" for each column that names an account.
std::vector<std::pair<std::string, std::string>> columns_of_accounts(db::Tx& tx) {
    auto rows = tx.query(tests_run_on_postgresql() ? R"(
        select cast(cast(c.conrelid as regclass) as text), cast(a.attname as text) from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.confrelid = cast('accounts' as regclass) order by 1, 2)" : R"(
        select m.name, f."from" from sqlite_master m, pragma_foreign_key_list(m.name) f
        where m.type = 'table' and f."table" = 'accounts' order by 1, 2)");
    std::vector<std::pair<std::string, std::string>> columns;
    while (rows.next()) columns.emplace_back(rows.string(0), rows.string(1));
    return columns;
}

std::vector<std::string> where_it_stands(db::Tx& tx, AccountId id) {
    std::vector<std::string> found;
    for (const auto& [table, column] : columns_of_accounts(tx)) {
        if (tx.query_integer(fmt::format("select 1 from {} where {} = $1 limit 1", table, column), {id})) {
            found.push_back(table + "." + column);
        }
    }
    return found;
}

// Alice and Bob have with each other what people have.
void live(db::Tx& tx, const Account& alice, const Account& bob) {
    ASSERT_TRUE(relationships::follow(tx, alice, bob.id));
    const auto post = make_status(tx, alice, "#cats @bob"), hers = make_status(tx, bob, "hello");
    make_reply(tx, alice, hers, "hi");
    ASSERT_TRUE(statuses::favourite(tx, alice, hers));
    ASSERT_TRUE(statuses::bookmark(tx, alice, hers));
    ASSERT_TRUE(statuses::reblog(tx, alice, hers, statuses::Visibility::Public));
    ASSERT_TRUE(statuses::pin(tx, alice, post));
    ASSERT_TRUE(relationships::mute(tx, alice, bob.id));
    ASSERT_TRUE(relationships::endorse(tx, alice, bob.id));
    ASSERT_TRUE(relationships::change_note(tx, alice, bob.id, "a friend"));
    accounts::keep_past_move(tx, alice.id, "alice@old.example");
    const auto list = lists::create_list(tx, alice.id, {.title = "friends"});
    ASSERT_TRUE(lists::add_members(tx, *list, std::span(&bob.id, 1)));
    ASSERT_TRUE(relationships::follow(tx, bob, alice.id));
    make_status(tx, bob, "@alice to you alone", statuses::Visibility::Direct);
    make_attachment(tx, alice.id);
    const auto tag = tags::ensure_tag(tx, {.id = {}, .name = "cats", .display_name = "cats"});
    tags::follow_tag(tx, alice.id, tag.id);
    ASSERT_TRUE(tags::feature_tag(tx, alice.id, tag));
    statuses::Draft later;
    later.text = "later";
    ASSERT_TRUE(statuses::schedule(tx, alice, later, tx.now() + std::chrono::hours(1),
                                   {.id = tx.new_id<ScheduledStatusId>(), .idempotency_key = ""}));
    tx.exec(R"(
        insert into collections (id, account_id, name, description, is_sensitive, is_discoverable, created_at, updated_at)
        values ($1, $1, 'friends', '', false, true, $2, $2))", {alice.id, tx.now()});
    tx.exec(R"(
        insert into collection_items (id, collection_id, account_id, state, created_at, changed_at)
        values ($1, $1, $2, 1, $3, $3))", {alice.id, bob.id, tx.now()});
    filters::SettingsChange filter;
    filter.title = "dogs";
    filter.contexts = {"home"};
    ASSERT_TRUE(filters::create_filter(tx, alice.id, filter));
}

TEST(Leaving, LeavesANameAndNothingElse) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob"), carol = make_person(tx, "carol");
    ASSERT_NO_FATAL_FAILURE(live(tx, alice, bob));
    ASSERT_NO_FATAL_FAILURE(live(tx, bob, alice));
    ASSERT_TRUE(relationships::block(tx, alice, carol.id));
    ASSERT_TRUE(relationships::block(tx, carol, alice.id));
    ASSERT_TRUE(accounts::change_profile(tx, alice, {.display_name = "Alice", .note = "Cats"}));
    ASSERT_THAT(where_it_stands(tx, alice.id), testing::SizeIs(testing::Gt(20)));

    let_go(tx, alice);
    finish(tx, alice);

    // That somebody spoke of her stands in what they said.
    EXPECT_THAT(where_it_stands(tx, alice.id), IsSubsetOf({"account_stats.account_id", "mentions.account_id"}));
    EXPECT_EQ(count(tx, "select count(*) from accounts where username = 'alice' and display_name = '' and note = ''"),
              1);
    EXPECT_EQ(count(tx, "select count(*) from statuses where account_id = " + to_string(alice.id)), 0);
    EXPECT_EQ(count(tx, "select count(*) from users where email = 'alice@example.com'"), 0);
    EXPECT_THAT(waiting_jobs(tx), Not(Contains("delete_left_account")));
}

TEST(Leaving, SetsRightWhatOthersHave) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    const auto locked = make_user(tx, {.username = "locked", .is_locked = true}).account;
    ASSERT_TRUE(relationships::follow(tx, alice, bob.id));
    ASSERT_TRUE(relationships::follow(tx, bob, alice.id));
    ASSERT_TRUE(relationships::follow(tx, alice, locked.id));
    const auto list = lists::create_list(tx, bob.id, {.title = "friends"});
    ASSERT_TRUE(lists::add_members(tx, *list, std::span(&alice.id, 1)));
    const auto post = make_status(tx, bob, "hello");
    ASSERT_TRUE(statuses::favourite(tx, alice, post));
    ASSERT_TRUE(statuses::reblog(tx, alice, post, statuses::Visibility::Public));
    make_reply(tx, alice, post, "@bob hi");
    ASSERT_THAT(told(tx, bob), testing::SizeIs(4));

    let_go(tx, alice);
    finish(tx, alice);

    const auto shown = shown_status(tx, post, bob);
    EXPECT_EQ(shown.at("favourites_count"), 0);
    EXPECT_EQ(shown.at("reblogs_count"), 0);
    EXPECT_EQ(shown.at("replies_count"), 0);
    EXPECT_THAT(told(tx, bob), IsEmpty());
    EXPECT_THAT(told(tx, locked), IsEmpty());
    EXPECT_THAT(lists::all_members(tx, *list), IsEmpty());
    const std::string counts = "select following_count + followers_count from account_stats where account_id = ";
    EXPECT_EQ(count(tx, counts + to_string(bob.id)), 0);
    EXPECT_EQ(count(tx, counts + to_string(alice.id)), 0);
}

TEST(Leaving, TakesSomeAtATime) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    for (int i = 0; i < 120; ++i) make_status(tx, alice, "post " + std::to_string(i));

    let_go(tx, alice);
    delete_left_account(jobs::Arguments({{"account_id", alice.id.value}}), tx);

    EXPECT_EQ(count(tx, "select count(*) from statuses"), 70);
    EXPECT_GE(finish(tx, alice), 2);
    EXPECT_EQ(count(tx, "select count(*) from statuses"), 0);
}

TEST(Leaving, TakesTheFilesAlong) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto posted = make_attachment(tx, alice.id), unposted = make_attachment(tx, alice.id);
    tx.exec("update media_attachments set file_key = 'in-a-post' where id = $1", {posted.id});
    tx.exec("update media_attachments set file_key = 'in-none' where id = $1", {unposted.id});
    statuses::Draft draft;
    draft.text = "look";
    draft.media = {posted.id};
    make_status(tx, alice, draft);
    accounts::set_picture(tx, alice.id, accounts::Picture::Avatar, {.key = "face", .static_key = "face"});

    let_go(tx, alice);
    finish(tx, alice);

    std::string removed;
    auto rows = tx.query("select arguments from jobs where name = 'remove_media_files'");
    while (rows.next()) removed += rows.string(0);
    EXPECT_THAT(removed, HasSubstr("in-a-post"));
    EXPECT_THAT(removed, HasSubstr("in-none"));
    EXPECT_THAT(removed, HasSubstr("face"));
}

TEST(Leaving, SaysGoodbyeOnceToServersThatCareAndThenToAllOthers) {
    db::Tx tx = TestDb().begin();
    const auto alice = person_with_key(tx, "alice");
    const auto follower = make_remote(tx, {.domain = "follower.test"}),
               followed = make_remote(tx, {.domain = "followed.test"});
    make_remote(tx, {.domain = "stranger.test"});
    make_follow(tx, follower.id, alice.id);
    make_follow(tx, alice.id, followed.id);
    make_status(tx, alice, "hello");
    ASSERT_TRUE(statuses::favourite(tx, alice, make_remote_status(tx, followed)));
    forget_deliveries(tx);

    let_go(tx, alice);

    EXPECT_THAT(queued_deliveries(tx),
                ElementsAre("Delete https://followed.test/inbox", "Delete https://follower.test/inbox"));
    const auto document = last_document(tx);
    EXPECT_EQ(document.at("actor"), "https://akebono.test/users/alice");
    EXPECT_EQ(document.at("object"), "https://akebono.test/users/alice");
    EXPECT_EQ(document.at("id"), "https://akebono.test/users/alice#delete");
    forget_deliveries(tx);

    finish(tx, alice);

    EXPECT_THAT(queued_deliveries(tx),
                ElementsAre("Undo " + std::string("https://followed.test/users/") + followed.username + "/inbox"));
    EXPECT_EQ(queued_low(tx), 0);
    forget_deliveries(tx);

    accounts::tell_of_leaving(jobs::Arguments({{"account_id", alice.id.value}, {"after", ""}}), tx);

    EXPECT_THAT(queued_deliveries(tx), Contains("Delete https://stranger.test/inbox"));
    EXPECT_EQ(queued_low(tx), static_cast<std::int64_t>(queued_deliveries(tx).size()));
    EXPECT_TRUE(federation::find_public_key_pem(tx, alice.id)) << "until all is sent";
    ASSERT_THAT(waiting_jobs(tx), Contains("forget_key"));
    accounts::forget_key(jobs::Arguments({{"account_id", alice.id.value}}), tx);
    EXPECT_FALSE(federation::find_public_key_pem(tx, alice.id));
}

TEST(Leaving, IsNobodysNewsElsewhereWhenNobodyThereHasHeardOfThem) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    make_remote(tx);

    let_go(tx, alice);

    EXPECT_THAT(queued_deliveries(tx), IsEmpty());
    EXPECT_THAT(waiting_jobs(tx), Not(Contains("tell_of_leaving")));
}

TEST(Leaving, KeepsTheNameFromEverybody) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    let_go(tx, alice);
    finish(tx, alice);

    const auto again = sign_up(tx, {.username = "Alice", .email = "alice@example.com", .password = {"x"}});

    ASSERT_FALSE(again);
    EXPECT_THAT(again.error().message, HasSubstr("taken"));
    EXPECT_FALSE(find_user_by_email(tx, "alice@example.com"));
}

} // namespace
} // namespace auth

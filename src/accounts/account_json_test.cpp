#include "accounts/account_json.h"

#include "accounts/accounts.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accounts {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

json::Object entity(db::Tx& tx, AccountId id) {
    std::string text;
    json::Writer out(text);
    write_account(out, tx, id);
    return json::parse(text).value().as_object();
}

json::Object credentials(db::Tx& tx, AccountId id) {
    std::string text;
    json::Writer out(text);
    write_credential_account(out, tx, id);
    return json::parse(text).value().as_object();
}

std::vector<std::string> keys(const json::Object& object) {
    std::vector<std::string> names;
    for (const auto& member : object) names.emplace_back(member.key());
    return names;
}

std::string text(const json::Value& value) { return std::string(value.as_string()); }

// What every Account has, whoever it is.
const std::vector<std::string> kAlways = {"id",
                                          "username",
                                          "acct",
                                          "display_name",
                                          "locked",
                                          "bot",
                                          "discoverable",
                                          "indexable",
                                          "group",
                                          "created_at",
                                          "note",
                                          "url",
                                          "uri",
                                          "avatar",
                                          "avatar_static",
                                          "avatar_description",
                                          "header",
                                          "header_static",
                                          "header_description",
                                          "followers_count",
                                          "following_count",
                                          "statuses_count",
                                          "last_status_at",
                                          "hide_collections",
                                          "show_media",
                                          "show_media_replies",
                                          "show_featured",
                                          "emojis",
                                          "fields",
                                          "feature_approval"};

std::vector<std::string> always_and(std::vector<std::string> more) {
    more.insert(more.end(), kAlways.begin(), kAlways.end());
    return more;
}

void make_emoji(db::Tx& tx, std::string_view shortcode, std::string_view domain = "") {
    tx.exec(R"(
        insert into custom_emojis (id, shortcode, domain, url, static_url)
        values ($1, $2, $3, 'https://e.test/a.png', 'https://e.test/s.png'))", {tx.new_id(), shortcode, domain});
}

TEST(AccountEntity, OfOneOfOursHasEveryMember) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx, {.username = "alice", .display_name = "Alice", .role = Role::Owner}).account;

    const auto account = entity(tx, alice.id);

    EXPECT_THAT(keys(account), UnorderedElementsAreArray(always_and({"noindex", "roles"})));
    EXPECT_EQ(text(account.at("id")), to_string(alice.id));
    EXPECT_EQ(account.at("acct"), "alice");
    EXPECT_EQ(account.at("url"), "https://akebono.test/@alice");
    EXPECT_EQ(account.at("uri"), "https://akebono.test/users/alice");
    EXPECT_EQ(account.at("created_at"), "2024-01-02T00:00:00.000Z");
    EXPECT_EQ(account.at("avatar"), "https://akebono.test/avatars/original/missing.png");
    EXPECT_TRUE(account.at("last_status_at").is_null());
    EXPECT_TRUE(account.at("discoverable").is_null());
    EXPECT_EQ(account.at("roles").at(0).at("name"), "Owner");
}

constexpr const char* kOneField =
    R"(update accounts set fields = '[{"name":"a","text":"b","value":"b","verified_at":null}]')";

// Renderings are kept: none may outlive what it was made of.
TEST(AccountEntity, ShowsEveryChangeAtOnce) {
    TestDatabase database;
    accounts::Account alice;
    database->write([&](db::Tx& tx) {
        alice = make_user(tx, {.username = "alice", .display_name = "Alice", .role = Role::Owner}).account;
    });
    const auto shown = [&] {
        db::Tx tx = database->begin(db::Access::Read);
        auto now = entity(tx, alice.id);
        EXPECT_EQ(statements_of(tx, [&] { entity(tx, alice.id); }), 0) << "it was kept";
        return now;
    };
    auto before = shown();

    for (const char* change : {
             "update accounts set username = 'alicia'",
             "update accounts set display_name = 'Al'",
             "update accounts set note = '<p>hi</p>'",
             kOneField,
             "update accounts set avatar = 'https://e.test/a.png'",
             "update accounts set avatar_static = 'https://e.test/as.png'",
             "update accounts set avatar_description = 'a face'",
             "update accounts set header = 'https://e.test/h.png'",
             "update accounts set header_static = 'https://e.test/hs.png'",
             "update accounts set header_description = 'a hill'",
             "update accounts set actor_type = 'Service'",
             "update accounts set is_locked = true",
             "update accounts set is_discoverable = true",
             "update accounts set is_indexable = true",
             "update accounts set hides_collections = true",
             "update accounts set is_memorial = true",
             "update accounts set shows_media = false",
             "update accounts set shows_media_replies = false",
             "update accounts set shows_featured = false",
             "update accounts set created_at = created_at + 86400000",
             "update account_stats set statuses_count = 7",
             "update account_stats set following_count = 8",
             "update account_stats set followers_count = 9",
             "update account_stats set last_status_at = 86400000",
             "update users set role = 'user'",
             "update accounts set silenced_at = 1",
             "update accounts set domain = 'remote.test', uri = 'https://remote.test/a'",
             "update accounts set url = 'https://remote.test/@a'",
             "update accounts set uri = 'https://remote.test/b'",
             "update accounts set suspended_at = 1",
         }) {
        database->write([&](db::Tx& tx) { tx.exec(change); });
        auto after = shown();
        EXPECT_NE(before, after) << change;
        before = std::move(after);
    }
}

TEST(AccountEntity, ShowsAtOnceWhereSomebodyMovedAndWhatBecomesOfThem) {
    TestDatabase database;
    accounts::Account old_one, new_one;
    database->write([&](db::Tx& tx) {
        old_one = make_account(tx);
        new_one = make_account(tx, {.display_name = "New"});
    });
    const auto moved = [&] {
        db::Tx tx = database->begin(db::Access::Read);
        const auto shown = entity(tx, old_one.id);
        const auto* target = shown.if_contains("moved");
        return target && target->is_object() ? text(target->at("display_name")) : "";
    };
    const auto change = [&](const char* sql, AccountId id) {
        database->write([&](db::Tx& tx) { tx.exec(sql, {id, new_one.id}); });
    };
    EXPECT_EQ(moved(), "");

    change("update accounts set moved_to_account_id = $2 where id = $1", old_one.id);
    EXPECT_EQ(moved(), "New");
    change("update accounts set display_name = 'Newer' where id = $1 and id = $2", new_one.id);
    EXPECT_EQ(moved(), "Newer");
    change("update accounts set moved_to_account_id = null where id = $1 and id <> $2", old_one.id);
    EXPECT_EQ(moved(), "");
}

TEST(AccountEntity, OfSomebodyElsewhereHasNoRoles) {
    db::Tx tx = TestDb().begin();
    const auto bob = make_account(tx, {.username = "bob", .domain = "remote.test"});

    const auto account = entity(tx, bob.id);

    EXPECT_THAT(keys(account), UnorderedElementsAreArray(kAlways));
    EXPECT_EQ(account.at("acct"), "bob@remote.test");
    EXPECT_EQ(account.at("uri"), "https://remote.test/users/bob");
}

TEST(AccountEntity, OfTheSuspendedSaysNothingOfThem) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx, {.display_name = "Alice", .role = Role::Admin}).account;
    tx.exec(R"(
        update accounts set note = '<p>hi</p>', fields = '[{"name":"a","text":"b","value":"b","verified_at":null}]',
            is_locked = true, is_discoverable = true, avatar = 'https://e.test/a.png', suspended_at = 1
        where id = $1)", {alice.id});

    const auto account = entity(tx, alice.id);

    EXPECT_TRUE(account.at("suspended").as_bool());
    EXPECT_EQ(account.at("display_name"), "");
    EXPECT_EQ(account.at("note"), "");
    EXPECT_THAT(account.at("fields").as_array(), IsEmpty());
    EXPECT_THAT(account.at("roles").as_array(), IsEmpty());
    EXPECT_FALSE(account.at("locked").as_bool());
    EXPECT_FALSE(account.at("discoverable").as_bool());
    EXPECT_EQ(account.at("avatar"), "https://akebono.test/avatars/original/missing.png");
}

TEST(AccountEntity, OfWhoMovedHoldsTheNewOneWithoutItsOwn) {
    db::Tx tx = TestDb().begin();
    const auto oldest = make_account(tx), older = make_account(tx), newest = make_account(tx);
    tx.exec("update accounts set moved_to_account_id = $2 where id = $1", {oldest.id, older.id});
    tx.exec("update accounts set moved_to_account_id = $2 where id = $1", {older.id, newest.id});

    const auto account = entity(tx, oldest.id);

    EXPECT_EQ(text(account.at("moved").at("id")), to_string(older.id));
    EXPECT_FALSE(account.at("moved").as_object().contains("moved"));
}

TEST(AccountEntity, HoldsTheEmojisOfItsOwnServer) {
    db::Tx tx = TestDb().begin();
    const auto here = make_account(tx, {.display_name = "Cat :cat: and :cat:"});
    const auto there = make_account(tx, {.domain = "remote.test", .display_name = ":cat: :dog:"});
    make_emoji(tx, "cat");
    make_emoji(tx, "dog", "remote.test");

    const auto mine = entity(tx, here.id).at("emojis").as_array();
    const auto theirs = entity(tx, there.id).at("emojis").as_array();

    ASSERT_EQ(mine.size(), 1U);
    EXPECT_EQ(mine.at(0).at("shortcode"), "cat");
    ASSERT_EQ(theirs.size(), 1U);
    EXPECT_EQ(theirs.at(0).at("shortcode"), "dog");
}

TEST(AccountEntities, TakeAsManyStatementsForManyAsForOne) {
    db::Tx tx = TestDb().begin();
    std::vector<AccountId> ids;
    for (int i = 0; i < 40; ++i)
        ids.push_back(make_user(tx, {.display_name = ":cat: " + std::to_string(i)}).account.id);
    for (int i = 0; i < 10; ++i) {
        const auto target = make_account(tx);
        tx.exec("update accounts set moved_to_account_id = $2 where id = $1", {ids[i], target.id});
    }

    const int one = statements_of(tx, [&] { AccountEntities(tx, std::span(ids).first(1)); });
    const int many = statements_of(tx, [&] { AccountEntities(tx, ids); });

    EXPECT_EQ(one, many);
    EXPECT_LE(many, 5); // Nobody was shown before, some have moved, and all use emojis.
    EXPECT_THAT(whole_table_steps(tx, [&] { AccountEntities(tx, ids); }), IsEmpty());
}

TEST(AccountEntities, KeepTheOrderAndLeaveOutWhoIsNotThere) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_account(tx), bob = make_account(tx);
    std::string array;
    json::Writer out(array);

    write_accounts(out, tx, std::vector{bob.id, AccountId{1}, alice.id, bob.id});

    const auto accounts = json::parse(array).value().as_array();
    ASSERT_EQ(accounts.size(), 3U);
    EXPECT_EQ(text(accounts.at(0).at("id")), to_string(bob.id));
    EXPECT_EQ(text(accounts.at(1).at("id")), to_string(alice.id));
    EXPECT_EQ(text(accounts.at(2).at("id")), to_string(bob.id));
}

TEST(CredentialAccount, AddsSourceAndRole) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx, {.is_locked = true}).account;
    for (int i = 0; i < 3; ++i) {
        tx.exec("insert into follow_requests (id, account_id, target_account_id, created_at) values ($1, $2, $3, 0)",
                {tx.new_id(), make_account(tx).id, alice.id});
    }

    const auto account = credentials(tx, alice.id);

    EXPECT_THAT(keys(account), UnorderedElementsAreArray(always_and({"noindex", "roles", "source", "role"})));
    const auto& source = account.at("source").as_object();
    EXPECT_THAT(keys(source), UnorderedElementsAreArray({"privacy", "sensitive", "language", "note", "fields",
                                                         "follow_requests_count", "hide_collections", "discoverable",
                                                         "indexable", "attribution_domains", "quote_policy"}));
    EXPECT_EQ(source.at("privacy"), "public");
    EXPECT_EQ(source.at("follow_requests_count"), 3);
    const auto& role = account.at("role").as_object();
    EXPECT_EQ(role.at("id"), "-99");
    EXPECT_EQ(role.at("permissions"), "65536");
}

} // namespace
} // namespace accounts

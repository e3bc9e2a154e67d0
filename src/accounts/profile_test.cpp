#include "accounts/profile.h"

#include "accounts/account_json.h"
#include "accounts/accounts.h"
#include "search/account_search.h"
#include "support/builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accounts {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

json::Object credentials(db::Tx& tx, AccountId id) {
    std::string text;
    json::Writer out(text);
    write_credential_account(out, tx, id);
    return json::parse(text).value().as_object();
}

std::string repeated(std::string_view text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) result += text;
    return result;
}

std::string text(const json::Value& value) { return std::string(value.as_string()); }

std::string refusal(const Result<>& result) { return result ? "" : result.error().message; }

TEST(Profile, RendersTheNoteAndKeepsItsSource) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;
    make_user(tx, {.username = "bob"});

    ASSERT_TRUE(change_profile(tx, alice, {.note = "  <b>hi</b> @bob @nobody #東京  "}));

    const auto account = credentials(tx, alice.id);
    const std::string note(account.at("note").as_string());
    EXPECT_EQ(account.at("source").at("note"), "<b>hi</b> @bob @nobody #東京");
    EXPECT_THAT(note, HasSubstr("&lt;b&gt;hi&lt;/b&gt;"));
    EXPECT_THAT(note, HasSubstr("https://akebono.test/@bob"));
    EXPECT_THAT(note, Not(HasSubstr("@nobody\"")));
}

TEST(Profile, ChangesOnlyWhatIsGiven) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx, {.display_name = "Alice"}).account;
    ASSERT_TRUE(change_profile(tx, alice, {.note = "hi", .is_bot = true, .is_discoverable = true}));

    ASSERT_TRUE(change_profile(tx, alice, {.hides_collections = true}));

    const auto account = credentials(tx, alice.id);
    EXPECT_EQ(account.at("display_name"), "Alice");
    EXPECT_EQ(account.at("source").at("note"), "hi");
    EXPECT_TRUE(account.at("bot").as_bool());
    EXPECT_TRUE(account.at("discoverable").as_bool());
    EXPECT_TRUE(account.at("hide_collections").as_bool());
    EXPECT_FALSE(account.at("indexable").as_bool());
}

TEST(Profile, CountsCharactersAsReadersDo) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;

    EXPECT_TRUE(
        change_profile(tx, alice, {.display_name = repeated("👨‍👩‍👧", 40), .note = repeated("が", 500)}));
    EXPECT_TRUE(change_profile(tx, alice, {.note = "https://example.com/" + repeated("x", 1000)}));
    EXPECT_EQ(refusal(change_profile(tx, alice, {.display_name = repeated("x", 41), .note = repeated("x", 501)})),
              "Validation failed: Display name is too long (maximum is 40 characters), "
              "Note character limit of 500 exceeded");
}

TEST(Profile, KeepsFourFieldsAndTheirVerification) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;
    ASSERT_TRUE(
        change_profile(tx, alice, {.fields = {{{"Site", "https://example.com/"}, {"Town", "東京"}, {"", ""}}}}));
    tx.exec(R"(
        update accounts
        set fields = '[{"name":"Site","text":"https://example.com/","value":"","verified_at":1704164645678}]'
        where id = $1)", {alice.id});

    ASSERT_TRUE(change_profile(tx, alice, {.fields = {{{"Web", "https://example.com/"}, {"Town", "京都"}}}}));

    const auto account = credentials(tx, alice.id);
    const auto& fields = account.at("fields").as_array();
    ASSERT_EQ(fields.size(), 2U);
    EXPECT_EQ(fields.at(0).at("name"), "Web");
    EXPECT_THAT(std::string(fields.at(0).at("value").as_string()), HasSubstr("rel=\""));
    EXPECT_EQ(fields.at(0).at("verified_at"), "2024-01-02T03:04:05.678Z");
    EXPECT_TRUE(fields.at(1).at("verified_at").is_null());
    EXPECT_EQ(account.at("source").at("fields").at(0).at("value"), "https://example.com/");
}

TEST(Profile, RefusesTooManyFieldsAndThoseWithoutName) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;
    const ProfileField field{"a", "b"};

    EXPECT_EQ(refusal(change_profile(tx, alice, {.fields = {{field, field, field, field, field}}})),
              "Validation failed: Fields are too many (maximum is 4)");
    EXPECT_EQ(refusal(change_profile(tx, alice, {.fields = {{{"", "b"}}}})),
              "Validation failed: Fields contain values with missing labels");
    EXPECT_TRUE(change_profile(tx, alice, {.fields = {{{"a", ""}}}}));
}

TEST(Profile, CutsLongFields) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;

    ASSERT_TRUE(change_profile(tx, alice, {.fields = {{{repeated("な", 300), repeated("x", 300)}}}}));

    const auto account = credentials(tx, alice.id);
    EXPECT_EQ(text(account.at("source").at("fields").at(0).at("name")), repeated("な", 255));
    EXPECT_EQ(text(account.at("source").at("fields").at(0).at("value")), repeated("x", 255));
}

TEST(Profile, TakesAttributionDomains) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;

    ASSERT_TRUE(change_profile(tx, alice, {.attribution_domains = {{"https://Example.com", " 例え.test ", ""}}}));

    EXPECT_EQ(credentials(tx, alice.id).at("source").at("attribution_domains"),
              (json::Array{"example.com", "例え.test"}));
    EXPECT_THAT(refusal(change_profile(tx, alice, {.attribution_domains = {{"no domain"}}})), HasSubstr("domain"));
    EXPECT_THAT(refusal(change_profile(tx, alice, {.attribution_domains = {{"a.b/c"}}})), HasSubstr("domain"));
}

TEST(Profile, IsFoundByItsNewName) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx, {.display_name = "Before"}).account;

    ASSERT_TRUE(change_profile(tx, alice, {.display_name = "山田太郎"}));

    EXPECT_THAT(search::find_accounts(tx, {.text = "太郎"}), ElementsAre(alice.id));
    EXPECT_THAT(search::find_accounts(tx, {.text = "Before"}), IsEmpty());
}

TEST(Profile, UnlockedAcceptsThoseWhoWaitInAJob) {
    db::Tx tx = TestDb().begin();
    const auto locked = make_user(tx, {.is_locked = true}).account, open = make_user(tx).account;

    ASSERT_TRUE(change_profile(tx, open, {.is_locked = false}));
    EXPECT_THAT(waiting_jobs(tx), IsEmpty());
    ASSERT_TRUE(change_profile(tx, locked, {.is_locked = false}));

    EXPECT_THAT(waiting_jobs(tx), Contains("accept_follow_requests"));
}

TEST(PostingDefaults, AreKeptAndChecked) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;

    ASSERT_TRUE(change_posting_defaults(tx, alice, {.visibility = "private", .is_sensitive = true, .language = "ja"}));

    const auto source = credentials(tx, alice.id).at("source").as_object();
    EXPECT_EQ(source.at("privacy"), "private");
    EXPECT_TRUE(source.at("sensitive").as_bool());
    EXPECT_EQ(source.at("language"), "ja");
    EXPECT_EQ(source.at("quote_policy"), "public");
    EXPECT_THAT(refusal(change_posting_defaults(tx, alice, {.visibility = "secret"})), HasSubstr("privacy"));
    EXPECT_THAT(refusal(change_posting_defaults(tx, alice, {.quote_policy = "me"})), HasSubstr("quote policy"));
    ASSERT_TRUE(change_posting_defaults(tx, alice, {.language = ""}));
    EXPECT_TRUE(credentials(tx, alice.id).at("source").at("language").is_null());
}

} // namespace
} // namespace accounts

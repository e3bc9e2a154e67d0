#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> accts(const json::Value& accounts) {
    std::vector<std::string> found;
    for (const auto& account : accounts.as_array()) found.emplace_back(account.at("acct").as_string());
    return found;
}

void make_tag(db::Tx& tx, std::string_view name) {
    tx.exec("insert into tags (id, name, display_name, created_at) values ($1, $2, $2, 0)", {tx.new_id(), name});
}

TEST(SearchApi, FindsPeopleAndHashtags) {
    ApiServer server;
    auto alice = server.sign_in({.username = "sakura", .display_name = "桜"});
    server.write([](db::Tx& tx) { make_tag(tx, "桜祭り"); });

    const auto both = alice.client.get("/api/v2/search?q=%E6%A1%9C").json();
    const auto tags = alice.client.get("/api/v2/search?q=%E6%A1%9C&type=hashtags").json();
    const auto people = alice.client.get("/api/v2/search?q=sak&type=accounts&resolve=true&limit=5").json();

    EXPECT_THAT(accts(both.at("accounts")), ElementsAre("sakura"));
    EXPECT_THAT(both.at("hashtags").as_array(), SizeIs(1));
    EXPECT_THAT(both.at("statuses").as_array(), IsEmpty());
    EXPECT_THAT(tags.at("accounts").as_array(), IsEmpty());
    EXPECT_EQ(tags.at("hashtags").at(0).at("name"), "桜祭り");
    EXPECT_THAT(accts(people.at("accounts")), ElementsAre("sakura"));
    EXPECT_THAT(people.at("hashtags").as_array(), IsEmpty());
    EXPECT_THAT(accts(alice.client.get("/api/v2/search?q=%23%E6%A1%9C").json().at("accounts")), IsEmpty());
}

TEST(SearchApi, FindsAPostByItsAddressForWhoMaySeeIt) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"}), bob = server.sign_in({.username = "bob"});
    const auto post = alice.client.post("/api/v1/statuses", "status=hi&visibility=private").json();
    const auto id = std::string(post.at("id").as_string());
    const auto found_by = [&](HttpClient& client, const std::string& url) {
        return client.get("/api/v2/search?resolve=true&q=" + url_encoded(url)).json().at("statuses").as_array().size();
    };

    EXPECT_EQ(found_by(alice.client, "https://akebono.test/@alice/" + id), 1U);
    EXPECT_EQ(found_by(alice.client, "https://akebono.test/users/Alice/statuses/" + id), 1U);
    EXPECT_EQ(found_by(bob.client, "https://akebono.test/@alice/" + id), 0U);
    EXPECT_EQ(found_by(alice.client, "https://akebono.test/@bob/" + id), 0U);
    EXPECT_EQ(found_by(alice.client, "https://akebono.test/@alice/x"), 0U);
    EXPECT_EQ(found_by(alice.client, "https://remote.test/@alice/" + id), 0U);
}

TEST(SearchApi, KeepsCostlyQuestionsForWhoHasSignedIn) {
    ApiServer server;
    auto anonymous = server.client();
    auto reader = server.sign_in({}, "read:search").client, writer = server.sign_in({}, "write").client;
    std::string token;
    server.write([&](db::Tx& tx) { token = make_token(tx, UserId{}); });
    auto app = server.client_with(token);

    EXPECT_EQ(anonymous.get("/api/v2/search?q=a").status, 200);
    EXPECT_EQ(anonymous.get("/api/v2/search?q=a&type=accounts&offset=1").status, 401);
    EXPECT_EQ(anonymous.get("/api/v2/search?q=a&resolve=true").error(),
              "Search queries that resolve remote resources are not supported without authentication");
    EXPECT_EQ(app.get("/api/v2/search?q=a").status, 200);
    EXPECT_EQ(app.get("/api/v2/search?q=a&type=accounts&offset=1").status, 401);
    EXPECT_EQ(app.get("/api/v2/search?q=a&resolve=true").status, 401);
    EXPECT_EQ(reader.get("/api/v2/search?q=a&type=accounts&offset=1&resolve=true").status, 200);
    EXPECT_EQ(reader.get("/api/v2/search").status, 400);
    EXPECT_EQ(reader.get("/api/v2/search?q=+").status, 400);
    EXPECT_EQ(writer.get("/api/v2/search?q=a").status, 403);
}

TEST(AccountSearchApi, FindsAmongTheFollowed) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in({.username = "sakura_1"});
    server.sign_in({.username = "sakura_2"});
    alice.client.post(bob.path("/follow"));

    EXPECT_THAT(accts(alice.client.get("/api/v1/accounts/search?q=sakura").json()),
                ElementsAre("sakura_1", "sakura_2"));
    EXPECT_THAT(accts(alice.client.get("/api/v1/accounts/search?q=sakura&following=true").json()),
                ElementsAre("sakura_1"));
    EXPECT_THAT(accts(alice.client.get("/api/v1/accounts/search?q=@sakura_2&limit=1").json()), ElementsAre("sakura_2"));
    EXPECT_THAT(accts(alice.client.get("/api/v1/accounts/search?q=sakura&offset=1").json()), ElementsAre("sakura_2"));
    EXPECT_EQ(server.client().get("/api/v1/accounts/search?q=sakura").status, 401);
}

TEST(SearchApi, FindsWhoHasSignedUpAndWhoHasChangedTheirName) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});

    alice.client.request("PATCH", "/api/v1/accounts/update_credentials", {{"Content-Type", "application/json"}},
                         R"({"display_name":"ネコのアリス"})");

    EXPECT_THAT(accts(server.client().get("/api/v2/search?q=%E3%82%A2%E3%83%AA").json().at("accounts")),
                ElementsAre("alice"));
}

} // namespace

#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> ids(const json::Value& accounts) {
    std::vector<std::string> found;
    for (const auto& account : accounts.as_array()) found.emplace_back(account.at("id").as_string());
    return found;
}

std::vector<std::string> texts(const json::Value& array) {
    std::vector<std::string> found;
    for (const auto& text : array.as_array()) found.emplace_back(text.as_string());
    return found;
}

TEST(AccountExtrasApi, NotesEndorsementsAndFamiliarFollowers) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in(), carol = server.sign_in();
    alice.client.post(bob.path("/follow"));
    bob.client.post(carol.path("/follow"));

    const auto noted = alice.client.post(bob.path("/note"), "comment=from%20Kyoto").json();
    const auto endorsed = alice.client.post(bob.path("/endorse")).json();
    const auto shown = server.client().get(alice.path("/endorsements"));
    const auto own = alice.client.get("/api/v1/endorsements").json();
    const auto refused = alice.client.post(carol.path("/pin"));
    const auto familiar =
        alice.client.get("/api/v1/accounts/familiar_followers?id[]=" + to_string(carol.account.id) + "&id[]=1").json();
    const auto unendorsed = alice.client.post(bob.path("/unpin")).json();

    EXPECT_EQ(noted.at("note"), "from Kyoto");
    EXPECT_TRUE(endorsed.at("endorsed").as_bool());
    EXPECT_THAT(ids(shown.json()), ElementsAre(to_string(bob.account.id)));
    EXPECT_THAT(shown.header("link"), HasSubstr("rel=\"prev\""));
    EXPECT_EQ(ids(own), ids(shown.json()));
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.error(), "Validation failed: You must be already following the person you want to endorse");
    EXPECT_THAT(ids(familiar), ElementsAre(to_string(carol.account.id)));
    EXPECT_THAT(ids(familiar.at(0).at("accounts")), ElementsAre(to_string(bob.account.id)));
    EXPECT_FALSE(unendorsed.at("endorsed").as_bool());
    EXPECT_EQ(alice.client.get(bob.path("/identity_proofs")).json(), json::Array());
}

TEST(AccountExtrasApi, RefuseAsMastodonDoes) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    auto narrow = server.sign_in_again(alice.account.id, "read:statuses write:statuses");
    auto nobody = server.client();

    for (const auto* action : {"/note", "/endorse", "/unendorse", "/pin", "/unpin"}) {
        EXPECT_EQ(nobody.post(bob.path(action)).status, 401) << action;
        EXPECT_EQ(narrow.post(bob.path(action)).status, 403) << action;
        EXPECT_EQ(alice.client.post("/api/v1/accounts/1" + std::string(action)).status, 404) << action;
    }
    EXPECT_EQ(alice.client.get("/api/v1/accounts/1/endorsements").status, 404);
    EXPECT_EQ(alice.client.get("/api/v1/accounts/1/identity_proofs").status, 404);
    EXPECT_EQ(nobody.get(bob.path("/identity_proofs")).status, 401);
    EXPECT_EQ(nobody.get("/api/v1/accounts/familiar_followers?id[]=1").status, 401);
    EXPECT_EQ(narrow.get("/api/v1/accounts/familiar_followers?id[]=1").status, 403);
    EXPECT_EQ(alice.client.get("/api/v1/accounts/familiar_followers").json(), json::Array());
    EXPECT_EQ(alice.client.post(bob.path("/note"), "comment=" + std::string(2001, 'x')).status, 422);
}

TEST(ProfileApi, IsReadAndChanged) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto path = "/api/v1/profile";

    const auto changed = alice.client.request("PATCH", path, {{"Content-Type", "application/json"}}, R"({"display_name":"Alice","note":"Hi <b>","show_media":false,
                                                  "fields_attributes":[{"name":"Site","value":"https://a.example.com"}]})").json();
    const auto account = alice.client.get(alice.path()).json();
    const auto put = alice.client.request("PUT", path, {}, "show_featured=0").status;

    EXPECT_EQ(changed.at("display_name"), "Alice");
    EXPECT_EQ(changed.at("note"), "Hi <b>");
    EXPECT_EQ(changed.at("formatted_note"), "<p>Hi &lt;b&gt;</p>");
    EXPECT_EQ(changed.at("fields").at(0).at("value"), "https://a.example.com");
    EXPECT_THAT(std::string(changed.at("formatted_fields").at(0).at("value").as_string()), HasSubstr("<a href="));
    EXPECT_TRUE(changed.at("avatar").is_null());
    EXPECT_FALSE(changed.at("show_media").as_bool());
    EXPECT_FALSE(account.at("show_media").as_bool());
    EXPECT_TRUE(account.at("show_media_replies").as_bool());
    EXPECT_EQ(put, 200);
    alice.client.post("/api/v1/featured_tags", "name=cats");
    EXPECT_EQ(alice.client.get(path).json().at("featured_tags").at(0).at("name"), "cats");
    EXPECT_FALSE(alice.client.get(path).json().at("show_featured").as_bool());
    EXPECT_EQ(alice.client.del("/api/v1/profile/avatar").json().at("id"), changed.at("id"));
    EXPECT_EQ(alice.client.del("/api/v1/profile/header").status, 200);
}

TEST(ProfileApi, RefusesStrangersAndPictures) {
    ApiServer server;
    auto alice = server.sign_in({}, "read:statuses"), bob = server.sign_in();
    auto nobody = server.client();

    EXPECT_EQ(nobody.get("/api/v1/profile").status, 401);
    EXPECT_EQ(alice.client.get("/api/v1/profile").status, 403);
    EXPECT_EQ(alice.client.request("PATCH", "/api/v1/profile").status, 403);
    EXPECT_EQ(alice.client.del("/api/v1/profile/avatar").status, 403);
    EXPECT_EQ(bob.client
                  .request("PATCH", "/api/v1/profile", {{"Content-Type", "application/json"}},
                           R"({"avatar":"data:image/png;base64,AA=="})")
                  .status,
              422);
}

TEST(DomainBlocksApi, BlockListAndUnblock) {
    ApiServer server;
    auto alice = server.sign_in();
    accounts::Account bob;
    server.write([&](db::Tx& tx) {
        bob = make_account(tx, {.username = "bob", .domain = "bad.test"});
        make_follow(tx, alice.account.id, bob.id);
    });
    const std::string path = "/api/v1/domain_blocks";
    const auto blocking = [&] {
        return alice.client.get("/api/v1/accounts/relationships?id[]=" + to_string(bob.id))
            .json()
            .at(0)
            .at("domain_blocking")
            .as_bool();
    };

    const auto preview = alice.client.get(path + "/preview?domain=bad.test").json();
    EXPECT_EQ(alice.client.post(path, "domain=bad.test").body, "{}");
    EXPECT_EQ(alice.client.post(path, "domain=日本語.test").status, 200);
    const auto first = alice.client.get(path + "?limit=1");
    EXPECT_TRUE(blocking());
    EXPECT_EQ(alice.client.request("DELETE", path + "?domain=bad.test").body, "{}");

    EXPECT_EQ(preview.at("following_count"), 1);
    EXPECT_EQ(preview.at("followers_count"), 0);
    EXPECT_THAT(texts(first.json()), ElementsAre("日本語.test"));
    EXPECT_THAT(first.header("link"), HasSubstr("rel=\"next\""));
    EXPECT_FALSE(blocking());
    EXPECT_THAT(texts(alice.client.get(path).json()), ElementsAre("日本語.test"));
}

TEST(DomainBlocksApi, RefuseAsMastodonDoes) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    auto reader = server.sign_in_again(alice.account.id, "read");
    auto legacy = server.sign_in_again(alice.account.id, "follow");
    auto nobody = server.client();
    const std::string path = "/api/v1/domain_blocks";

    EXPECT_EQ(nobody.get(path).status, 401);
    EXPECT_EQ(nobody.post(path, "domain=bad.test").status, 401);
    EXPECT_EQ(nobody.del(path + "?domain=bad.test").status, 401);
    EXPECT_EQ(reader.post(path, "domain=bad.test").status, 403);
    EXPECT_EQ(reader.get(path + "/preview?domain=bad.test").status, 403);
    EXPECT_EQ(alice.client.post(path, "domain=no%20domain").status, 422);
    EXPECT_EQ(alice.client.post(path).status, 422);
    EXPECT_EQ(legacy.post(path, "domain=bad.test").status, 200);
    EXPECT_THAT(texts(bob.client.get(path).json()), IsEmpty());
}

} // namespace

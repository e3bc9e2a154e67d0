#include "support/api_server.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> all(const HttpReply& reply, const char* field) {
    std::vector<std::string> found;
    const auto items = reply.json();
    for (const auto& item : items.as_array()) found.emplace_back(item.at(field).as_string());
    return found;
}

struct TagsApi : testing::Test {
    ApiServer server;
    ApiServer::Person alice = server.sign_in({.username = "alice"}), bob = server.sign_in();

    std::string post(const ApiServer::Person& author, const std::string& text) {
        StatusId id;
        server.write([&](db::Tx& tx) { id = make_status(tx, author.account, text); });
        return to_string(id);
    }
};

TEST_F(TagsApi, ShowOne) {
    post(bob, "#Tōkyō");
    auto nobody = server.client();

    const auto seen = alice.client.get("/api/v1/tags/TOKYO").json();
    const auto unknown = alice.client.get("/api/v1/tags/" + url_encoded("駅")).json();

    EXPECT_EQ(seen.at("name"), "Tōkyō");
    EXPECT_EQ(seen.at("url"), "https://akebono.test/tags/tokyo");
    EXPECT_EQ(seen.at("following"), false);
    EXPECT_EQ(seen.at("history").at(0).at("uses"), "1");
    EXPECT_EQ(unknown.at("name"), "駅");
    EXPECT_EQ(unknown.at("id"), "");
    EXPECT_EQ(unknown.at("history").as_array().size(), 7u);
    EXPECT_FALSE(nobody.get("/api/v1/tags/tokyo").json().as_object().contains("following"));
    EXPECT_EQ(nobody.get("/api/v1/tags/2024").status, 404);
    EXPECT_EQ(nobody.get("/api/v1/tags/" + url_encoded("a b")).status, 404);
}

TEST_F(TagsApi, AreFollowed) {
    EXPECT_EQ(alice.client.post("/api/v1/tags/Tea/follow").json().at("following"), true);
    EXPECT_EQ(alice.client.post("/api/v1/tags/tea/follow").json().at("name"), "Tea");
    alice.client.post("/api/v1/tags/cake/follow");
    const auto about_tea = post(bob, "#tea");
    post(bob, "#coffee");

    const auto page = alice.client.get("/api/v1/followed_tags?limit=1");
    EXPECT_THAT(all(page, "name"), ElementsAre("cake"));
    EXPECT_THAT(page.header("link"), HasSubstr("limit=1&max_id="));
    EXPECT_THAT(all(alice.client.get("/api/v1/followed_tags"), "name"), ElementsAre("cake", "Tea"));
    EXPECT_THAT(all(bob.client.get("/api/v1/followed_tags"), "name"), IsEmpty());
    EXPECT_THAT(all(alice.client.get("/api/v1/timelines/home"), "id"), ElementsAre(about_tea));

    EXPECT_EQ(alice.client.post("/api/v1/tags/tea/unfollow").json().at("following"), false);
    EXPECT_THAT(all(alice.client.get("/api/v1/timelines/home"), "id"), IsEmpty());
    EXPECT_EQ(alice.client.post("/api/v1/tags/nobodys/unfollow").json().at("id"), "");
    EXPECT_EQ(alice.client.post("/api/v1/tags/nobodys/unfeature").json().at("featuring"), false);
    EXPECT_EQ(alice.client.get("/api/v1/tags/nobodys").json().at("id"), "");
    EXPECT_EQ(alice.client.post("/api/v1/tags/2024/follow").status, 404);
    EXPECT_EQ(alice.client.post("/api/v1/tags/2024/unfollow").status, 404);
}

TEST_F(TagsApi, AreShownOnProfiles) {
    post(alice, "#Tea #cake");

    EXPECT_EQ(alice.client.post("/api/v1/tags/tea/feature").json().at("featuring"), true);
    const auto cake = alice.client.post("/api/v1/featured_tags", "name=" + url_encoded(" #Cake")).json();
    EXPECT_EQ(cake.at("statuses_count"), "1");
    EXPECT_EQ(cake.at("last_status_at"), "2024-01-02");
    EXPECT_EQ(cake.at("url"), "https://akebono.test/@alice/tagged/cake");

    auto nobody = server.client();
    EXPECT_THAT(all(nobody.get(alice.path("/featured_tags")), "name"), ElementsAre("Tea", "cake"));
    EXPECT_THAT(all(alice.client.get("/api/v1/featured_tags"), "name"), ElementsAre("Tea", "cake"));
    EXPECT_THAT(all(nobody.get(bob.path("/featured_tags")), "name"), IsEmpty());
    EXPECT_THAT(all(alice.client.get("/api/v1/featured_tags/suggestions"), "name"), IsEmpty());

    EXPECT_EQ(alice.client.post("/api/v1/tags/tea/unfeature").json().at("featuring"), false);
    EXPECT_THAT(all(alice.client.get("/api/v1/featured_tags/suggestions"), "name"), ElementsAre("Tea"));
    const std::string path = "/api/v1/featured_tags/" + std::string(cake.at("id").as_string());
    EXPECT_EQ(bob.client.del(path).status, 404);
    EXPECT_EQ(alice.client.del(path).body, "{}");
    EXPECT_EQ(alice.client.del(path).status, 404);
}

TEST_F(TagsApi, RefuseWhatCannotBeShown) {
    EXPECT_EQ(alice.client.post("/api/v1/featured_tags").status, 400);
    EXPECT_EQ(alice.client.post("/api/v1/featured_tags", "name=2024").error(), "Validation failed: Name is invalid");
    for (int i = 0; i < 10; ++i) alice.client.post("/api/v1/featured_tags", "name=tag" + std::to_string(i));
    EXPECT_EQ(alice.client.post("/api/v1/featured_tags", "name=more").status, 422);
    EXPECT_EQ(alice.client.post("/api/v1/tags/more/feature").status, 422);
    EXPECT_EQ(server.client().get("/api/v1/accounts/1/featured_tags").status, 404);
}

TEST_F(TagsApi, AskForTheirScopes) {
    const std::vector<std::string> posts = {"/api/v1/tags/tea/follow", "/api/v1/tags/tea/unfollow",
                                            "/api/v1/tags/tea/feature", "/api/v1/tags/tea/unfeature",
                                            "/api/v1/featured_tags"};
    const std::vector<std::string> gets = {"/api/v1/followed_tags", "/api/v1/featured_tags",
                                           "/api/v1/featured_tags/suggestions"};
    auto other = server.sign_in_again(alice.account.id, "read:statuses write:statuses"), nobody = server.client();

    for (const auto& path : posts) {
        EXPECT_EQ(other.post(path).status, 403) << path;
        EXPECT_EQ(nobody.post(path).status, 401) << path;
    }
    for (const auto& path : gets) {
        EXPECT_EQ(other.get(path).status, 403) << path;
        EXPECT_EQ(nobody.get(path).status, 401) << path;
    }
    EXPECT_EQ(other.del("/api/v1/featured_tags/1").status, 403);
    EXPECT_EQ(other.get("/api/v1/tags/tea").status, 200);
    EXPECT_EQ(other.get(alice.path("/featured_tags")).status, 200);
}

TEST_F(TagsApi, HaveATimelineOfSeveral) {
    const auto tea = post(alice, "#tea"), both = post(alice, "#tea #coffee"), coffee = post(alice, "#coffee");
    auto client = server.client();
    const std::string path = "/api/v1/timelines/tag/tea";

    EXPECT_THAT(all(client.get(path + "?any[]=Coffee"), "id"), ElementsAre(coffee, both, tea));
    EXPECT_THAT(all(client.get(path + "?all[]=coffee"), "id"), ElementsAre(both));
    EXPECT_THAT(all(client.get(path + "?none[]=coffee"), "id"), ElementsAre(tea));
    EXPECT_THAT(all(client.get(path + "?any[]=coffee&local=true&limit=1"), "id"), ElementsAre(coffee));
    EXPECT_THAT(all(client.get(path + "?any[]=coffee&remote=true"), "id"), IsEmpty());
    EXPECT_THAT(all(client.get(alice.path("/statuses?tagged=COFFEE")), "id"), ElementsAre(coffee, both));
}

} // namespace

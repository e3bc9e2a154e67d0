#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> ids(const json::Value& accounts) {
    std::vector<std::string> found;
    for (const auto& account : accounts.as_array()) found.emplace_back(account.at("id").as_string());
    return found;
}

TEST(DiscoveryApi, SuggestsAndForgets) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in(), carol = server.sign_in();
    alice.client.post(bob.path("/follow"));
    bob.client.post(carol.path("/follow"));
    carol.client.request("PATCH", "/api/v1/profile", {}, "discoverable=true");
    const auto carol_id = to_string(carol.account.id);

    const auto v2 = alice.client.get("/api/v2/suggestions").json();
    EXPECT_EQ(v2.at(0).at("account").at("id"), json::Value(carol_id));
    EXPECT_EQ(v2.at(0).at("sources").at(0), "friends_of_friends");
    EXPECT_THAT(ids(alice.client.get("/api/v1/suggestions").json()), ElementsAre(carol_id));
    EXPECT_THAT(ids(alice.client.get("/api/v1/suggestions?offset=1").json()), IsEmpty());
    EXPECT_EQ(alice.client.del("/api/v1/suggestions/" + carol_id).body, "{}");
    EXPECT_THAT(ids(alice.client.get("/api/v1/suggestions").json()), IsEmpty());
}

TEST(DiscoveryApi, RefusesStrangers) {
    ApiServer server;
    auto alice = server.sign_in({}, "read:statuses write:statuses"), bob = server.sign_in();
    auto nobody = server.client();

    for (const auto* path : {"/api/v1/suggestions", "/api/v2/suggestions"}) {
        EXPECT_EQ(nobody.get(path).status, 401) << path;
        EXPECT_EQ(alice.client.get(path).status, 403) << path;
    }
    EXPECT_EQ(nobody.del("/api/v1/suggestions/1").status, 401);
    EXPECT_EQ(alice.client.del("/api/v1/suggestions/1").status, 403);
    EXPECT_EQ(bob.client.del("/api/v1/suggestions/1").status, 404);
}

TEST(DiscoveryApi, ListsWhoWantsToBeFoundForAnybody) {
    ApiServer server;
    auto alice = server.sign_in();
    server.sign_in();
    alice.client.request("PATCH", "/api/v1/profile", {}, "discoverable=true");

    const auto path = std::string("/api/v1/directory?order=new");
    EXPECT_THAT(ids(server.client().get(path).json()), ElementsAre(to_string(alice.account.id)));
    EXPECT_THAT(ids(server.client().get(path + "&local=true&limit=1").json()),
                ElementsAre(to_string(alice.account.id)));
    EXPECT_THAT(ids(server.client().get(path + "&offset=1").json()), IsEmpty());
    EXPECT_THAT(ids(server.client().get("/api/v1/directory").json()), IsEmpty());
}

TEST(DiscoveryApi, KnowsOtherServersByTheBeginningsOfTheirNames) {
    ApiServer server;
    server.write([](db::Tx& tx) {
        for (const auto* domain : {"b.test", "a.test", "ab.test", "ab.test"}) make_account(tx, {.domain = domain});
    });

    EXPECT_EQ(server.client().get("/api/v1/peers/search?q=A").json(), (json::Array{"a.test", "ab.test"}));
    EXPECT_EQ(server.client().get("/api/v1/peers/search?q=").json(), json::Array());
    EXPECT_EQ(server.client().get("/api/v1/peers/search").json(), json::Array());
    EXPECT_EQ(server.client().get("/api/v1/instance/translation_languages").body, "{}");
}

} // namespace

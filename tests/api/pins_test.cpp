#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;

std::string id_of(const HttpReply& reply) { return std::string(reply.json().at("id").as_string()); }

std::string path_of(const HttpReply& status, const std::string& act) {
    return "/api/v1/statuses/" + id_of(status) + act;
}

std::vector<std::string> ids(const HttpReply& reply) {
    std::vector<std::string> found;
    const auto statuses = reply.json();
    for (const auto& status : statuses.as_array()) found.emplace_back(status.at("id").as_string());
    return found;
}

TEST(PinsApi, StandOnTheProfile) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto first = alice.client.post("/api/v1/statuses", "status=one");
    const auto second = alice.client.post("/api/v1/statuses", "status=two");

    EXPECT_TRUE(alice.client.post(path_of(second, "/pin")).json().at("pinned").as_bool());
    EXPECT_TRUE(alice.client.post(path_of(first, "/pin")).json().at("pinned").as_bool());

    EXPECT_THAT(ids(server.client().get(alice.path("/statuses?pinned=true"))),
                ElementsAre(id_of(first), id_of(second)));
    EXPECT_FALSE(alice.client.post(path_of(first, "/unpin")).json().at("pinned").as_bool());
    EXPECT_THAT(ids(server.client().get(alice.path("/statuses?pinned=true"))), ElementsAre(id_of(second)));
}

TEST(PinsApi, AndMutesRefuseAsMastodonDoes) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    auto reader = server.sign_in_again(alice.account.id, "read write:statuses");
    const auto open = alice.client.post("/api/v1/statuses", "status=open");
    const auto direct = alice.client.post("/api/v1/statuses", "status=psst&visibility=direct");

    for (const char* act : {"/pin", "/unpin", "/mute", "/unmute"}) {
        EXPECT_EQ(server.client().post(path_of(open, act)).status, 401) << act;
        EXPECT_EQ(reader.post(path_of(open, act)).status, 403) << act;
        EXPECT_EQ(bob.client.post(path_of(direct, act)).status, 404) << act;
        EXPECT_EQ(bob.client.post(std::string("/api/v1/statuses/1") + act).status, 404) << act;
    }
    EXPECT_EQ(bob.client.post(path_of(open, "/pin")).error(),
              "Validation failed: Someone else's post cannot be pinned");
    EXPECT_EQ(alice.client.post(path_of(direct, "/pin")).error(),
              "Validation failed: Posts that are only visible to mentioned users cannot be pinned");
    EXPECT_FALSE(alice.client.get("/api/v1/statuses/" + id_of(direct)).json().as_object().contains("pinned"));
}

TEST(PinsApi, AMutedConversationSaysSo) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    const auto post = alice.client.post("/api/v1/statuses", "status=open");

    EXPECT_TRUE(bob.client.post(path_of(post, "/mute")).json().at("muted").as_bool());
    EXPECT_FALSE(alice.client.get("/api/v1/statuses/" + id_of(post)).json().at("muted").as_bool());
    EXPECT_FALSE(bob.client.post(path_of(post, "/unmute")).json().at("muted").as_bool());
}

} // namespace

#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;

std::string say(ApiServer::Person& person, const std::string& text) {
    const auto reply = person.client.post("/api/v1/statuses", "visibility=direct&status=" + url_encoded(text)).json();
    return std::string(reply.at("id").as_string());
}

TEST(ConversationsApi, AreListedReadAndDeleted) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"}), bob = server.sign_in({.username = "bob"});
    bob.client.post(alice.path("/follow"));
    const auto status = say(alice, "@bob hello");
    say(alice, "@bob another thread");

    const auto first = bob.client.get("/api/v1/conversations?limit=1");
    const auto rest = bob.client
                          .get("/api/v1/conversations?max_id="
                               + std::string(first.json().at(0).at("last_status").at("id").as_string()))
                          .json();
    const auto path = "/api/v1/conversations/" + std::string(rest.at(0).at("id").as_string());
    const auto read = bob.client.post(path + "/read").json();
    const auto unread = bob.client.post(path + "/unread").json();

    EXPECT_THAT(first.header("link"), HasSubstr("rel=\"next\""));
    EXPECT_EQ(rest.as_array().size(), 1u);
    EXPECT_EQ(rest.at(0).at("last_status").at("id"), json::Value(status));
    EXPECT_EQ(rest.at(0).at("accounts").at(0).at("acct"), "alice");
    EXPECT_FALSE(read.at("unread").as_bool());
    EXPECT_TRUE(unread.at("unread").as_bool());
    EXPECT_EQ(bob.client.del(path).body, "{}");
    EXPECT_EQ(bob.client.del(path).status, 404);
    EXPECT_EQ(bob.client.get("/api/v1/conversations").json().as_array().size(), 1u);
    EXPECT_EQ(alice.client.get("/api/v1/conversations").json().as_array().size(), 2u);
}

TEST(ConversationsApi, RefuseStrangers) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"}), bob = server.sign_in({.username = "bob"});
    auto reader = server.sign_in_again(bob.account.id, "read");
    auto writer = server.sign_in_again(bob.account.id, "write");
    auto nobody = server.client();
    bob.client.post(alice.path("/follow"));
    say(alice, "@bob hello");
    const auto path = "/api/v1/conversations/"
                      + std::string(bob.client.get("/api/v1/conversations").json().at(0).at("id").as_string());

    EXPECT_EQ(nobody.get("/api/v1/conversations").status, 401);
    EXPECT_EQ(writer.get("/api/v1/conversations").status, 403);
    for (const auto& action : {path + "/read", path + "/unread"}) {
        EXPECT_EQ(nobody.post(action).status, 401);
        EXPECT_EQ(reader.post(action).status, 403);
        EXPECT_EQ(alice.client.post(action).status, 404);
    }
    EXPECT_EQ(reader.del(path).status, 403);
    EXPECT_EQ(alice.client.del(path).status, 404);
    EXPECT_EQ(bob.client.post("/api/v1/conversations/1/read").status, 404);
    EXPECT_EQ(bob.client.post("/api/v1/conversations/x/read").status, 404);
}

} // namespace

#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

HttpReply put(HttpClient& client, const std::string& path, const std::string& form) {
    return client.request("PUT", path, {{"Content-Type", "application/x-www-form-urlencoded"}}, form);
}

std::string id_of(const HttpReply& reply) { return std::string(reply.json().at("id").as_string()); }

TEST(QuotesApi, QuoteListAndRevoke) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    const auto quoted = id_of(alice.client.post("/api/v1/statuses", "status=original"));

    const auto quote = bob.client.post("/api/v1/statuses", "status=look&quoted_status_id=" + quoted);
    EXPECT_EQ(quote.status, 200);
    EXPECT_EQ(quote.json().at("quote").at("state"), "accepted");
    const auto list = bob.client.get("/api/v1/statuses/" + quoted + "/quotes");
    ASSERT_EQ(list.json().as_array().size(), 1U);
    EXPECT_EQ(list.json().at(0).at("id").as_string(), id_of(quote));

    const std::string revoke = "/api/v1/statuses/" + quoted + "/quotes/" + id_of(quote) + "/revoke";
    EXPECT_EQ(server.client().post(revoke).status, 401);
    EXPECT_EQ(bob.client.post(revoke).status, 403);
    EXPECT_EQ(server.sign_in_again(alice.account.id, "read").post(revoke).status, 403);
    EXPECT_EQ(alice.client.post("/api/v1/statuses/" + quoted + "/quotes/1/revoke").status, 404);
    EXPECT_EQ(alice.client.post(revoke).json().at("quote").at("state"), "revoked");
    EXPECT_EQ(alice.client.get("/api/v1/statuses/" + quoted + "/quotes").json().as_array().size(), 0U);
}

TEST(QuotesApi, ThePolicyIsTheAuthors) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    const auto id = id_of(alice.client.post("/api/v1/statuses", "status=original"));
    const std::string path = "/api/v1/statuses/" + id + "/interaction_policy";

    auto nobody = server.client();
    const auto closed = put(alice.client, path, "quote_approval_policy=nobody");

    EXPECT_EQ(closed.json().at("quote_approval").at("automatic").as_array().size(), 0U);
    EXPECT_EQ(bob.client.get("/api/v1/statuses/" + id).json().at("quote_approval").at("current_user"), "denied");
    const auto refused = bob.client.post("/api/v1/statuses", "status=look&quoted_status_id=" + id);
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(refused.error(), "The post you are trying to quote does not appear to exist.");
    EXPECT_EQ(bob.client.post("/api/v1/statuses", "status=look&quoted_status_id=x").status, 404);
    EXPECT_EQ(put(nobody, path, "quote_approval_policy=public").status, 401);
    EXPECT_EQ(put(bob.client, path, "quote_approval_policy=public").status, 403);
    EXPECT_EQ(put(bob.client, "/api/v1/statuses/1/interaction_policy", "quote_approval_policy=public").status, 404);
    EXPECT_EQ(put(alice.client, path, "quote_approval_policy=whoever").status, 422);
    EXPECT_EQ(bob.client.get("/api/v1/statuses/1/quotes").status, 404);
    EXPECT_EQ(server.client().get("/api/v1/statuses/" + id + "/quotes").status, 401);
}

TEST(QuotesApi, ScheduledPostsQuote) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto id = id_of(alice.client.post("/api/v1/statuses", "status=original"));

    const auto scheduled =
        alice.client.post("/api/v1/statuses", "status=look&scheduled_at=2999-01-01T00:00:00Z&quoted_status_id=" + id);

    EXPECT_EQ(scheduled.json().at("params").at("quoted_status_id").to_number<std::int64_t>(), std::stoll(id));
}

TEST(QuotesApi, StampsAreThereWhileTheQuoteIsAccepted) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    const auto quoted = id_of(alice.client.post("/api/v1/statuses", "status=original"));
    const auto quote = id_of(bob.client.post("/api/v1/statuses", "status=look&quoted_status_id=" + quoted));
    const std::string path = "/users/" + alice.account.username + "/quote_authorizations/" + quote;

    const auto stamp = server.client().get(path).json();

    EXPECT_EQ(stamp.at("type"), "QuoteAuthorization");
    EXPECT_EQ(stamp.at("interactionTarget").as_string(),
              "https://akebono.test/users/" + alice.account.username + "/statuses/" + quoted);
    EXPECT_EQ(stamp.at("interactingObject").as_string(),
              "https://akebono.test/users/" + bob.account.username + "/statuses/" + quote);
    EXPECT_EQ(server.client().get("/users/" + bob.account.username + "/quote_authorizations/" + quote).status, 404);
    alice.client.post("/api/v1/statuses/" + quoted + "/quotes/" + quote + "/revoke");
    EXPECT_EQ(server.client().get(path).status, 404);
}

} // namespace

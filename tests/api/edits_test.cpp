#include "support/api_server.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;

std::string path_of(const HttpReply& status, const std::string& more = {}) {
    return "/api/v1/statuses/" + std::string(status.json().at("id").as_string()) + more;
}

HttpReply put(HttpClient& client, const std::string& path, const std::string& form, std::string_view method = "PUT") {
    return client.request(method, path, {{"Content-Type", "application/x-www-form-urlencoded"}}, form);
}

HttpReply patch(HttpClient& client, const std::string& path, const std::string& form) {
    return put(client, path, form, "PATCH");
}

std::vector<std::string> contents(const HttpReply& history) {
    std::vector<std::string> found;
    const auto versions = history.json();
    for (const auto& version : versions.as_array()) found.emplace_back(version.at("content").as_string());
    return found;
}

TEST(EditsApi, APostIsEditedAndItsHistoryRead) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto post = alice.client.post("/api/v1/statuses", "status=one&visibility=unlisted");

    const auto edited =
        put(alice.client, path_of(post), "status=two&spoiler_text=careful&language=ja&visibility=public");
    const auto again = patch(alice.client, path_of(post), "status=two&spoiler_text=careful");

    EXPECT_EQ(edited.status, 200) << edited.body;
    EXPECT_EQ(edited.json().at("id"), post.json().at("id"));
    EXPECT_EQ(edited.json().at("content"), "<p>two</p>");
    EXPECT_EQ(edited.json().at("visibility"), "unlisted");
    EXPECT_EQ(edited.json().at("language"), "ja");
    EXPECT_TRUE(edited.json().at("edited_at").is_string());
    EXPECT_EQ(again.body, edited.body);
    EXPECT_THAT(contents(server.client().get(path_of(post, "/history"))), ElementsAre("<p>one</p>", "<p>two</p>"));
    const auto source = alice.client.get(path_of(post, "/source"));
    EXPECT_EQ(source.json().at("text"), "two");
    EXPECT_EQ(source.json().at("spoiler_text"), "careful");
}

TEST(EditsApi, RefuseAsMastodonDoes) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    auto reader = server.sign_in_again(alice.account.id, "read");
    auto writer = server.sign_in_again(alice.account.id, "write");
    const auto post = alice.client.post("/api/v1/statuses", "status=secret&visibility=direct");
    const auto open = alice.client.post("/api/v1/statuses", "status=open");

    auto nobody = server.client();
    EXPECT_EQ(put(nobody, path_of(open), "status=x").status, 401);
    EXPECT_EQ(put(reader, path_of(open), "status=x").status, 403);
    EXPECT_EQ(put(bob.client, path_of(open), "status=x").status, 404);
    EXPECT_EQ(put(alice.client, "/api/v1/statuses/1", "status=x").status, 404);
    EXPECT_EQ(put(alice.client, "/api/v1/statuses/one", "status=x").status, 404);
    EXPECT_EQ(put(alice.client, path_of(open), "").status, 422);
    EXPECT_EQ(put(alice.client, path_of(open), "status=x&media_ids[]=1").status, 422);
    EXPECT_EQ(put(alice.client, path_of(open), "status=x&quote_approval_policy=whoever").status, 422);
    EXPECT_EQ(put(alice.client, path_of(open), "status=x&poll[options][]=one&poll[expires_in]=3600").status, 422);

    EXPECT_EQ(server.client().get(path_of(open, "/source")).status, 401);
    EXPECT_EQ(writer.get(path_of(open, "/source")).status, 403);
    EXPECT_EQ(writer.get(path_of(open, "/history")).status, 403);
    for (const char* what : {"/source", "/history"}) {
        // What is hidden looks like what was never there.
        EXPECT_EQ(bob.client.get(path_of(post, what)).status, 404);
        EXPECT_EQ(bob.client.get(path_of(post, what)).body,
                  bob.client.get(std::string("/api/v1/statuses/1") + what).body);
        EXPECT_EQ(alice.client.get(path_of(post, what)).status, 200);
    }
    EXPECT_EQ(server.client().get(path_of(post, "/history")).status, 404);
}

} // namespace

#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kList = "/api/v1/scheduled_statuses";

std::string id_of(const HttpReply& reply) { return std::string(reply.json().at("id").as_string()); }

std::string path_of(const HttpReply& reply) { return std::string(kList) + "/" + id_of(reply); }

std::vector<std::string> ids(const HttpReply& reply) {
    std::vector<std::string> found;
    const auto statuses = reply.json();
    for (const auto& status : statuses.as_array()) found.emplace_back(status.at("id").as_string());
    return found;
}

HttpReply put(HttpClient& client, const std::string& path, const std::string& form) {
    return client.request("PUT", path, {{"Content-Type", "application/x-www-form-urlencoded"}}, form);
}

HttpReply schedule(HttpClient& client, const std::string& at, const std::string& more = "status=later") {
    return client.post("/api/v1/statuses", more + "&scheduled_at=" + url_encoded(at));
}

TEST(ScheduledStatusesApi, AreListedChangedAndCalledOff) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto first = schedule(alice.client, "2024-01-05T00:00:00Z", "status=one&visibility=private&sensitive=true");
    const auto second = schedule(alice.client, "2024-01-04T09:00:00+09:00");

    EXPECT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(first.json().at("scheduled_at"), "2024-01-05T00:00:00.000Z");
    EXPECT_EQ(first.json().at("params").at("text"), "one");
    EXPECT_EQ(first.json().at("params").at("visibility"), "private");
    EXPECT_EQ(first.json().at("params").at("sensitive"), true);
    EXPECT_TRUE(second.json().at("params").at("visibility").is_null());
    EXPECT_EQ(second.json().at("scheduled_at"), "2024-01-04T00:00:00.000Z");

    const auto page = alice.client.get(std::string(kList) + "?limit=1");
    EXPECT_THAT(ids(page), ElementsAre(id_of(second)));
    EXPECT_THAT(page.header("link"), HasSubstr("max_id=" + id_of(second) + ">; rel=\"next\""));
    EXPECT_THAT(ids(alice.client.get(std::string(kList) + "?max_id=" + id_of(second))), ElementsAre(id_of(first)));
    EXPECT_EQ(put(alice.client, path_of(first), "scheduled_at=2024-02-01T00:00:00Z").json().at("scheduled_at"),
              "2024-02-01T00:00:00.000Z");
    EXPECT_EQ(put(alice.client, path_of(first), "").status, 200);
    EXPECT_EQ(alice.client.del(path_of(first)).body, "{}");
    EXPECT_EQ(alice.client.get(path_of(first)).status, 404);
    EXPECT_THAT(ids(alice.client.get(kList)), ElementsAre(id_of(second)));
}

TEST(ScheduledStatusesApi, RefuseAsMastodonDoes) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    auto nobody = server.client();
    auto reader = server.sign_in_again(alice.account.id, "read"),
         writer = server.sign_in_again(alice.account.id, "write");
    const auto status = schedule(alice.client, "2024-01-05T00:00:00Z");
    const auto path = path_of(status);
    const std::string when = "scheduled_at=2024-02-01T00:00:00Z";

    EXPECT_THAT(schedule(alice.client, "2024-01-02T03:09:00Z").error(), HasSubstr("must be in the future"));
    EXPECT_EQ(schedule(alice.client, "tomorrow").status, 422);
    EXPECT_EQ(schedule(alice.client, "2024-01-05T00:00:00Z", "status=").status, 422);
    EXPECT_EQ(schedule(alice.client, "2024-01-05T00:00:00Z", "status=x&in_reply_to_id=1").status, 404);
    EXPECT_EQ(schedule(reader, "2024-01-05T00:00:00Z").status, 403);
    for (const std::string& one : {path, std::string(kList) + "/1", std::string(kList) + "/one"}) {
        EXPECT_EQ(bob.client.get(one).status, 404) << one;
        EXPECT_EQ(put(bob.client, one, when).status, 404) << one;
        EXPECT_EQ(bob.client.del(one).status, 404) << one;
    }
    EXPECT_EQ(nobody.get(kList).status, 401);
    EXPECT_EQ(nobody.get(path).status, 401);
    EXPECT_EQ(put(nobody, path, when).status, 401);
    EXPECT_EQ(nobody.del(path).status, 401);
    EXPECT_EQ(writer.get(kList).status, 403);
    EXPECT_EQ(writer.get(path).status, 403);
    EXPECT_EQ(put(reader, path, when).status, 403);
    EXPECT_EQ(reader.del(path).status, 403);
    EXPECT_EQ(put(alice.client, path, "scheduled_at=2024-01-01T00:00:00Z").status, 422);
    EXPECT_EQ(alice.client.get(path).json().at("scheduled_at"), "2024-01-05T00:00:00.000Z");
}

TEST(ScheduledStatusesApi, ThePastIsNow) {
    ApiServer server;
    auto alice = server.sign_in();

    const auto posted = schedule(alice.client, "2023-12-31T00:00:00Z");

    EXPECT_EQ(posted.json().at("content"), "<p>later</p>");
    EXPECT_EQ(alice.client.get(kList).body, "[]");
}

} // namespace

#include "instance/announcements.h"
#include "support/api_server.h"

#include <gtest/gtest.h>

namespace {

class AnnouncementsApi : public testing::Test {
protected:
    AnnouncementsApi() {
        server.write([&](db::Tx& tx) {
            path = "/api/v1/announcements/" + to_string(*instance::announce(tx, {.text = "hello"}));
        });
    }
    HttpReply put(HttpClient& client, const std::string& name) {
        return client.request("PUT", path + "/reactions/" + url_encoded(name));
    }

    ApiServer server;
    std::string path;
    ApiServer::Person alice = server.sign_in(), bob = server.sign_in();
};

TEST_F(AnnouncementsApi, AreReadReactedToAndDismissed) {
    EXPECT_EQ(put(alice.client, "👍").json(), json::Object());
    EXPECT_EQ(bob.client.request("PATCH", path + "/reactions/" + url_encoded("👍")).status, 200);

    const auto announcement = alice.client.get("/api/v1/announcements").json().as_array().at(0);
    EXPECT_EQ(announcement.at("content"), "<p>hello</p>");
    EXPECT_FALSE(announcement.at("read").as_bool());
    EXPECT_EQ(announcement.at("reactions").as_array().at(0).at("count"), 2);
    EXPECT_TRUE(announcement.at("reactions").as_array().at(0).at("me").as_bool());
    EXPECT_EQ(alice.client.del(path + "/reactions/" + url_encoded("👍")).status, 200);
    EXPECT_EQ(alice.client.del(path + "/reactions/" + url_encoded("👍")).status, 404);

    EXPECT_EQ(alice.client.post(path + "/dismiss").json(), json::Object());
    EXPECT_EQ(alice.client.get("/api/v1/announcements").json(), json::Array());
    EXPECT_EQ(alice.client.get("/api/v1/announcements?with_dismissed=true").json().as_array().size(), 1u);
    EXPECT_EQ(bob.client.get("/api/v1/announcements").json().as_array().size(), 1u);
}

TEST_F(AnnouncementsApi, RefuseAsMastodonDoes) {
    auto reader = server.sign_in_again(alice.account.id, "read");

    EXPECT_EQ(server.client().get("/api/v1/announcements").status, 401);
    EXPECT_EQ(server.client().post(path + "/dismiss").status, 401);
    EXPECT_EQ(reader.get("/api/v1/announcements").status, 200);
    EXPECT_EQ(reader.post(path + "/dismiss").status, 403);
    EXPECT_EQ(put(reader, "👍").status, 403);
    EXPECT_EQ(put(alice.client, "not an emoji").status, 422);
    EXPECT_EQ(alice.client.post("/api/v1/announcements/1/dismiss").status, 404);
    EXPECT_EQ(alice.client.request("PUT", "/api/v1/announcements/1/reactions/" + url_encoded("👍")).status, 404);
    EXPECT_EQ(alice.client.del("/api/v1/announcements/x/reactions/a").status, 404);
}

} // namespace

#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Alice's post, and two who favourite it, the second one later; then bob mentions her.
struct Setting {
    Setting() {
        post = std::string(alice.client.post("/api/v1/statuses", "status=hello").json().at("id").as_string());
        bob.client.post("/api/v1/statuses/" + post + "/favourite");
        carol.client.post("/api/v1/statuses/" + post + "/favourite");
        bob.client.post("/api/v1/statuses", "status=@" + alice.account.username + " hello");
    }
    std::string key() {
        return std::string(alice.client.get("/api/v2/notifications")
                               .json()
                               .at("notification_groups")
                               .at(1)
                               .at("group_key")
                               .as_string());
    }

    ApiServer server;
    ApiServer::Person alice = server.sign_in(), bob = server.sign_in(), carol = server.sign_in();
    std::string post;
};

std::vector<std::string> types(const HttpReply& reply) {
    std::vector<std::string> found;
    const auto body = reply.json();
    const auto& list = body.is_array() ? body.as_array() : body.at("notification_groups").as_array();
    for (const auto& one : list) found.emplace_back(one.at("type").as_string());
    return found;
}

std::vector<std::string> ids(const json::Value& accounts) {
    std::vector<std::string> found;
    for (const auto& account : accounts.as_array()) found.emplace_back(account.at("id").as_string());
    return found;
}

TEST(NotificationsApi, AreListedReadAndPutAway) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    const auto id = std::string(alice.client.post("/api/v1/statuses", "status=hello").json().at("id").as_string());
    bob.client.post("/api/v1/statuses/" + id + "/favourite");
    bob.client.post(alice.path("/follow"));
    auto carol = server.sign_in();

    const auto list = alice.client.get("/api/v1/notifications").json();
    ASSERT_EQ(list.as_array().size(), 2u);
    EXPECT_EQ(list.at(0).at("type"), "follow");
    EXPECT_EQ(list.at(1).at("status").at("id").as_string(), id);
    const std::string one = "/api/v1/notifications/" + std::string(list.at(0).at("id").as_string());
    EXPECT_EQ(alice.client.get("/api/v1/notifications/unread_count").json().at("count"), 2);
    EXPECT_EQ(carol.client.get(one).status, 404); // Not hers.
    EXPECT_EQ(carol.client.post(one + "/dismiss").status, 404);

    EXPECT_EQ(alice.client.post(one + "/dismiss").status, 200);
    EXPECT_EQ(alice.client.get(one).status, 404);
    EXPECT_EQ(alice.client.post("/api/v1/notifications/clear").status, 200);
    EXPECT_THAT(alice.client.get("/api/v1/notifications").json().as_array(), IsEmpty());
}

TEST(NotificationsApi, AreChosenByTypeAndSender) {
    Setting setting;
    auto& client = setting.alice.client;
    const std::string path = "/api/v1/notifications";

    EXPECT_THAT(types(client.get(path)), ElementsAre("mention", "favourite", "favourite"));
    EXPECT_THAT(types(client.get(path + "?types[]=mention&types[]=poll")), ElementsAre("mention"));
    EXPECT_THAT(types(client.get(path + "?types[]=nonsense")), IsEmpty());
    EXPECT_THAT(types(client.get(path + "?exclude_types[]=mention&exclude_types[]=nonsense&limit=1")),
                ElementsAre("favourite"));
    EXPECT_THAT(types(client.get(path + "?account_id=" + to_string(setting.carol.account.id))),
                ElementsAre("favourite"));
    EXPECT_THAT(types(client.get(path + "?account_id=1")), IsEmpty());
    EXPECT_EQ(client.get(path + "/unread_count?types[]=favourite").json().at("count"), 2);
    EXPECT_EQ(client.get(path + "/unread_count?limit=1").json().at("count"), 1);
    EXPECT_EQ(client.get(path).json().at(1).at("group_key").as_string(), setting.key());
}

TEST(NotificationsApi, AreDismissedAsOldAppsDo) {
    Setting setting;
    auto& client = setting.alice.client;
    const std::string id(client.get("/api/v1/notifications").json().at(0).at("id").as_string());

    EXPECT_EQ(setting.bob.client.post("/api/v1/notifications/dismiss", "id=" + id).status, 404);
    EXPECT_EQ(client.post("/api/v1/notifications/dismiss", "id=" + id).body, "{}");
    EXPECT_THAT(types(client.get("/api/v1/notifications")), ElementsAre("favourite", "favourite"));
}

TEST(GroupedNotificationsApi, ListAPage) {
    Setting setting;
    auto& client = setting.alice.client;

    const auto reply = client.get("/api/v2/notifications?limit=2");
    const auto all = reply.json();
    const auto second = client.get("/api/v2/notifications?limit=1&max_id="
                                   + std::string(all.at("notification_groups").at(0).at("page_min_id").as_string()));

    EXPECT_THAT(types(reply), ElementsAre("mention", "favourite"));
    EXPECT_THAT(all.at("accounts").as_array(), SizeIs(2));
    EXPECT_THAT(all.at("statuses").as_array(), SizeIs(2));
    EXPECT_EQ(all.at("notification_groups").at(1).at("notifications_count"), 2);
    EXPECT_THAT(reply.header("link"), HasSubstr("rel=\"next\""));
    EXPECT_THAT(reply.header("link"), HasSubstr("/api/v2/notifications?limit=2&min_id="));
    EXPECT_THAT(types(second), ElementsAre("favourite"));
    EXPECT_EQ(client.get("/api/v2/notifications/unread_count").json().at("count"), 2);
    EXPECT_EQ(client.get("/api/v2/notifications/unread_count?grouped_types[]=follow").json().at("count"), 3);
}

TEST(GroupedNotificationsApi, GroupWhatTheAppAsksFor) {
    Setting setting;
    auto& client = setting.alice.client;
    const std::string path = "/api/v2/notifications";

    EXPECT_THAT(types(client.get(path + "?grouped_types[]=follow")), ElementsAre("mention", "favourite", "favourite"));
    EXPECT_THAT(types(client.get(path + "?grouped_types[]=favourite&types[]=favourite")), ElementsAre("favourite"));
    EXPECT_THAT(types(client.get(path + "?exclude_types[]=favourite")), ElementsAre("mention"));
    EXPECT_THAT(types(client.get(path + "?account_id=" + to_string(setting.bob.account.id))),
                ElementsAre("mention", "favourite"));
}

TEST(GroupedNotificationsApi, ExpandAsMuchAsAsked) {
    Setting setting;
    auto& client = setting.alice.client;
    const std::string path = "/api/v2/notifications?types[]=favourite&expand_accounts=";

    const auto partial = client.get(path + "partial_avatars").json();

    EXPECT_THAT(ids(partial.at("accounts")), ElementsAre(to_string(setting.carol.account.id)));
    EXPECT_THAT(ids(partial.at("partial_accounts")), ElementsAre(to_string(setting.bob.account.id)));
    EXPECT_FALSE(client.get(path + "full").json().as_object().contains("partial_accounts"));
    EXPECT_EQ(client.get(path + "none").status, 400);
}

TEST(GroupedNotificationsApi, OneGroup) {
    Setting setting;
    auto& client = setting.alice.client;
    const auto path = "/api/v2/notifications/" + setting.key();

    const auto group = client.get(path).json();
    const auto people = client.get(path + "/accounts?limit=1");
    const auto next = client.get(path + "/accounts");

    EXPECT_THAT(types(client.get(path)), ElementsAre("favourite"));
    EXPECT_FALSE(group.at("notification_groups").at(0).as_object().contains("page_min_id"));
    EXPECT_THAT(ids(people.json()), ElementsAre(to_string(setting.carol.account.id)));
    EXPECT_THAT(people.header("link"), HasSubstr("rel=\"next\""));
    EXPECT_THAT(ids(next.json()), ElementsAre(to_string(setting.carol.account.id), to_string(setting.bob.account.id)));
    EXPECT_EQ(client.post(path + "/dismiss").body, "{}");
    EXPECT_EQ(client.get(path).status, 404);
    EXPECT_EQ(client.post("/api/v2/notifications/clear").body, "{}");
    EXPECT_THAT(types(client.get("/api/v2/notifications")), IsEmpty());
}

TEST(GroupedNotificationsApi, AreTheReadersOwn) {
    Setting setting;
    const std::string list = "/api/v2/notifications";
    const auto one = list + "/" + setting.key();
    auto reader = setting.server.sign_in_again(setting.alice.account.id, "read:notifications");
    auto writer = setting.server.sign_in_again(setting.alice.account.id, "write:notifications read:statuses");

    for (const auto& path : {list, one, one + "/accounts", list + "/unread_count"}) {
        EXPECT_EQ(setting.server.client().get(path).status, 401) << path;
        EXPECT_EQ(writer.get(path).status, 403) << path;
        EXPECT_EQ(reader.get(path).status, 200) << path;
    }
    for (const auto& path : {list + "/clear", one + "/dismiss"}) {
        EXPECT_EQ(setting.server.client().post(path).status, 401) << path;
        EXPECT_EQ(reader.post(path).status, 403) << path;
    }
    EXPECT_EQ(setting.bob.client.get(one).status, 404);
    EXPECT_THAT(setting.bob.client.get(one + "/accounts").json().as_array(), IsEmpty());
    EXPECT_EQ(setting.bob.client.post(one + "/dismiss").status, 200);
    EXPECT_EQ(setting.bob.client.get(list + "/ungrouped-1").status, 404);
    EXPECT_EQ(setting.bob.client.get(list + "/%27--").status, 404);
    EXPECT_EQ(reader.get(one).status, 200);
}

} // namespace

#include "notifications/notifications.h"
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

TEST(NotificationsApi, ExplainThemselvesToAppsThatDoNotKnowTheirKind) {
    ApiServer server;
    auto owner = server.sign_in({.role = accounts::Role::Owner}), newcomer = server.sign_in();
    server.write([&](db::Tx& tx) {
        notifications::notify_staff(tx,
                                    {.to = {}, .kind = notifications::Kind::AdminSignUp, .from = newcomer.account.id});
    });
    newcomer.client.post(owner.path("/follow"));
    const auto fallbacks = [&](const std::string& query) {
        std::vector<std::string> titles;
        for (const std::string path : {"/api/v1/notifications", "/api/v2/notifications"}) {
            const auto body = owner.client.get(path + query).json();
            const auto& list = body.is_array() ? body.as_array() : body.at("notification_groups").as_array();
            for (const auto& one : list) {
                const auto* fallback = one.as_object().if_contains("fallback");
                if (fallback) titles.emplace_back(fallback->at("title").as_string());
            }
        }
        return titles;
    };

    EXPECT_THAT(fallbacks(""), IsEmpty());
    EXPECT_THAT(fallbacks("?supported_types[]=follow"), ElementsAre("A new account", "A new account"));
    EXPECT_THAT(fallbacks("?supported_types[]=admin.sign_up"), IsEmpty());
    server.write([](db::Tx& tx) { tx.exec("update users set locale = 'ja'"); });
    EXPECT_THAT(fallbacks("?supported_types[]=follow"), ElementsAre("新しいアカウント", "新しいアカウント"));
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

HttpReply patch(HttpClient& client, std::string_view path, std::string_view body, std::string_view method = "PATCH") {
    return client.request(method, path, {{"Content-Type", "application/json"}}, body);
}

TEST(NotificationPolicyApi, IsReadAndChanged) {
    ApiServer server;
    auto alice = server.sign_in();
    auto& client = alice.client;
    const std::string v1 = "/api/v1/notifications/policy", v2 = "/api/v2/notifications/policy";

    const auto at_first = client.get(v2).json();
    const auto changed = patch(client, v2, R"({"for_not_following":"drop","for_bots":"filter"})").json();
    const auto old = client.get(v1).json();
    const auto by_old =
        patch(client, v1, R"({"filter_not_following":true,"filter_private_mentions":false})", "PUT").json();

    EXPECT_EQ(at_first.at("for_private_mentions"), "filter");
    EXPECT_EQ(at_first.at("summary").at("pending_requests_count"), 0);
    EXPECT_EQ(changed.at("for_not_following"), "drop");
    EXPECT_EQ(changed.at("for_limited_accounts"), "filter");
    EXPECT_EQ(old.at("filter_not_following"), false);
    EXPECT_EQ(old.at("filter_bots"), true);
    EXPECT_FALSE(old.as_object().contains("filter_limited_accounts"));
    EXPECT_EQ(by_old.at("filter_not_following"), true);
    EXPECT_EQ(client.get(v2).json().at("for_not_following"), "filter");
    EXPECT_EQ(client.get(v2).json().at("for_private_mentions"), "accept");
    EXPECT_EQ(patch(client, v2, R"({"for_bots":"shout"})").status, 422);
    EXPECT_EQ(client.get(v2).json().at("for_bots"), "filter");
}

// Alice hears of nobody whom she does not follow; bob and carol mention her.
struct WarySetting {
    WarySetting() {
        patch(alice.client, "/api/v2/notifications/policy", R"({"for_not_following":"filter"})");
        for (auto* person : {&bob, &carol}) {
            person->client.post("/api/v1/statuses", "status=@" + alice.account.username + " hello");
        }
    }
    std::string path(const json::Value& request, const std::string& more = {}) const {
        return list + "/" + std::string(request.at("id").as_string()) + more;
    }

    ApiServer server;
    ApiServer::Person alice = server.sign_in(), bob = server.sign_in(), carol = server.sign_in();
    std::string list = "/api/v1/notifications/requests";
};

TEST(NotificationRequestsApi, AreListedAndDecided) {
    WarySetting setting;
    auto& client = setting.alice.client;

    const auto reply = client.get(setting.list + "?limit=1");
    const auto all = client.get(setting.list).json();
    ASSERT_THAT(all.as_array(), SizeIs(2));
    EXPECT_THAT(reply.json().as_array(), SizeIs(1));
    EXPECT_THAT(reply.header("link"), HasSubstr("rel=\"next\""));
    EXPECT_EQ(all.at(0).at("account").at("id").as_string(), to_string(setting.carol.account.id));
    EXPECT_EQ(all.at(0).at("notifications_count"), "1");
    EXPECT_TRUE(all.at(0).at("last_status").is_object());
    EXPECT_EQ(client.get(setting.path(all.at(1))).json(), all.at(1));
    EXPECT_EQ(client.get("/api/v2/notifications/policy").json().at("summary").at("pending_notifications_count"), 2);
    EXPECT_EQ(client.get("/api/v1/notifications?include_filtered=true").json().at(0).at("filtered"), true);

    EXPECT_EQ(client.post(setting.path(all.at(0), "/accept")).body, "{}");
    EXPECT_EQ(client.post(setting.path(all.at(0), "/accept")).status, 404);
    EXPECT_THAT(types(client.get("/api/v1/notifications")), ElementsAre("mention"));
    EXPECT_EQ(client.post(setting.path(all.at(1), "/dismiss")).body, "{}");
    EXPECT_EQ(client.get(setting.path(all.at(1))).status, 404);
    EXPECT_THAT(client.get(setting.list).json().as_array(), IsEmpty());
    EXPECT_EQ(client.get(setting.list + "/merged").json().at("merged"), true);
}

TEST(NotificationRequestsApi, AreDecidedManyAtATime) {
    WarySetting setting;
    auto& client = setting.alice.client;
    const auto all = client.get(setting.list).json();
    const auto id = [&](int i) { return "id[]=" + std::string(all.at(i).at("id").as_string()); };

    EXPECT_EQ(setting.bob.client.post(setting.list + "/accept", id(0) + "&" + id(1)).status, 200);
    EXPECT_THAT(client.get(setting.list).json().as_array(), SizeIs(2)); // They were not his.
    EXPECT_EQ(client.post(setting.list + "/accept", id(0) + "&id[]=1&id[]=x").body, "{}");
    EXPECT_THAT(types(client.get("/api/v1/notifications")), ElementsAre("mention"));
    EXPECT_EQ(client.post(setting.list + "/dismiss", id(1)).body, "{}");
    EXPECT_THAT(client.get(setting.list).json().as_array(), IsEmpty());
}

TEST(NotificationRequestsApi, AreTheReadersOwn) {
    WarySetting setting;
    const auto one = setting.path(setting.alice.client.get(setting.list).json().at(0));
    auto reader = setting.server.sign_in_again(setting.alice.account.id, "read:notifications");
    auto writer = setting.server.sign_in_again(setting.alice.account.id, "write:notifications read:statuses");
    const std::vector<std::string> policies = {"/api/v1/notifications/policy", "/api/v2/notifications/policy"};

    for (const auto& path : {setting.list, one, setting.list + "/merged", policies[0], policies[1]}) {
        EXPECT_EQ(setting.server.client().get(path).status, 401) << path;
        EXPECT_EQ(writer.get(path).status, 403) << path;
        EXPECT_EQ(reader.get(path).status, 200) << path;
    }
    for (const auto& path : {one + "/accept", one + "/dismiss", setting.list + "/accept", setting.list + "/dismiss"}) {
        EXPECT_EQ(setting.server.client().post(path).status, 401) << path;
        EXPECT_EQ(reader.post(path).status, 403) << path;
    }
    for (const auto& path : policies) EXPECT_EQ(patch(reader, path, "{}").status, 403) << path;
    for (const auto& path : {one + "/accept", one + "/dismiss"}) {
        EXPECT_EQ(setting.bob.client.post(path).status, 404) << path;
    }
    EXPECT_EQ(setting.bob.client.get(one).status, 404);
    EXPECT_EQ(reader.get(setting.list + "/1").status, 404);
    EXPECT_EQ(reader.get(setting.list + "/9223372036854775807").status, 404);
}

} // namespace

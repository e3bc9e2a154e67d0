#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> ids(const HttpReply& reply) {
    std::vector<std::string> found;
    const auto accounts = reply.json();
    for (const auto& account : accounts.as_array()) found.emplace_back(account.at("id").as_string());
    return found;
}

// The path and query of the link with this rel; "" when there is none.
std::string link(const HttpReply& reply, const std::string& rel) {
    const auto header = reply.header("link");
    const auto end = header.find(">; rel=\"" + rel + "\"");
    if (end == std::string::npos) return "";
    const auto begin = header.rfind("https://akebono.test", end) + std::string("https://akebono.test").size();
    return header.substr(begin, end - begin);
}

TEST(FollowsApi, FollowAndUnfollow) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();

    const auto followed = alice.client.post(bob.path("/follow"), "reblogs=false&notify=true&languages[]=ja").json();
    const auto seen_by_bob =
        bob.client.get("/api/v1/accounts/relationships?id[]=" + to_string(alice.account.id)).json();
    const auto followers = bob.client.get(bob.path("/followers"));
    const auto unfollowed = alice.client.post(bob.path("/unfollow")).json();

    EXPECT_TRUE(followed.at("following").as_bool());
    EXPECT_FALSE(followed.at("showing_reblogs").as_bool());
    EXPECT_TRUE(followed.at("notifying").as_bool());
    EXPECT_EQ(followed.at("languages"), (json::Array{"ja"}));
    EXPECT_TRUE(seen_by_bob.at(0).at("followed_by").as_bool());
    EXPECT_THAT(ids(followers), ElementsAre(to_string(alice.account.id)));
    EXPECT_FALSE(unfollowed.at("following").as_bool());
    EXPECT_EQ(alice.client.get(bob.path()).json().at("followers_count"), 0);
}

TEST(FollowsApi, RefuseAsMastodonDoes) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    auto reader = server.sign_in_again(alice.account.id, "read");
    auto legacy = server.sign_in_again(alice.account.id, "follow");

    EXPECT_EQ(alice.client.post(alice.path("/follow")).status, 403);
    EXPECT_EQ(alice.client.post("/api/v1/accounts/1/follow").status, 404);
    EXPECT_EQ(alice.client.post("/api/v1/accounts/1/unfollow").status, 404);
    EXPECT_EQ(alice.client.post("/api/v1/accounts/1/block").status, 404);
    EXPECT_EQ(alice.client.post("/api/v1/accounts/1/mute").status, 404);
    EXPECT_EQ(reader.post(bob.path("/follow")).status, 403);
    EXPECT_EQ(server.client().post(bob.path("/follow")).status, 401);
    EXPECT_EQ(legacy.post(bob.path("/follow")).status, 200);
    EXPECT_EQ(legacy.post(bob.path("/mute")).status, 200);
    ASSERT_EQ(bob.client.post(alice.path("/block")).status, 200);
    EXPECT_EQ(alice.client.post(bob.path("/follow")).status, 403);
}

TEST(FollowsApi, RequestsAreListedAndDecided) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in({.is_locked = true}), carol = server.sign_in();
    const auto requested = alice.client.post(bob.path("/follow")).json();
    carol.client.post(bob.path("/follow"));

    const auto waiting = bob.client.get("/api/v1/follow_requests");
    const auto count = bob.client.get("/api/v1/accounts/verify_credentials").json();
    const auto accepted =
        bob.client.post("/api/v1/follow_requests/" + to_string(alice.account.id) + "/authorize").json();
    const auto rejected = bob.client.post("/api/v1/follow_requests/" + to_string(carol.account.id) + "/reject").json();

    EXPECT_TRUE(requested.at("requested").as_bool());
    EXPECT_THAT(ids(waiting), testing::SizeIs(2));
    EXPECT_EQ(count.at("source").at("follow_requests_count"), 2);
    EXPECT_TRUE(accepted.at("followed_by").as_bool());
    EXPECT_FALSE(rejected.at("followed_by").as_bool());
    EXPECT_THAT(ids(bob.client.get("/api/v1/follow_requests")), IsEmpty());
    EXPECT_EQ(bob.client.post("/api/v1/follow_requests/" + to_string(carol.account.id) + "/authorize").status, 404);
    EXPECT_TRUE(bob.client.post(alice.path("/remove_from_followers")).json().at("followed_by") == json::Value(false));
}

TEST(FollowsApi, ListsArePagedByLinks) {
    ApiServer server;
    auto alice = server.sign_in();
    std::vector<std::string> newest_first;
    server.write([&](db::Tx& tx) {
        for (int i = 0; i < 5; ++i) {
            const auto follower = make_account(tx).id;
            tx.exec("insert into follows (id, account_id, target_account_id, created_at) values ($1, $2, $3, 0)",
                    {i + 1, follower, alice.account.id});
            newest_first.insert(newest_first.begin(), to_string(follower));
        }
    });
    auto client = server.client();
    std::vector<std::string> walked;

    for (std::string path = alice.path("/followers?limit=2"); !path.empty() && walked.size() < 10;) {
        const auto reply = client.get(path);
        for (const auto& id : ids(reply)) walked.push_back(id);
        path = link(reply, "next");
    }
    const auto back = client.get(link(client.get(alice.path("/followers?limit=2&max_id=3")), "prev"));

    EXPECT_EQ(walked, newest_first);
    EXPECT_THAT(ids(back), ElementsAre(newest_first[1], newest_first[2]));
    EXPECT_THAT(ids(client.get(alice.path("/following"))), IsEmpty());
}

TEST(FollowsApi, HiddenListsAreEmptyForOthers) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    alice.client.post(bob.path("/follow"));
    alice.client.request("PATCH", "/api/v1/accounts/update_credentials", {{"Content-Type", "application/json"}},
                         R"({"hide_collections":true})");

    EXPECT_THAT(ids(bob.client.get(alice.path("/following"))), IsEmpty());
    EXPECT_THAT(ids(alice.client.get(alice.path("/following"))), ElementsAre(to_string(bob.account.id)));
}

TEST(RelationshipsApi, AnswerInTheOrderAskedForThoseWhoExist) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    accounts::Account suspended;
    server.write([&](db::Tx& tx) { suspended = make_account(tx, {.is_suspended = true}); });
    const auto a = to_string(alice.account.id), b = to_string(bob.account.id), s = to_string(suspended.id);
    const std::string path = "/api/v1/accounts/relationships";

    EXPECT_THAT(ids(alice.client.get(path + "?id[]=" + b + "&id[]=1&id[]=" + s + "&id[]=" + a)), ElementsAre(b, a));
    EXPECT_THAT(ids(alice.client.get(path + "?with_suspended=true&id[]=" + s)), ElementsAre(s));
    EXPECT_THAT(ids(alice.client.get(path + "?id=" + b)), ElementsAre(b));
    EXPECT_THAT(ids(alice.client.get(path)), IsEmpty());
    EXPECT_EQ(server.client().get(path).status, 401);
}

TEST(BlocksApi, BlockAndList) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    alice.client.post(bob.path("/follow"));

    const auto blocked = alice.client.post(bob.path("/block")).json();
    const auto list = alice.client.get("/api/v1/blocks");
    const auto unblocked = alice.client.post(bob.path("/unblock")).json();

    EXPECT_TRUE(blocked.at("blocking").as_bool());
    EXPECT_FALSE(blocked.at("following").as_bool());
    EXPECT_THAT(ids(list), ElementsAre(to_string(bob.account.id)));
    EXPECT_THAT(list.header("link"), HasSubstr("rel=\"prev\""));
    EXPECT_THAT(list.header("link"), Not(HasSubstr("rel=\"next\"")));
    EXPECT_FALSE(unblocked.at("blocking").as_bool());
    EXPECT_EQ(server.client().get("/api/v1/blocks").status, 401);
}

TEST(MutesApi, MuteWithAnEnd) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();

    const auto muted = alice.client.post_json(bob.path("/mute"), R"({"duration":3600,"notifications":false})").json();
    const auto list = alice.client.get("/api/v1/mutes").json();
    const auto forever = alice.client.post(bob.path("/mute")).json();
    const auto unmuted = alice.client.post(bob.path("/unmute")).json();

    EXPECT_TRUE(muted.at("muting").as_bool());
    EXPECT_FALSE(muted.at("muting_notifications").as_bool());
    EXPECT_EQ(muted.at("muting_expires_at"), "2024-01-02T04:04:05.678Z");
    EXPECT_EQ(list.at(0).at("mute_expires_at"), "2024-01-02T04:04:05.678Z");
    EXPECT_TRUE(forever.at("muting_notifications").as_bool());
    EXPECT_TRUE(forever.at("muting_expires_at").is_null());
    EXPECT_FALSE(unmuted.at("muting").as_bool());
    EXPECT_TRUE(unmuted.at("muting_expires_at").is_null());
}

} // namespace

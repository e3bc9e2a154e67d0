#include "support/api_server.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> ids(const HttpReply& reply) {
    std::vector<std::string> found;
    const auto statuses = reply.json();
    for (const auto& status : statuses.as_array()) found.emplace_back(status.at("id").as_string());
    return found;
}

std::string id_of(const HttpReply& reply) { return std::string(reply.json().at("id").as_string()); }

std::string status_path(const std::string& id, const std::string& more = {}) { return "/api/v1/statuses/" + id + more; }

TEST(StatusesApi, PostReadAndDelete) {
    ApiServer server;
    auto alice = server.sign_in();
    auto nobody = server.client();

    const auto posted = alice.client.post("/api/v1/statuses", "status=hello&visibility=unlisted&language=ja");
    const auto id = id_of(posted);
    const auto read = nobody.get(status_path(id));
    const auto deleted = alice.client.del(status_path(id));

    EXPECT_EQ(posted.status, 200);
    EXPECT_EQ(read.json().at("content"), "<p>hello</p>");
    EXPECT_EQ(read.json().at("visibility"), "unlisted");
    EXPECT_EQ(read.json().at("language"), "ja");
    EXPECT_FALSE(read.json().as_object().contains("favourited")); // Nobody is asking.
    EXPECT_EQ(deleted.json().at("text"), "hello");
    EXPECT_FALSE(deleted.json().as_object().contains("content"));
    EXPECT_EQ(nobody.get(status_path(id)).status, 404);
    EXPECT_EQ(alice.client.del(status_path(id)).status, 404);
}

TEST(StatusesApi, BoostForThoseWhomOneUsuallyPostsFor) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto boosted = [&](const std::string& usual, const std::string& body) {
        const auto id = id_of(alice.client.post("/api/v1/statuses", "status=hello&visibility=public"));
        alice.client.request("PATCH", "/api/v1/accounts/update_credentials",
                             {{"Content-Type", "application/x-www-form-urlencoded"}}, "source[privacy]=" + usual);
        const auto boost = alice.client.post(status_path(id, "/reblog"), body).json();
        return std::string(boost.at("visibility").as_string());
    };

    EXPECT_EQ(boosted("public", ""), "public");
    EXPECT_EQ(boosted("unlisted", "visibility="), "unlisted");
    EXPECT_EQ(boosted("private", ""), "private");
    EXPECT_EQ(boosted("direct", ""), "private");
    EXPECT_EQ(boosted("private", "visibility=public"), "public");
    const auto id = id_of(alice.client.post("/api/v1/statuses", "status=hello&visibility=public"));
    EXPECT_EQ(alice.client.post(status_path(id, "/reblog"), "visibility=direct").status, 422);
}

TEST(StatusesApi, RefuseAsMastodonDoes) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    auto reader = server.sign_in_again(alice.account.id, "read");
    const auto id = id_of(alice.client.post("/api/v1/statuses", "status=secret&visibility=direct"));

    EXPECT_EQ(server.client().post("/api/v1/statuses", "status=x").status, 401);
    EXPECT_EQ(reader.post("/api/v1/statuses", "status=x").status, 403);
    EXPECT_EQ(alice.client.post("/api/v1/statuses", "status=").status, 422);
    EXPECT_EQ(alice.client.post("/api/v1/statuses", "status=x&visibility=everywhere").status, 422);
    EXPECT_EQ(alice.client.post("/api/v1/statuses", "status=x&in_reply_to_id=1").status, 404);
    EXPECT_EQ(bob.client.del(status_path(id)).status, 404);
    for (const char* act : {"/favourite", "/reblog", "/bookmark", "/unfavourite", "/unreblog", "/unbookmark"}) {
        EXPECT_EQ(bob.client.post(status_path(id, act)).status, 404) << act;
        EXPECT_EQ(bob.client.post(status_path("1", act)).status, 404) << act;
        EXPECT_EQ(reader.post(status_path(id, act)).status, 403) << act;
    }
    // What is hidden looks like what was never there.
    EXPECT_EQ(bob.client.get(status_path(id)).body, bob.client.get(status_path("1")).body);
    EXPECT_EQ(bob.client.get(status_path(id, "/context")).status, 404);
    EXPECT_EQ(bob.client.get(status_path("one")).status, 404);
}

TEST(StatusesApi, TheSameKeyPostsOnce) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto post = [&](const std::string& key) {
        return id_of(alice.client.post("/api/v1/statuses", "status=once", {{"Idempotency-Key", key}}));
    };

    const auto first = post("a"), second = post("a"), other = post("b");

    EXPECT_EQ(first, second);
    EXPECT_NE(first, other);
}

TEST(StatusesApi, ReactionsAnswerTheStatusAsItIsNow) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    const auto id = id_of(alice.client.post("/api/v1/statuses", "status=hello"));

    EXPECT_TRUE(bob.client.post(status_path(id, "/favourite")).json().at("favourited").as_bool());
    EXPECT_TRUE(bob.client.post(status_path(id, "/bookmark")).json().at("bookmarked").as_bool());
    const auto boost = bob.client.post(status_path(id, "/reblog")).json();
    EXPECT_EQ(boost.at("reblog").at("id").as_string(), id);
    EXPECT_EQ(boost.at("reblog").at("favourites_count"), 1);
    EXPECT_THAT(ids(bob.client.get("/api/v1/favourites")), ElementsAre(id));
    EXPECT_THAT(ids(bob.client.get("/api/v1/bookmarks")), ElementsAre(id));

    EXPECT_FALSE(bob.client.post(status_path(id, "/unfavourite")).json().at("favourited").as_bool());
    EXPECT_FALSE(bob.client.post(status_path(id, "/unbookmark")).json().at("bookmarked").as_bool());
    const auto undone = bob.client.post(status_path(id, "/unreblog")).json();
    EXPECT_EQ(undone.at("id").as_string(), id);
    EXPECT_EQ(undone.at("reblogs_count"), 0);
    EXPECT_THAT(ids(bob.client.get("/api/v1/favourites")), IsEmpty());
    EXPECT_THAT(ids(bob.client.get("/api/v1/bookmarks")), IsEmpty());
}

TEST(StatusesApi, ContextLeavesOutWhatTheReaderMayNotSee) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in(), carol = server.sign_in();
    const auto root = id_of(alice.client.post("/api/v1/statuses", "status=root"));
    const auto reply_to = [&](ApiServer::Person& author, const std::string& id, const std::string& more = {}) {
        return id_of(author.client.post("/api/v1/statuses", "status=reply&in_reply_to_id=" + id + more));
    };
    const auto open = reply_to(bob, root);
    const auto hidden = reply_to(bob, open, "&visibility=private");
    const auto below = reply_to(bob, hidden);
    const auto members = [](const HttpReply& reply, const char* name) {
        std::vector<std::string> found;
        const auto context = reply.json();
        for (const auto& status : context.at(name).as_array()) found.emplace_back(status.at("id").as_string());
        return found;
    };

    EXPECT_THAT(members(bob.client.get(status_path(root, "/context")), "descendants"),
                ElementsAre(open, hidden, below));
    EXPECT_THAT(members(carol.client.get(status_path(root, "/context")), "descendants"), ElementsAre(open, below));
    EXPECT_THAT(members(server.client().get(status_path(below, "/context")), "ancestors"), ElementsAre(root, open));
}

TEST(StatusesApi, ContextShowsLimitedPeopleToThoseWhoFollowThem) {
    ApiServer server;
    auto alice = server.sign_in(), limited = server.sign_in(), follower = server.sign_in();
    const auto root = id_of(alice.client.post("/api/v1/statuses", "status=root"));
    const auto reply = id_of(limited.client.post("/api/v1/statuses", "status=reply&in_reply_to_id=" + root));
    follower.client.post(limited.path("/follow"));
    server.write(
        [&](db::Tx& tx) { tx.exec("update accounts set silenced_at = 1 where id = $1", {limited.account.id}); });
    const auto replies = [&](const HttpReply& answer) { return answer.json().at("descendants").as_array().size(); };
    const auto context = status_path(root, "/context");

    EXPECT_EQ(replies(alice.client.get(context)), 0U);
    EXPECT_EQ(replies(server.client().get(context)), 0U);
    EXPECT_EQ(replies(follower.client.get(context)), 1U);
    EXPECT_EQ(replies(limited.client.get(context)), 1U);
    EXPECT_EQ(alice.client.get(status_path(reply)).status, 200);
    EXPECT_EQ(alice.client.get(status_path(reply, "/context")).status, 200);
}

TEST(StatusesApi, PollsAreAskedAndAnswered) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    const auto asked = alice.client.post(
        "/api/v1/statuses", "status=Lunch?&poll[options][]=udon&poll[options][]=soba&poll[expires_in]=3600");
    const std::string poll = "/api/v1/polls/" + std::string(asked.json().at("poll").at("id").as_string());

    const auto voted = bob.client.post(poll + "/votes", "choices[]=1");

    EXPECT_EQ(voted.json().at("votes_count"), 1);
    EXPECT_TRUE(voted.json().at("voted").as_bool());
    EXPECT_EQ(bob.client.post(poll + "/votes", "choices[]=0").status, 422);
    EXPECT_EQ(bob.client.post("/api/v1/polls/1/votes", "choices[]=0").status, 404);
    EXPECT_EQ(server.client().get(poll).json().at("options").at(1).at("votes_count"), 1);
    EXPECT_EQ(alice.client.post("/api/v1/statuses", "status=?&poll[options][]=one&poll[expires_in]=3600").status, 422);
}

// A poll has an id of its own: it leads to what its post would not show.
TEST(StatusesApi, PollsAreSeenByThoseWhoSeeTheirPost) {
    ApiServer server;
    auto alice = server.sign_in(), follower = server.sign_in(), stranger = server.sign_in();
    server.write([&](db::Tx& tx) { make_follow(tx, follower.account.id, alice.account.id); });
    const auto asked =
        alice.client.post("/api/v1/statuses", "status=Lunch?&visibility=private&poll[options][]=udon&poll[options][]="
                                              "soba&poll[expires_in]=3600");
    const std::string poll = "/api/v1/polls/" + std::string(asked.json().at("poll").at("id").as_string());
    auto nobody = server.client();
    auto reader = server.sign_in_again(follower.account.id, "read");
    auto writer = server.sign_in_again(follower.account.id, "write");
    const auto status_of_vote = [&](HttpClient& client, const std::string& path) {
        return client.post(path + "/votes", "choices[]=0").status;
    };

    EXPECT_EQ(stranger.client.get(poll).status, 404);
    EXPECT_EQ(status_of_vote(stranger.client, poll), 404);
    EXPECT_EQ(stranger.client.get(poll).body, stranger.client.get("/api/v1/polls/1").body);
    EXPECT_EQ(nobody.get(poll).status, 404);
    EXPECT_EQ(status_of_vote(nobody, poll), 401);
    EXPECT_EQ(writer.get(poll).status, 403);
    EXPECT_EQ(status_of_vote(reader, poll), 403);
    EXPECT_EQ(status_of_vote(alice.client, poll), 422) << "it is her own";
    EXPECT_EQ(alice.client.get(poll).json().at("votes_count"), 0);
    EXPECT_EQ(status_of_vote(follower.client, poll), 200);
    EXPECT_TRUE(follower.client.get(poll).json().at("voted").as_bool());
    const auto seen = alice.client.get(poll).json();
    EXPECT_EQ(seen.at("votes_count"), 1);
    EXPECT_EQ(seen.at("own_votes").as_array().size(), 0U);
}

TEST(TimelinesApi, PagesFollowTheLinks) {
    ApiServer server;
    auto alice = server.sign_in();
    std::vector<std::string> posted;
    for (int i = 0; i < 5; ++i) posted.push_back(id_of(alice.client.post("/api/v1/statuses", "status=%23tea")));
    for (const std::string path : {"/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/TEA"}) {
        const auto first = alice.client.get(path + "?limit=2");
        const auto second = alice.client.get(path + "?limit=2&max_id=" + posted[3]);

        EXPECT_THAT(ids(first), ElementsAre(posted[4], posted[3])) << path;
        EXPECT_THAT(ids(second), ElementsAre(posted[2], posted[1])) << path;
        EXPECT_THAT(first.header("link"), HasSubstr("max_id=" + posted[3] + ">; rel=\"next\"")) << path;
        EXPECT_THAT(first.header("link"), HasSubstr("min_id=" + posted[4] + ">; rel=\"prev\"")) << path;
        EXPECT_THAT(ids(alice.client.get(path + "?limit=2&min_id=" + posted[0])), ElementsAre(posted[2], posted[1]))
            << path;
    }
}

} // namespace

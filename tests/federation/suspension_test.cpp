#include "accounts/remote_accounts.h"
#include "statuses/lookup.h"
#include "support/fediverse.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Who is suspended, there or here, and what is still taken from them.
namespace {

class Suspended : public testing::Test {
protected:
    Suspended() { web.let_follow(alice, bob); }

    json::Object activity(const std::string& type, json::Value object) {
        return {{"@context", "https://www.w3.org/ns/activitystreams"},
                {"id", bob.url("#" + type + std::to_string(++sent))},
                {"type", type},
                {"actor", bob.uri},
                {"object", std::move(object)}};
    }
    void say_that_bob_is_suspended(bool is_suspended) {
        auto document = bob.document();
        if (is_suspended) document["suspended"] = true;
        EXPECT_EQ(web.deliver(bob, activity("Update", document)), 202);
    }
    bool is_suspended() {
        const auto account = reader.get("/api/v1/accounts/" + to_string(web.account_of(bob))).json();
        return account.as_object().contains("suspended");
    }
    void suspend_here() {
        web.write([&](db::Tx& tx) { accounts::suspend(tx, accounts::find_by_uri(tx, bob.uri)->id); });
    }
    std::int64_t count(const std::string& sql) {
        return web.read<std::int64_t>([&](db::Tx& tx) { return tx.query_integer(sql).value_or(-1); });
    }

    Fediverse web;
    accounts::Account alice = web.person("alice");
    HttpClient reader = web.sign_in("reader");
    Fediverse::Actor bob = web.known_actor("bob");
    int sent = 0;
};

TEST_F(Suspended, ThereIsSuspendedHereUntilTheyTakeItBack) {
    say_that_bob_is_suspended(true);
    EXPECT_TRUE(is_suspended());

    say_that_bob_is_suspended(false);
    EXPECT_FALSE(is_suspended());
}

TEST_F(Suspended, HereStaysSoWhateverTheirServerSays) {
    suspend_here();

    say_that_bob_is_suspended(true);
    say_that_bob_is_suspended(false);

    EXPECT_TRUE(is_suspended());
}

TEST_F(Suspended, PeopleMayTakeBackWhatIsTheirsAndNoMore) {
    StatusId post;
    web.write([&](db::Tx& tx) { post = make_status(tx, alice, "hello"); });
    const std::string post_uri = Fediverse::uri_of(alice) + "/statuses/" + to_string(post);
    const auto like = activity("Like", json::Value(post_uri));
    auto edited = Fediverse::note(bob, "1", "first");
    web.deliver(bob, Fediverse::create(edited));
    web.deliver(bob, Fediverse::create(Fediverse::note(bob, "2", "second")));
    web.deliver(bob, like);
    ASSERT_EQ(count("select count(*) from favourites"), 1);
    ASSERT_EQ(count("select count(*) from follows"), 1);
    suspend_here();

    edited["content"] = "<p>edited</p>";
    edited["updated"] = "2024-01-02T03:30:00Z";
    for (const auto& taken :
         {activity("Update", edited), activity("Delete", json::Value(bob.url("/statuses/2"))), activity("Undo", like),
          activity("Reject", {{"type", "Follow"}, {"actor", Fediverse::uri_of(alice)}, {"object", bob.uri}})}) {
        EXPECT_EQ(web.deliver(bob, taken), 202);
    }
    web.deliver(bob, activity("Like", json::Value(post_uri)));
    web.deliver(bob, activity("Announce", json::Value(post_uri)));
    web.deliver(bob, activity("Follow", json::Value(Fediverse::uri_of(alice))));
    web.deliver(bob, activity("Flag", json::Array{json::Value(Fediverse::uri_of(alice))}));
    web.deliver(bob, Fediverse::create(Fediverse::note(bob, "3", "third")));

    EXPECT_EQ(count("select count(*) from statuses where content = '<p>edited</p>'"), 1);
    EXPECT_FALSE(web.status(bob.url("/statuses/2")));
    EXPECT_EQ(count("select count(*) from favourites"), 0);
    EXPECT_EQ(count("select count(*) from follows"), 0);
    EXPECT_EQ(count("select count(*) from follow_requests"), 0);
    EXPECT_EQ(count("select count(*) from statuses where reblog_of_id is not null"), 0);
    EXPECT_EQ(count("select count(*) from reports"), 0);
    EXPECT_FALSE(web.status(bob.url("/statuses/3")));
}

} // namespace

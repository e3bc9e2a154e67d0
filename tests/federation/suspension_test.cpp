#include "accounts/remote_accounts.h"
#include "moderation/domain_blocks.h"
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
    void block(const moderation::DomainBlock& limits) {
        web.write([&](db::Tx& tx) { ASSERT_TRUE(moderation::block_domain(tx, limits)); });
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

TEST_F(Suspended, PeopleBringNothingNewByAnEdit) {
    suspend_here();
    auto note = Fediverse::note(bob, "7", "new");
    note["updated"] = note.at("published");

    EXPECT_EQ(web.deliver(bob, activity("Update", note)), 202);

    EXPECT_EQ(count("select count(*) from statuses"), 0);
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

// bob@nice.test is on web.other.test.
class NicelyNamed : public Suspended {
protected:
    NicelyNamed() {
        web.add_host("web.other.test");
        bob = web.actor("bob", "web.other.test");
        const auto finger =
            FakePage{.content_type = "application/jrd+json",
                     .body = boost::json::serialize(json::Object{
                         {"subject", "acct:bob@nice.test"},
                         {"links", {{{"rel", "self"}, {"type", "application/activity+json"}, {"href", bob.uri}}}}})};
        web.put("http://web.other.test/.well-known/webfinger?resource=acct%3Abob%40web.other.test", finger);
        web.put("http://nice.test/.well-known/webfinger?resource=acct%3Abob%40nice.test", finger);
        EXPECT_EQ(reader.get("/api/v2/search?resolve=true&q=bob%40nice.test").status, 200);
    }
    json::Object report() { return activity("Flag", json::Array{json::Value(Fediverse::uri_of(alice))}); }
};

TEST_F(NicelyNamed, ReportsAreIgnoredByEitherName) {
    ASSERT_EQ(web.deliver(bob, report()), 202);
    ASSERT_EQ(count("select count(*) from reports"), 1);

    block({.domain = "nice.test", .severity = moderation::Severity::Noop, .rejects_reports = true});
    web.deliver(bob, report());
    EXPECT_EQ(count("select count(*) from reports"), 1);

    web.write([](db::Tx& tx) {
        ASSERT_TRUE(moderation::unblock_domain(tx, moderation::find_domain_block(tx, "nice.test")->id));
    });
    block({.domain = "other.test", .severity = moderation::Severity::Noop, .rejects_reports = true});
    web.deliver(bob, report());
    EXPECT_EQ(count("select count(*) from reports"), 1);
}

TEST_F(NicelyNamed, PeopleAreKeptAwayByEitherName) {
    ASSERT_EQ(web.send(bob, report()), 202);

    block({.domain = "nice.test", .severity = moderation::Severity::Suspend});

    EXPECT_EQ(web.send(bob, report()), 403);
}

} // namespace

#include "support/federation_builders.h"
#include "support/fediverse.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What our people ask for that only other servers know, over HTTP.
namespace {

class Resolving : public testing::Test {
protected:
    json::Value search(const std::string& question, const std::string& more = "&resolve=true") {
        const auto reply = carol.get("/api/v2/search?q=" + url_encoded(question) + more);
        EXPECT_EQ(reply.status, 200);
        return reply.json();
    }
    static std::size_t found(const json::Value& results, std::string_view kind) {
        return results.at(kind).as_array().size();
    }

    Fediverse fediverse;
    HttpClient carol = fediverse.sign_in("carol");
};

TEST_F(Resolving, AHandleIsAskedForWhereItIsAtHome) {
    const auto bob = fediverse.actor("bob");

    EXPECT_EQ(found(search("@bob@remote.test", ""), "accounts"), 0u);
    EXPECT_EQ(fediverse.requests_for(bob.uri), 0);
    const auto results = search("@bob@remote.test");

    ASSERT_EQ(found(results, "accounts"), 1u);
    EXPECT_EQ(results.at("accounts").at(0).at("acct").as_string(), "bob@remote.test");
    EXPECT_EQ(found(search("bob@remote.test"), "accounts"), 1u);
    EXPECT_EQ(fediverse.requests_for(bob.uri), 1);
}

TEST_F(Resolving, APostIsFoundByItsAddressAndByThatOfItsPage) {
    const auto bob = fediverse.actor("bob");
    auto note = Fediverse::note(bob, "1", "hello");
    note["url"] = "http://remote.test/@bob/1";
    fediverse.put("http://remote.test/users/bob/statuses/1", note);
    fediverse.put("http://remote.test/@bob/1",
                  {.content_type = "text/html",
                   .body = "<html><head><link rel=\"alternate\" type=\"application/activity+json\" "
                           "href=\"http://remote.test/users/bob/statuses/1\"></head><body>x</body></html>"});

    const auto results = search("http://remote.test/@bob/1");

    ASSERT_EQ(found(results, "statuses"), 1u);
    EXPECT_EQ(results.at("statuses").at(0).at("content").as_string(), "<p>hello</p>");
    EXPECT_EQ(found(search("http://remote.test/users/bob/statuses/1", ""), "statuses"), 1u);
}

TEST_F(Resolving, WhoseServerIsDownIsMentionedWhenItIsBack) {
    const std::string finger = "http://remote.test/.well-known/webfinger?resource=acct%3Abob%40remote.test";
    const auto deliveries = [&] {
        return fediverse.read<std::vector<std::string>>([](db::Tx& tx) { return queued_deliveries(tx); });
    };
    fediverse.put(finger, {.status = 503, .body = ""});
    const auto post =
        carol.post("/api/v1/statuses", "status=" + url_encoded("hello @bob@remote.test @eve@evil.test")).json();
    const std::string path = "/api/v1/statuses/" + std::string(post.at("id").as_string());
    ASSERT_TRUE(post.at("mentions").as_array().empty());
    fediverse.settle();
    fediverse.world().clock.advance(std::chrono::minutes(6)); // It is still down.
    fediverse.settle();
    EXPECT_THAT(deliveries(), testing::IsEmpty());
    const auto bob = fediverse.actor("bob");

    fediverse.world().clock.advance(std::chrono::minutes(21));
    fediverse.settle();

    const auto now = carol.get(path).json();
    ASSERT_EQ(now.at("mentions").as_array().size(), 1u);
    EXPECT_EQ(now.at("mentions").at(0).at("acct"), "bob@remote.test");
    EXPECT_THAT(std::string(now.at("content").as_string()), testing::HasSubstr("<a href=\"" + bob.uri));
    EXPECT_TRUE(now.at("edited_at").is_null());
    ASSERT_EQ(deliveries().size(), 1u);
    EXPECT_THAT(deliveries()[0], testing::StartsWith("Create http://remote.test/"));
    fediverse.world().clock.advance(std::chrono::hours(24));
    fediverse.settle();
    EXPECT_EQ(deliveries().size(), 1u);
    EXPECT_EQ(fediverse.read<std::int64_t>([](db::Tx& tx) {
        return *tx.query_integer("select count(*) from jobs where name = 'find_mentioned'");
    }),
              0);
}

TEST_F(Resolving, WhereWebFingerIsElsewhereTheHostsMetadataSaysWhere) {
    const auto bob = fediverse.actor("bob");
    const std::string finger = "/.well-known/webfinger?resource=acct%3Abob%40remote.test";
    fediverse.remove("http://remote.test" + finger);
    fediverse.put("http://remote.test/.well-known/host-meta",
                  {.content_type = "application/xrd+xml",
                   .body = R"(<?xml version="1.0"?><XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">)"
                           R"(<Link rel="lrdd" template="http://other.test/finger?resource={uri}"/></XRD>)"});
    fediverse.put("http://other.test/finger?resource=acct%3Abob%40remote.test",
                  {.content_type = "application/jrd+json",
                   .body = R"({"subject":"acct:bob@remote.test","links":[{"rel":"self",)"
                           R"("type":"application/activity+json","href":"http://remote.test/users/bob"}]})"});

    EXPECT_EQ(found(search("@bob@remote.test"), "accounts"), 1u);
}

TEST_F(Resolving, AServerThatRefusesOneKindOfSignatureIsAskedWithTheOther) {
    const auto bob = fediverse.actor("bob");
    const auto note = Fediverse::note(bob, "1", "hello");
    const std::string uri = "http://remote.test/users/bob/statuses/1";
    fediverse.put(bob.uri, {.body = boost::json::serialize(bob.document()), .wanted = "signature-input"});
    fediverse.put(uri, {.body = boost::json::serialize(note), .wanted = "signature-input"});

    EXPECT_EQ(found(search(uri), "statuses"), 1u);

    EXPECT_EQ(fediverse.requests_for(uri), 2);
    EXPECT_EQ(fediverse.requests_for(bob.uri), 1); // It is known by then what is taken there.
}

TEST_F(Resolving, WhatCannotBeHadIsNotFound) {
    EXPECT_EQ(found(search("@nobody@remote.test"), "accounts"), 0u);
    EXPECT_EQ(found(search("http://remote.test/nothing"), "statuses"), 0u);
    EXPECT_EQ(found(search("http://akebono.test/nothing"), "statuses"), 0u);
    EXPECT_EQ(fediverse.client().get("/api/v2/search?q=bob%40remote.test&resolve=true").status, 401);
}

TEST_F(Resolving, WhoIsMentionedIsFoundBeforeThePost) {
    const auto bob = fediverse.actor("bob");

    const auto reply = carol.post("/api/v1/statuses", "status=hi+%40bob%40remote.test+and+%40no%40remote.test");

    ASSERT_EQ(reply.status, 200);
    const auto mentions = reply.json().at("mentions").as_array();
    ASSERT_EQ(mentions.size(), 1u);
    EXPECT_EQ(mentions.at(0).at("acct").as_string(), "bob@remote.test");
}

TEST_F(Resolving, WhoOpensAThreadHasAnswersLookedFor) {
    const auto bob = fediverse.known_actor("bob");
    const auto dave = fediverse.actor("dave", "other.test");
    auto note = Fediverse::note(bob, "1", "question");
    auto answer = Fediverse::note(dave, "2", "answer");
    answer["inReplyTo"] = note["id"];
    fediverse.put("http://other.test/users/dave/statuses/2", answer);
    note["replies"] = {{"id", "http://remote.test/users/bob/statuses/1/replies"},
                       {"type", "Collection"},
                       {"first", {{"type", "CollectionPage"}, {"items", {"http://other.test/users/dave/statuses/2"}}}}};
    fediverse.put("http://remote.test/users/bob/statuses/1", note);
    const auto results = search("http://remote.test/users/bob/statuses/1");
    const std::string id(results.at("statuses").at(0).at("id").as_string());
    fediverse.world().clock.advance(std::chrono::minutes(20));

    EXPECT_EQ(fediverse.client().get("/api/v1/statuses/" + id + "/context").header("Mastodon-Async-Refresh"), "");
    const auto opened = carol.get("/api/v1/statuses/" + id + "/context");
    const std::string name = "context-" + id;
    EXPECT_THAT(opened.header("Mastodon-Async-Refresh"), testing::HasSubstr("id=\"" + name + "\""));
    EXPECT_EQ(carol.get("/api/v1_alpha/async_refreshes/" + name).json().at("async_refresh").at("status").as_string(),
              "running");
    fediverse.settle();
    EXPECT_EQ(carol.get("/api/v1_alpha/async_refreshes/" + name).json().at("async_refresh").at("status").as_string(),
              "finished");
    const auto again = carol.get("/api/v1/statuses/" + id + "/context");

    EXPECT_EQ(again.header("Mastodon-Async-Refresh"), "");
    ASSERT_EQ(again.json().at("descendants").as_array().size(), 1u);
    EXPECT_EQ(fediverse.client().get("/api/v1_alpha/async_refreshes/" + name).status, 401);
    EXPECT_EQ(carol.get("/api/v1_alpha/async_refreshes/context-1").status, 404);
}

TEST_F(Resolving, AnAccountHasItsCountsAndPins) {
    const auto bob = fediverse.actor("bob");
    const auto note = Fediverse::note(bob, "1", "pinned");
    fediverse.put("http://remote.test/users/bob/statuses/1", note);
    const auto collection = [&](const std::string& name, int total, const json::Array& items) {
        fediverse.put(bob.url("/" + name), json::Object{{"@context", "https://www.w3.org/ns/activitystreams"},
                                                        {"id", bob.url("/" + name)},
                                                        {"type", "OrderedCollection"},
                                                        {"totalItems", total},
                                                        {"orderedItems", items}});
    };
    collection("followers", 12, {});
    collection("following", 34, {});
    collection("outbox", 56, {});
    collection("featured", 1, json::Array{note.at("id")});

    const auto hashtag = [](std::string_view name) { return json::Object{{"type", "Hashtag"}, {"name", name}}; };
    const std::string tags_url = bob.url("/collections/tags");
    json::Object tags{{"@context", "https://www.w3.org/ns/activitystreams"},
                      {"id", tags_url},
                      {"type", "Collection"},
                      {"items", json::Array{hashtag("#Tea"), hashtag("#coffee"), hashtag("no tag")}}};
    fediverse.put(tags_url, tags);
    auto document = bob.document();
    document["featuredTags"] = tags_url;
    fediverse.put(bob.uri, document);

    const auto account = search("bob@remote.test").at("accounts").at(0);
    fediverse.settle();

    const std::string path = "/api/v1/accounts/" + std::string(account.at("id").as_string());
    const auto shown = carol.get(path).json();
    EXPECT_EQ(shown.at("followers_count").as_int64(), 12);
    EXPECT_EQ(shown.at("following_count").as_int64(), 34);
    EXPECT_EQ(shown.at("statuses_count").as_int64(), 56);
    EXPECT_EQ(carol.get(path + "/statuses?pinned=true").json().as_array().size(), 1u);
    EXPECT_EQ(shown.at("hide_collections").as_bool(), true); // Numbers, and nothing to look at.
    const auto featured = [&] {
        std::vector<std::string> names;
        const auto shown_tags = carol.get(path + "/featured_tags").json();
        for (const auto& tag : shown_tags.as_array()) {
            names.emplace_back(tag.at("name").as_string());
        }
        return names;
    };
    EXPECT_THAT(featured(), testing::UnorderedElementsAre("Tea", "coffee"));

    tags["items"] = json::Array{hashtag("#coffee")};
    fediverse.put(tags_url, tags);
    auto followers = object_of(R"({"@context":"https://www.w3.org/ns/activitystreams","type":"OrderedCollection"})");
    for (const std::string name : {"followers", "following"}) {
        followers["id"] = bob.url("/" + name);
        followers["first"] = bob.url("/" + name + "?page=1");
        fediverse.put(bob.url("/" + name), followers);
    }
    fediverse.world().clock.advance(std::chrono::hours(25));
    carol.get(path);
    fediverse.settle();
    EXPECT_THAT(featured(), testing::ElementsAre("coffee"));
    EXPECT_EQ(carol.get(path).json().at("hide_collections").as_bool(), false);
}

// Posts that come and name somebody whose server is down at that moment.
class LateMentions : public testing::Test {
protected:
    LateMentions() {
        fediverse.let_follow(alice, bob);
        note["tag"] = json::Array{{{"type", "Mention"}, {"href", carol.uri}, {"name", "@carol@other.test"}}};
        set_down(true);
    }
    void set_down(bool is_down, int status = 503) {
        if (is_down) {
            fediverse.put(carol.uri, FakePage{.status = status, .body = ""});
        } else {
            fediverse.put(carol.uri, carol.document());
        }
    }
    void wait(std::chrono::minutes time) {
        fediverse.world().clock.advance(time);
        fediverse.settle();
    }
    json::Object update(const std::string& at) {
        note["updated"] = at;
        note["content"] = "<p>" + at + "</p>";
        return {{"@context", "https://www.w3.org/ns/activitystreams"},
                {"id", bob.url("#" + at)},
                {"type", "Update"},
                {"actor", bob.uri},
                {"object", note}};
    }
    std::vector<std::string> mentioned() {
        return fediverse.read<std::vector<std::string>>([&](db::Tx& tx) {
            std::vector<std::string> names;
            const auto id = fediverse.status(std::string(note.at("id").as_string()));
            const auto entity = shown_status(tx, id.value(), alice);
            for (const auto& mention : entity.at("mentions").as_array()) {
                names.emplace_back(mention.at("acct").as_string());
            }
            return names;
        });
    }

    Fediverse fediverse;
    accounts::Account alice = fediverse.person("alice");
    Fediverse::Actor bob = fediverse.known_actor("bob"), carol = fediverse.actor("carol", "other.test");
    json::Object note = Fediverse::note(bob, "1", "hello carol");
};

TEST_F(LateMentions, AreAddedWhenTheServerIsBack) {
    fediverse.deliver(bob, Fediverse::create(note));
    EXPECT_THAT(mentioned(), testing::IsEmpty());
    set_down(false);

    wait(std::chrono::minutes(6));

    EXPECT_THAT(mentioned(), testing::ElementsAre("carol@other.test"));
    const int asked = fediverse.requests_for(carol.uri);
    wait(std::chrono::hours(24));
    EXPECT_EQ(fediverse.requests_for(carol.uri), asked) << "found is found";
}

TEST_F(LateMentions, AreOfWhomAnEditNamesFirst) {
    set_down(false);
    const auto tags = note["tag"];
    note["tag"] = json::Array();
    fediverse.deliver(bob, Fediverse::create(note));
    note["tag"] = tags;

    fediverse.deliver(bob, update("2024-01-02T03:02:00Z"));

    EXPECT_THAT(mentioned(), testing::ElementsAre("carol@other.test"));
}

TEST_F(LateMentions, AreLookedForOnceAnEdit) {
    set_down(true, 404);
    fediverse.deliver(bob, Fediverse::create(note));

    for (int i = 0; i < 2; ++i) fediverse.deliver(bob, update("2024-01-02T03:02:00Z"));

    EXPECT_EQ(fediverse.requests_for(carol.uri), 2);
}

TEST_F(LateMentions, AreAddedToWhatWasEdited) {
    const auto tags = note["tag"];
    note["tag"] = json::Array();
    fediverse.deliver(bob, Fediverse::create(note));
    note["tag"] = tags;
    fediverse.deliver(bob, update("2024-01-02T03:02:00Z"));
    set_down(false);

    wait(std::chrono::minutes(6));

    EXPECT_THAT(mentioned(), testing::ElementsAre("carol@other.test"));
}

TEST_F(LateMentions, AreGivenUpAfterSevenHours) {
    fediverse.deliver(bob, Fediverse::create(note));

    for (int hour = 0; hour < 48; ++hour) wait(std::chrono::minutes(30));
    EXPECT_EQ(fediverse.requests_for(carol.uri), 5) << "when it came, and four times after that";

    set_down(false);
    wait(std::chrono::hours(24));
    EXPECT_THAT(mentioned(), testing::IsEmpty());
}

TEST_F(LateMentions, AreOfNobodyWhoIsNotThere) {
    set_down(true, 404);

    fediverse.deliver(bob, Fediverse::create(note));

    wait(std::chrono::hours(24));
    EXPECT_EQ(fediverse.requests_for(carol.uri), 1);
}

TEST_F(LateMentions, AreNotOfWhatThePostDoesNotSayAnyMore) {
    fediverse.deliver(bob, Fediverse::create(note));
    note["tag"] = json::Array();
    fediverse.deliver(bob, update("2024-01-02T03:02:00Z"));
    set_down(false);

    wait(std::chrono::hours(24));

    EXPECT_THAT(mentioned(), testing::IsEmpty());
}

} // namespace

#include "accounts/accounts.h"
#include "support/fediverse.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What other servers did not tell us: asked for when somebody looks, over HTTP.
namespace {

using std::chrono::minutes;
using testing::HasSubstr;

constexpr std::string_view kFollowers = "http://remote.test/users/bob/followers";

class Refreshing : public testing::Test {
protected:
    Refreshing() {
        fediverse.let_follow(
            fediverse.read<accounts::Account>([](db::Tx& tx) { return accounts::find_by_acct(tx, "carol").value(); }),
            bob);
    }

    // bob's question, open for an hour, with `votes` for tea.
    json::Object question(int votes, bool is_private = false) {
        auto note = Fediverse::note(bob, "1", "tea?");
        note["type"] = "Question";
        if (is_private) {
            note["to"] = json::Array{kFollowers};
            note["cc"] = json::Array();
        }
        note["endTime"] = "2030-01-01T00:00:00Z";
        const auto option = [](std::string_view name, int count) {
            return json::Object{
                {"type", "Note"}, {"name", name}, {"replies", {{"type", "Collection"}, {"totalItems", count}}}};
        };
        note["oneOf"] = json::Array{option("tea", votes), option("coffee", 1)};
        return note;
    }
    static std::int64_t tea(const HttpReply& poll) {
        return poll.json().at("options").at(0).at("votes_count").as_int64();
    }
    std::string poll_of(const std::string& uri) {
        const auto id = fediverse.status(uri);
        EXPECT_TRUE(id);
        return id ? fediverse.read<std::string>([&](db::Tx& tx) {
            return std::to_string(tx.query_integer("select poll_id from statuses where id = $1", {*id}).value_or(0));
        })
                  : "0";
    }
    HttpReply open_thread(const std::string& uri) {
        const auto id = fediverse.status(uri);
        EXPECT_TRUE(id);
        auto reply = carol.get("/api/v1/statuses/" + to_string(id.value_or(StatusId{})) + "/context");
        fediverse.settle();
        return reply;
    }
    void wait(std::chrono::milliseconds time) { fediverse.world().clock.advance(time); }

    static constexpr const char* kUri = "http://remote.test/users/bob/statuses/1";

    Fediverse fediverse;
    HttpClient carol = fediverse.sign_in("carol");
    Fediverse::Actor bob = fediverse.known_actor("bob");
};

TEST_F(Refreshing, APollIsCountedWhenSomebodyOfOursOpensItOnceAMinute) {
    fediverse.deliver(bob, Fediverse::create(question(1)));
    fediverse.put(kUri, question(5));
    const std::string path = "/api/v1/polls/" + poll_of(kUri);

    EXPECT_EQ(tea(carol.get(path)), 1); // It has just come.
    wait(minutes(2));
    EXPECT_EQ(tea(fediverse.client().get(path)), 1); // A stranger makes us ask nobody.
    EXPECT_EQ(tea(carol.get(path)), 5);
    fediverse.put(kUri, question(6));
    EXPECT_EQ(tea(carol.get(path)), 5);
    EXPECT_EQ(fediverse.requests_for(kUri), 1);
    wait(minutes(2));
    EXPECT_EQ(tea(carol.get(path)), 6);
    EXPECT_THAT(fediverse.signature_for(kUri), HasSubstr("akebono.test/actor#main-key"));
}

TEST_F(Refreshing, APollThatHasEndedIsCountedOnceMoreAndWhereItsServerIsSilentStandsAsItDid) {
    auto soon = question(1);
    soon["endTime"] = base::iso8601(fediverse.world().clock.now() + minutes(10));
    fediverse.deliver(bob, Fediverse::create(soon));
    const std::string path = "/api/v1/polls/" + poll_of(kUri);

    wait(minutes(5));
    fediverse.put(kUri, FakePage{.status = 503, .body = ""});
    EXPECT_EQ(tea(carol.get(path)), 1);
    EXPECT_EQ(fediverse.requests_for(kUri), 1);
    for (int i = 0; i < 3; ++i) {
        wait(minutes(10));
        soon["oneOf"] = question(9).at("oneOf");
        fediverse.put(kUri, soon);
        EXPECT_EQ(tea(carol.get(path)), 9);
    }
    EXPECT_EQ(fediverse.requests_for(kUri), 2);
}

TEST_F(Refreshing, WhatOnlyFollowersMayReadIsAskedForByWhoLooks) {
    fediverse.deliver(bob, Fediverse::create(question(1, true)));
    fediverse.put(kUri, question(5, true));
    wait(minutes(2));

    EXPECT_EQ(tea(carol.get("/api/v1/polls/" + poll_of(kUri))), 5);
    EXPECT_THAT(fediverse.signature_for(kUri), HasSubstr("akebono.test/users/carol#main-key"));
}

TEST_F(Refreshing, WhoOpensAThreadGetsAnEditThatNeverReachedUs) {
    fediverse.deliver(bob, Fediverse::create(Fediverse::note(bob, "1", "tpyo")));
    auto edited = Fediverse::note(bob, "1", "typo");
    edited["updated"] = base::iso8601(fediverse.world().clock.now() + minutes(1));
    edited["likes"] = json::Object{{"type", "Collection"}, {"totalItems", 7}};
    fediverse.put(kUri, edited);
    wait(minutes(20));

    open_thread(kUri);

    const auto shown = carol.get("/api/v1/statuses/" + to_string(*fediverse.status(kUri))).json();
    EXPECT_EQ(shown.at("content").as_string(), "<p>typo</p>");
    EXPECT_EQ(shown.at("favourites_count").as_int64(), 7);
}

TEST_F(Refreshing, WhatIsThereNoMoreGoesHereToo) {
    fediverse.deliver(bob, Fediverse::create(Fediverse::note(bob, "1", "regret")));
    wait(minutes(20));
    fediverse.put(kUri, FakePage{.status = 410, .body = ""});

    open_thread(kUri);

    EXPECT_FALSE(fediverse.status(kUri));
    fediverse.deliver(bob, Fediverse::create(Fediverse::note(bob, "1", "regret")));
    EXPECT_FALSE(fediverse.status(kUri));
}

TEST_F(Refreshing, AServerThatFailsTakesNothingAway) {
    fediverse.deliver(bob, Fediverse::create(Fediverse::note(bob, "1", "here")));
    for (const int status : {500, 503, 403}) {
        wait(minutes(20));
        fediverse.put(kUri, FakePage{.status = status, .body = ""});
        open_thread(kUri);
    }

    EXPECT_TRUE(fediverse.status(kUri));
}

TEST_F(Refreshing, AnswersThatADocumentNamesAreFetchedFromItsOwnServerOnly) {
    const auto answer_to = [&](const std::string& id, std::string_view parent) {
        auto answer = Fediverse::note(bob, id, "and more");
        answer["inReplyTo"] = parent;
        return answer;
    };
    const std::string second = "http://remote.test/users/bob/statuses/2";
    const std::string foreign = "http://other.test/users/dave/statuses/9";
    fediverse.put(second, answer_to("2", kUri));
    auto first = Fediverse::note(bob, "1", "a thread");
    first["replies"] = {{"type", "Collection"},
                        {"first", {{"type", "CollectionPage"}, {"items", json::Array{second, foreign}}}}};

    fediverse.deliver(bob, Fediverse::create(first));

    EXPECT_TRUE(fediverse.status(second));
    EXPECT_EQ(fediverse.requests_for(foreign), 0);
    EXPECT_EQ(open_thread(kUri).json().at("descendants").as_array().size(), 1u);
}

TEST_F(Refreshing, AProfileThatSomebodyOfOursOpensIsFetchedAnewAfterADay) {
    const std::string path = "/api/v1/accounts/" + to_string(fediverse.account_of(bob));
    auto document = bob.document();
    document["name"] = "Robert";
    fediverse.put(bob.uri, document);
    const auto name = [&](HttpClient& client, const std::string& at) {
        std::string shown(client.get(at).json().at("display_name").as_string());
        fediverse.settle();
        return shown;
    };
    const int before = fediverse.requests_for(bob.uri);

    name(carol, path);
    wait(std::chrono::hours(25));
    auto stranger = fediverse.client();
    name(stranger, path);
    EXPECT_EQ(fediverse.requests_for(bob.uri), before);
    name(carol, path);
    EXPECT_EQ(name(carol, path), "Robert");
    EXPECT_EQ(fediverse.requests_for(bob.uri), before + 1);

    wait(std::chrono::hours(25));
    document["name"] = "Bobby";
    fediverse.put(bob.uri, document);
    name(carol, "/api/v1/accounts/lookup?acct=bob%40remote.test");
    EXPECT_EQ(name(carol, path), "Bobby");
}

TEST_F(Refreshing, WhoseServerSaysThatTheyAreGoneIsGoneHereAndWhoseServerOnlyFailsIsNot) {
    const std::string path = "/api/v1/accounts/" + to_string(fediverse.account_of(bob));
    fediverse.deliver(bob, Fediverse::create(Fediverse::note(bob, "1", "still here")));
    const auto open = [&](int status) {
        fediverse.put(bob.uri, FakePage{.status = status, .body = ""});
        wait(std::chrono::hours(25));
        carol.get(path);
        fediverse.settle();
    };

    open(404);
    EXPECT_TRUE(fediverse.status(kUri));
    const int asked = fediverse.requests_for(bob.uri);
    carol.get(path);
    fediverse.settle();
    EXPECT_EQ(fediverse.requests_for(bob.uri), asked) << "in vain, for today";
    open(410);
    EXPECT_EQ(carol.get(path).json().at("suspended").as_bool(), true); // Until the job has removed the rest.
    EXPECT_EQ(carol.get("/api/v1/statuses/" + to_string(*fediverse.status(kUri))).status, 404);
}

TEST_F(Refreshing, WhatSomebodyBoostsForTheirFollowersIsReadOrFetchedByOneOfThem) {
    auto note = Fediverse::note(bob, "1", "for you");
    note["to"] = json::Array{kFollowers};
    note["cc"] = json::Array();
    const auto boost = [&](const std::string& id, const json::Value& object) {
        return json::Object{{"@context", "https://www.w3.org/ns/activitystreams"},
                            {"id", bob.url("/boosts/" + id)},
                            {"type", "Announce"},
                            {"actor", bob.uri},
                            {"to", json::Array{kFollowers}},
                            {"object", object}};
    };

    fediverse.deliver(bob, boost("1", note));
    EXPECT_EQ(fediverse.requests_for(kUri), 0);
    EXPECT_EQ(carol.get("/api/v1/statuses/" + to_string(fediverse.status(kUri).value_or(StatusId{}))).status, 200);

    const std::string second = "http://remote.test/users/bob/statuses/2";
    note["id"] = second;
    fediverse.put(second, note);
    fediverse.deliver(bob, boost("2", json::Value(second)));
    EXPECT_THAT(fediverse.signature_for(second), HasSubstr("akebono.test/users/carol#main-key"));
    EXPECT_EQ(carol.get("/api/v1/timelines/home").json().as_array().size(), 2u);

    auto foreign = note;
    foreign["id"] = "http://remote.test/users/dave/statuses/3";
    foreign["attributedTo"] = "http://remote.test/users/dave";
    fediverse.deliver(bob, boost("3", foreign)); // Of whom nothing is believed.
    EXPECT_FALSE(fediverse.status("http://remote.test/users/dave/statuses/3"));
}

} // namespace

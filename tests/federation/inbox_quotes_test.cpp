#include "statuses/lookup.h"
#include "statuses/quotes.h"
#include "statuses/reblogs.h"
#include "support/federation_builders.h"
#include "support/fediverse.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::Contains;

// carol@other.test has written something; bob@remote.test, whom alice follows, quotes it.
class InboxQuotes : public testing::Test {
protected:
    InboxQuotes() {
        web_.let_follow(alice_, bob_);
        original_ = Fediverse::note(carol_, "1", "original");
        web_.put(kOriginal, original_);
    }

    json::Object quoting(const std::string& quoted, const std::string& authorization = "") {
        auto note = Fediverse::note(bob_, "2", "look");
        note["quote"] = quoted;
        if (!authorization.empty()) note["quoteAuthorization"] = authorization;
        return note;
    }
    json::Object stamp(const Fediverse::Actor& by, const std::string& id, const std::string& quoted = kOriginal) {
        return {{"@context", "https://www.w3.org/ns/activitystreams"},
                {"id", id},
                {"type", "QuoteAuthorization"},
                {"attributedTo", by.uri},
                {"interactingObject", kQuoting},
                {"interactionTarget", quoted}};
    }
    std::string state(const std::string& uri = kQuoting) {
        const auto id = web_.status(uri);
        if (!id) return "no post";
        return web_.read<std::string>([&](db::Tx& tx) {
            const auto quote = shown_status(tx, *id, alice_).at("quote");
            return quote.is_null() ? "no quote" : std::string(quote.at("state").as_string());
        });
    }
    std::string post(const std::string& policy) {
        StatusId id;
        web_.write([&](db::Tx& tx) {
            statuses::Draft draft;
            draft.text = "ours";
            draft.quote_policy = policy;
            id = make_status(tx, alice_, draft);
        });
        return Fediverse::uri_of(alice_) + "/statuses/" + to_string(id);
    }
    json::Object request(const std::string& quoted) {
        return {{"@context", "https://www.w3.org/ns/activitystreams"},
                {"id", bob_.url("/quote_requests/1")},
                {"type", "QuoteRequest"},
                {"actor", bob_.uri},
                {"object", quoted},
                {"instrument", quoting(quoted)}};
    }
    json::Value last_sent() {
        return web_.read<json::Value>([](db::Tx& tx) { return last_document(tx); });
    }

    // As carol says it.
    json::Object deletion(int number) {
        return {{"@context", "https://www.w3.org/ns/activitystreams"},
                {"id", std::string(kStamp) + "#delete" + std::to_string(number)},
                {"type", "Delete"},
                {"actor", carol_.uri},
                {"object", stamp(carol_, kStamp)},
                {"signature", {{"type", "RsaSignature2017"}, {"signatureValue", "AAAA"}}}};
    }

    static constexpr const char* kStamp = "http://other.test/stamps/1";
    static constexpr const char* kOriginal = "http://other.test/users/carol/statuses/1";
    static constexpr const char* kQuoting = "http://remote.test/users/bob/statuses/2";

    Fediverse web_;
    accounts::Account alice_ = web_.person("alice");
    Fediverse::Actor bob_ = web_.known_actor("bob"), carol_ = web_.known_actor("carol", "other.test"),
                     mallory_ = web_.known_actor("mallory", "evil.test");
    json::Object original_;
};

TEST_F(InboxQuotes, AreShownWhenTheQuotedAuthorsServerSaysSo) {
    web_.put("http://other.test/stamps/1", stamp(carol_, "http://other.test/stamps/1"));

    web_.deliver(bob_, Fediverse::create(quoting(kOriginal, "http://other.test/stamps/1")));

    EXPECT_EQ(state(), "accepted");
}

TEST_F(InboxQuotes, Security15_AreNotShownForAStampThatIsForged) {
    web_.put("http://remote.test/stamps/1", stamp(carol_, "http://remote.test/stamps/1"));
    web_.put("http://other.test/stamps/2", stamp(carol_, "http://other.test/stamps/2", "http://other.test/notes/9"));
    web_.put("http://other.test/stamps/3", stamp(bob_, "http://other.test/stamps/3"));
    web_.put("http://other.test/stamps/4", {.status = 302, .body = "", .location = "http://evil.test/stamps/4"});
    web_.put("http://evil.test/stamps/4", stamp(carol_, "http://evil.test/stamps/4"));
    web_.deliver(bob_, Fediverse::create(quoting(kOriginal, "http://remote.test/stamps/1")));
    EXPECT_EQ(state(), "pending") << "of the wrong host";

    for (const auto* other : {"http://other.test/stamps/2", "http://other.test/stamps/3", "http://other.test/stamps/4",
                              "http://other.test/none"}) {
        auto note = quoting(kOriginal, other);
        web_.deliver(bob_, {{"@context", "https://www.w3.org/ns/activitystreams"},
                            {"id", std::string(other) + "#update"},
                            {"type", "Update"},
                            {"actor", bob_.uri},
                            {"object", note}});
        EXPECT_EQ(state(), "pending") << other;
    }
}

TEST_F(InboxQuotes, AreLookedAtAgainAfterAWeekWhenSomebodyOpensThem) {
    const std::string address = "http://other.test/stamps/1";
    web_.put(address, stamp(carol_, address));
    web_.put(kQuoting, quoting(kOriginal, address));
    web_.deliver(bob_, Fediverse::create(quoting(kOriginal, address)));
    auto reader = web_.sign_in("reader");
    const auto open = [&] {
        EXPECT_EQ(reader.get("/api/v1/statuses/" + to_string(*web_.status(kQuoting)) + "/context").status, 200);
        web_.world().clock.advance(std::chrono::hours(6));
        web_.settle();
    };

    open();
    EXPECT_EQ(web_.requests_for(address), 1);
    web_.world().clock.advance(std::chrono::hours(8 * 24));
    open();
    open();
    EXPECT_EQ(web_.requests_for(address), 2);
    EXPECT_EQ(state(), "accepted");

    web_.world().clock.advance(std::chrono::hours(8 * 24));
    web_.put(address, FakePage{.status = 503, .body = ""});
    open();
    EXPECT_EQ(state(), "accepted") << "when its server fails";
    web_.remove(address);
    web_.world().clock.advance(std::chrono::hours(1));
    web_.settle();
    EXPECT_EQ(state(), "revoked");
}

TEST_F(InboxQuotes, WithoutAStampWait) {
    web_.deliver(bob_, Fediverse::create(quoting(kOriginal)));

    EXPECT_EQ(state(), "pending");
}

// Before FEP-044f there were other names, and nobody was asked.
TEST_F(InboxQuotes, ByOtherNamesAreKnownForQuotes) {
    int number = 10;
    for (const auto* name : {"quoteUri", "quoteUrl", "_misskey_quote"}) {
        auto note = Fediverse::note(bob_, std::to_string(++number), "look");
        note[name] = kOriginal;
        web_.deliver(bob_, Fediverse::create(note));
        EXPECT_EQ(state(bob_.url("/statuses/" + std::to_string(number))), "pending") << name;

        auto own = Fediverse::note(bob_, std::to_string(++number), "look again");
        own[name] = bob_.url("/statuses/" + std::to_string(number - 1));
        web_.deliver(bob_, Fediverse::create(own));
        EXPECT_EQ(state(bob_.url("/statuses/" + std::to_string(number))), "accepted") << name;
    }
}

TEST_F(InboxQuotes, OfTheirOwnAuthorsAreShown) {
    web_.put(bob_.url("/statuses/1"), Fediverse::note(bob_, "1", "first"));

    web_.deliver(bob_, Fediverse::create(quoting(bob_.url("/statuses/1"))));

    EXPECT_EQ(state(), "accepted");
}

TEST_F(InboxQuotes, AreTakenBackByTheQuotedAlone) {
    web_.put("http://other.test/stamps/1", stamp(carol_, "http://other.test/stamps/1"));
    web_.deliver(bob_, Fediverse::create(quoting(kOriginal, "http://other.test/stamps/1")));
    const auto deletion = [&](const Fediverse::Actor& actor) {
        return json::Object{{"@context", "https://www.w3.org/ns/activitystreams"},
                            {"id", actor.url("#delete")},
                            {"type", "Delete"},
                            {"actor", actor.uri},
                            {"object", stamp(carol_, "http://other.test/stamps/1")}};
    };

    web_.deliver(mallory_, deletion(mallory_));
    EXPECT_EQ(state(), "accepted");
    web_.deliver(carol_, deletion(carol_));
    EXPECT_EQ(state(), "revoked");
}

// Somebody whom alice follows passes it on: whether it is true says the quoted author's server.
TEST_F(InboxQuotes, Security15_AreTakenBackWhenAnotherSaysSoAndItIsTrue) {
    const auto erin = web_.known_actor("erin", "nice.test");
    web_.let_follow(alice_, erin);
    web_.put(kStamp, stamp(carol_, kStamp));
    web_.deliver(bob_, Fediverse::create(quoting(kOriginal, kStamp)));
    const auto asked_before = web_.requests_for(kStamp);

    web_.deliver(erin, deletion(1));
    EXPECT_EQ(web_.requests_for(kStamp), asked_before + 1);
    EXPECT_EQ(state(), "accepted") << "it is there still";
    web_.put(kStamp, FakePage{.status = 503, .body = ""});
    web_.deliver(erin, deletion(2));
    EXPECT_EQ(state(), "accepted") << "who knows";
    web_.remove(kStamp);
    web_.deliver(mallory_, deletion(3));
    EXPECT_EQ(state(), "accepted") << "whom nobody follows";
    web_.world().clock.advance(std::chrono::minutes(1));
    web_.settle();

    EXPECT_EQ(state(), "revoked") << "asked again later";
}

// To a post that not everybody may read, nobody is told whether there is such a thing.
TEST_F(InboxQuotes, Security15_OfPostsForSomeAreNotTakenBackByOthers) {
    const auto erin = web_.known_actor("erin", "nice.test");
    web_.let_follow(alice_, erin);
    web_.put(kStamp, stamp(carol_, kStamp));
    web_.deliver(bob_, Fediverse::create(quoting(kOriginal, kStamp)));
    web_.write([](db::Tx& tx) { tx.exec("update statuses set visibility = 2 where uri = $1", {kOriginal}); });
    web_.remove(kStamp);
    const auto asked_before = web_.requests_for(kStamp);

    web_.deliver(erin, deletion(1));

    EXPECT_EQ(web_.requests_for(kStamp), asked_before);
}

// alice has boosted the post that quotes: erin, who follows her, hears that it does so no longer.
TEST_F(InboxQuotes, ThatAreTakenBackAreSoForThoseWhoWereShownThem) {
    const auto erin = web_.known_actor("erin", "nice.test");
    const auto id = web_.account_of(erin);
    web_.put(kStamp, stamp(carol_, kStamp));
    web_.deliver(bob_, Fediverse::create(quoting(kOriginal, kStamp)));
    web_.write([&](db::Tx& tx) {
        make_follow(tx, id, alice_.id);
        ASSERT_TRUE(statuses::reblog(tx, alice_, *statuses::find_by_uri(tx, kQuoting), statuses::Visibility::Public));
        forget_deliveries(tx);
    });
    auto by_another = deletion(1);
    by_another["actor"] = mallory_.uri;
    web_.deliver(mallory_, by_another);
    EXPECT_TRUE(last_sent().is_null());

    web_.deliver(carol_, deletion(2));
    web_.deliver(carol_, deletion(3)); // It is gone already.

    EXPECT_EQ(state(), "revoked");
    web_.write([](db::Tx& tx) {
        EXPECT_THAT(queued_deliveries(tx), testing::ElementsAre("Delete http://nice.test/inbox"));
        EXPECT_EQ(queued_low(tx), 1);
        EXPECT_EQ(last_document(tx).at("signature").at("type"), "RsaSignature2017");
    });
}

TEST_F(InboxQuotes, OfOursAreAskedForAndAnswered) {
    const std::string ours = post("public");
    web_.deliver(bob_, Fediverse::create(quoting(ours)));
    EXPECT_EQ(state(), "pending");

    web_.deliver(bob_, request(ours));

    EXPECT_EQ(state(), "accepted");
    const auto answer = last_sent();
    EXPECT_EQ(answer.at("type"), "Accept");
    EXPECT_EQ(answer.at("object").at("id").as_string(), bob_.url("/quote_requests/1"));
    EXPECT_EQ(answer.at("object").at("type"), "QuoteRequest");
    EXPECT_EQ(std::string(answer.at("result").as_string()).find(Fediverse::uri_of(alice_) + "/quote_authorizations/"),
              0U);
    EXPECT_THAT(web_.read<std::vector<std::string>>([&](db::Tx& tx) { return told(tx, alice_); }),
                Contains("quote from bob"));
}

TEST_F(InboxQuotes, OfTheirsAreAnsweredWithTheirRequestsIdAlone) {
    original_["interactionPolicy"] =
        json::Object{{"canQuote", json::Object{{"automaticApproval", "https://www.w3.org/ns/activitystreams#Public"}}}};
    web_.let_follow(alice_, carol_);
    web_.deliver(carol_, Fediverse::create(original_));
    StatusId ours;
    web_.write([&](db::Tx& tx) {
        statuses::Draft draft;
        draft.text = "look";
        draft.quoted = *web_.status(kOriginal);
        ours = make_status(tx, alice_, draft);
    });
    const auto uri = Fediverse::uri_of(alice_) + "/statuses/" + to_string(ours);
    const auto state_of_ours = [&] {
        return web_.read<std::string>([&](db::Tx& tx) {
            return std::string(shown_status(tx, ours, alice_).at("quote").at("state").as_string());
        });
    };
    EXPECT_EQ(state_of_ours(), "pending");
    auto anybody = web_.sign_in("reader");
    const auto kept_for = [&] {
        return std::string(
            anybody.get("/users/alice/statuses/" + to_string(ours), {{"Accept", "application/activity+json"}})
                .header("cache-control"));
    };
    EXPECT_EQ(kept_for(), "max-age=5, public") << "it will soon say more";
    const auto request_uri = web_.read<std::string>([&](db::Tx& tx) {
        auto rows = tx.query("select request_uri from quotes where status_id = $1", {ours});
        return rows.next() ? rows.string(0) : std::string();
    });

    web_.deliver(carol_, {{"@context", "https://www.w3.org/ns/activitystreams"},
                          {"id", carol_.url("#accept")},
                          {"type", "Accept"},
                          {"actor", carol_.uri},
                          {"object", request_uri},
                          {"result", "http://other.test/stamps/9"}});

    EXPECT_EQ(state_of_ours(), "accepted") << uri;
    EXPECT_EQ(kept_for(), "max-age=180, public");
}

TEST_F(InboxQuotes, MayComeWithTheirRequest) {
    web_.deliver(bob_, request(post("public")));

    EXPECT_EQ(state(), "accepted");
}

TEST_F(InboxQuotes, OfOursAreRefusedAsTheAuthorHasDecided) {
    web_.deliver(bob_, request(post("nobody")));

    EXPECT_NE(state(), "accepted");
    EXPECT_EQ(last_sent().at("type"), "Reject");
}

TEST_F(InboxQuotes, AreNotAskedForByOthers) {
    auto forged = request(post("public"));
    forged["actor"] = mallory_.uri;
    forged["id"] = mallory_.url("/quote_requests/1");

    web_.deliver(mallory_, forged);

    EXPECT_EQ(state(), "no post");
    EXPECT_TRUE(last_sent().is_null());
}

} // namespace

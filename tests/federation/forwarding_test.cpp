#include "federation/cluster.h"
#include "support/federation_builders.h"
#include "support/fediverse.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What is passed on to the followers of somebody whom others answer.
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// carol@c.test follows alice@a.test, whom bob@b.test answers: c.test has never heard of b.test.
class Forwarding : public testing::Test {
protected:
    Forwarding() {
        carol_.follow(alice_.handle());
        cluster_.settle();
        post_ = alice_.post("what do you think?");
        cluster_.settle();
        const auto seen = bob_.find_status(post_);
        answer_ = bob_.post("@alice@a.test well…", "in_reply_to_id=" + std::string(seen.at("id").as_string()));
        cluster_.settle();
    }
    // Without asking anybody.
    std::vector<std::string> answers_at_c() {
        std::vector<std::string> texts;
        cluster_["c.test"].write([&](db::Tx& tx) {
            auto rows = tx.query("select s.content from statuses s join accounts a on a.id = s.account_id "
                                 "where a.domain = 'b.test'");
            while (rows.next()) texts.push_back(rows.string(0));
        });
        return texts;
    }

    Cluster cluster_{"a.test", "b.test", "c.test"};
    FederatedPerson alice_ = cluster_["a.test"].sign_up("alice");
    FederatedPerson bob_ = cluster_["b.test"].sign_up("bob");
    FederatedPerson carol_ = cluster_["c.test"].sign_up("carol");
    json::Value post_, answer_;
};

TEST_F(Forwarding, FollowersReadTheAnswersOfPeopleWhomTheyHaveNeverHeardOf) {
    EXPECT_THAT(answers_at_c(), ElementsAre(HasSubstr("well…")));
    const auto descendants = carol_.context(carol_.find_status(post_)).at("descendants").as_array();
    ASSERT_EQ(descendants.size(), 1u);
    EXPECT_EQ(descendants[0].at("account").at("acct"), "bob@b.test");
}

TEST_F(Forwarding, AndWhatBecomesOfThem) {
    bob_.edit(answer_, "@alice@a.test well, yes");
    cluster_.settle();
    EXPECT_THAT(answers_at_c(), ElementsAre(HasSubstr("well, yes")));

    bob_.remove(answer_);
    cluster_.settle();

    EXPECT_THAT(answers_at_c(), IsEmpty());
}

TEST_F(Forwarding, WhatIsNotForEverybodyIsNotPassedOn) {
    const auto seen = bob_.find_status(post_);
    bob_.post("@alice@a.test between us",
              "visibility=private&in_reply_to_id=" + std::string(seen.at("id").as_string()));
    cluster_.settle();

    EXPECT_THAT(answers_at_c(), ElementsAre(HasSubstr("well…")));
}

TEST_F(Forwarding, FollowersOfABoosterHearThatThePostIsGone) {
    const auto boosted = bob_.post("to be boosted");
    cluster_.settle();
    alice_.act("reblog", alice_.find_status(boosted));
    cluster_.settle();
    ASSERT_THAT(answers_at_c(), Contains(HasSubstr("to be boosted")));

    bob_.remove(boosted);
    cluster_.settle();

    EXPECT_THAT(answers_at_c(), ElementsAre(HasSubstr("well…")));
}

// What we pass on: dave@other.test answers our alice, whom erin@nice.test and gail@other.test follow.
class PassingOn : public testing::Test {
protected:
    PassingOn() {
        for (const auto& follower : {erin_, fediverse_.known_actor("gail", "other.test")}) {
            const auto id = fediverse_.account_of(follower);
            fediverse_.write([&](db::Tx& tx) { make_follow(tx, id, alice_.id); });
        }
        fediverse_.write([&](db::Tx& tx) {
            const auto id = make_status(tx, alice_, "what do you think?");
            post_ = Fediverse::uri_of(alice_) + "/statuses/" + to_string(id);
            forget_deliveries(tx);
        });
    }
    json::Object answer() {
        auto note = Fediverse::note(dave_, "1", "well");
        note["inReplyTo"] = post_;
        return note;
    }
    static json::Object signed_within(json::Object activity) {
        activity["signature"] = {{"type", "RsaSignature2017"}, {"signatureValue", "AAAA"}};
        return activity;
    }
    std::vector<std::string> deliveries() {
        return fediverse_.read<std::vector<std::string>>([](db::Tx& tx) { return queued_deliveries(tx); });
    }
    json::Object removal() {
        return signed_within({{"@context", "https://www.w3.org/ns/activitystreams"},
                              {"id", dave_.url("/statuses/1#delete" + std::to_string(++removals_))},
                              {"type", "Delete"},
                              {"actor", dave_.uri},
                              {"object", dave_.url("/statuses/1")}});
    }

    Fediverse fediverse_;
    accounts::Account alice_ = fediverse_.person("alice");
    Fediverse::Actor dave_ = fediverse_.known_actor("dave", "other.test");
    Fediverse::Actor erin_ = fediverse_.known_actor("erin", "nice.test");
    std::string post_;
    int removals_ = 0;
};

TEST_F(PassingOn, TheBytesThatCameGoToFollowersOnceAndNotBack) {
    const std::string bytes = " " + boost::json::serialize(signed_within(Fediverse::create(answer())));
    fediverse_.send_text(dave_, bytes);
    fediverse_.send_text(dave_, bytes, "/users/alice/inbox");
    fediverse_.settle();

    EXPECT_THAT(deliveries(), ElementsAre("Create http://nice.test/inbox"));
    fediverse_.write([&](db::Tx& tx) {
        auto rows = tx.query("select document, account_id from delivery_documents");
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.string(0), bytes);
        EXPECT_EQ(rows.id<AccountId>(1), alice_.id);
    });
}

TEST_F(PassingOn, SoDoEditsAndDeletions) {
    fediverse_.deliver(dave_, signed_within(Fediverse::create(answer())));
    auto update = signed_within(Fediverse::create(answer()));
    update["type"] = "Update";

    fediverse_.deliver(dave_, update);
    fediverse_.deliver(dave_, removal());

    EXPECT_THAT(deliveries(), ElementsAre("Create http://nice.test/inbox", "Update http://nice.test/inbox",
                                          "Delete http://nice.test/inbox"));
    EXPECT_EQ(fediverse_.read<std::int64_t>([](db::Tx& tx) { return queued_low(tx); }), 2) << "but for the answer";
}

TEST_F(PassingOn, NothingWithoutASignatureWithin) {
    fediverse_.deliver(dave_, Fediverse::create(answer()));

    EXPECT_TRUE(fediverse_.status(dave_.url("/statuses/1")));
    EXPECT_THAT(deliveries(), IsEmpty());
}

TEST_F(PassingOn, NothingThatIsForSome) {
    auto note = answer();
    note["to"] = json::Array{dave_.url("/followers"), Fediverse::uri_of(alice_)};
    fediverse_.deliver(dave_, signed_within(Fediverse::create(note)));
    fediverse_.deliver(dave_, removal());

    EXPECT_THAT(deliveries(), IsEmpty());
}

// Row 14 of the classes of past vulnerabilities: words that make linked data say something else than it seems to.
TEST_F(PassingOn, Security14_NothingThatMayMeanSomethingElse) {
    auto note = answer();
    note["tag"] = json::Array{{{"@included", json::Array()}}};
    fediverse_.deliver(dave_, signed_within(Fediverse::create(note)));

    EXPECT_TRUE(fediverse_.status(dave_.url("/statuses/1")));
    EXPECT_THAT(deliveries(), IsEmpty());
}

TEST_F(PassingOn, NothingThatIsSomebodyElses) {
    fediverse_.deliver(dave_, Fediverse::create(answer()));
    const auto frank = fediverse_.known_actor("frank", "other.test");
    auto forged = removal();
    forged["actor"] = frank.uri;

    fediverse_.deliver(frank, forged);

    EXPECT_TRUE(fediverse_.status(dave_.url("/statuses/1")));
    EXPECT_THAT(deliveries(), IsEmpty());
}

TEST_F(PassingOn, WhatWasPassedOnToUsGoesNoFurther) {
    fediverse_.put(dave_.url("/statuses/1"), answer());
    fediverse_.let_follow(alice_, erin_);

    fediverse_.deliver(erin_, signed_within(Fediverse::create(answer())));

    EXPECT_TRUE(fediverse_.status(dave_.url("/statuses/1")));
    EXPECT_THAT(deliveries(), IsEmpty());
}

// What is passed on to us: alice follows erin@nice.test, who says what dave@other.test has done. We have a post of
// dave's.
class PassedOn : public PassingOn {
protected:
    PassedOn() {
        fediverse_.let_follow(alice_, erin_);
        fediverse_.put(uri_, Fediverse::note(dave_, "1", "as it is"));
        auto create = Fediverse::create(Fediverse::note(dave_, "1", "as it is"));
        fediverse_.deliver(dave_, create, "/users/alice/inbox");
        asked_before_ = fediverse_.requests_for(uri_);
    }
    bool is_here() { return fediverse_.status(uri_).has_value(); }
    std::string content() {
        return fediverse_.read<std::string>([&](db::Tx& tx) {
            auto rows = tx.query("select content from statuses where uri = $1", {uri_});
            return rows.next() ? rows.string(0) : std::string("gone");
        });
    }
    int asked() { return fediverse_.requests_for(uri_) - asked_before_; }
    std::int64_t questions() {
        return fediverse_.read<std::int64_t>([](db::Tx& tx) {
            return *tx.query_integer("select count(*) from jobs where name = 'ask_origin' and dead_at is null");
        });
    }
    void let_pass(std::chrono::minutes time) {
        fediverse_.world().clock.advance(time);
        fediverse_.settle();
    }
    json::Object edit(const std::string& text) {
        auto note = Fediverse::note(dave_, "1", text);
        note["updated"] = "2024-01-02T04:00:00Z";
        return note;
    }
    json::Object update(const std::string& text) {
        auto activity = signed_within(Fediverse::create(edit(text)));
        activity["type"] = "Update";
        return activity;
    }

    std::string uri_ = dave_.url("/statuses/1");
    int asked_before_ = 0;
};

TEST_F(PassedOn, Security14_AForgedDeletionOfALivingPostDoesNothing) {
    EXPECT_EQ(fediverse_.deliver(erin_, removal()), 202);

    EXPECT_EQ(asked(), 1);
    EXPECT_TRUE(is_here());
}

TEST_F(PassedOn, ADeletionIsTrueWhenThePostIsGone) {
    fediverse_.remove(uri_);

    fediverse_.deliver(erin_, removal());

    EXPECT_FALSE(is_here());
}

TEST_F(PassedOn, OrWhenItsServerHasBuriedIt) {
    fediverse_.put(uri_, {{"@context", "https://www.w3.org/ns/activitystreams"}, {"id", uri_}, {"type", "Tombstone"}});

    fediverse_.deliver(erin_, removal());

    EXPECT_FALSE(is_here());
}

TEST_F(PassedOn, WhoSaysNothingHasDeletedNothing) {
    for (const int status : {401, 403, 500}) {
        fediverse_.put(uri_, FakePage{.status = status, .body = "{}"});
        asked_before_ = fediverse_.requests_for(uri_);
        fediverse_.deliver(erin_, removal());
        EXPECT_GE(asked(), 1) << status;
        EXPECT_TRUE(is_here()) << status;
    }
}

TEST_F(PassedOn, WhoSaysNothingIsAskedAgainLaterOnceForAll) {
    fediverse_.put(uri_, FakePage{.status = 503, .body = ""});
    fediverse_.deliver(erin_, removal());
    fediverse_.deliver(erin_, removal());
    EXPECT_EQ(questions(), 1);
    EXPECT_TRUE(is_here());
    const int asked_at_once = asked();

    let_pass(std::chrono::minutes(1));
    EXPECT_GT(asked(), asked_at_once);
    EXPECT_TRUE(is_here());
    fediverse_.remove(uri_);
    let_pass(std::chrono::minutes(2));

    EXPECT_FALSE(is_here());
    EXPECT_EQ(questions(), 0);
}

TEST_F(PassedOn, WhoNeverSaysAnythingIsNotAskedForEver) {
    fediverse_.put(uri_, FakePage{.status = 503, .body = ""});
    fediverse_.deliver(erin_, removal());
    for (int i = 0; i < 20; ++i) let_pass(std::chrono::hours(3));
    const int asked_in_all = asked();
    EXPECT_LT(asked_in_all, 25);

    let_pass(std::chrono::hours(24));

    EXPECT_EQ(asked(), asked_in_all);
    EXPECT_EQ(questions(), 0);
}

TEST_F(PassedOn, ANewPostIsAskedForLaterToo) {
    auto note = Fediverse::note(dave_, "2", "to alice");
    note["to"] = json::Array{"https://www.w3.org/ns/activitystreams#Public", Fediverse::uri_of(alice_)};
    const auto uri = dave_.url("/statuses/2");
    fediverse_.put(uri, FakePage{.status = 502, .body = ""});
    fediverse_.deliver(erin_, signed_within(Fediverse::create(note)));
    EXPECT_FALSE(fediverse_.status(uri));

    fediverse_.put(uri, note);
    let_pass(std::chrono::minutes(1));

    EXPECT_TRUE(fediverse_.status(uri));
}

// To us, who ask as a server, such a post is never there.
TEST_F(PassedOn, Security14_WhatIsNotForEverybodyIsNotDeletedByOthers) {
    fediverse_.write([](db::Tx& tx) { tx.exec("update statuses set visibility = 2 where not is_local"); });
    fediverse_.remove(uri_);

    fediverse_.deliver(erin_, removal());

    EXPECT_TRUE(is_here());
}

TEST_F(PassedOn, Security14_AnEditSaysWhatItsServerSays) {
    fediverse_.deliver(erin_, update("forged"));
    EXPECT_EQ(content(), "<p>as it is</p>");

    fediverse_.put(uri_, edit("as it is now"));
    fediverse_.deliver(erin_, update("forged again"));

    EXPECT_EQ(content(), "<p>as it is now</p>");
}

TEST_F(PassedOn, Security14_NobodyIsAskedForWhomNobodyFollows) {
    const auto frank = fediverse_.known_actor("frank", "evil.test");
    fediverse_.remove(uri_);

    fediverse_.deliver(frank, removal());

    EXPECT_EQ(asked(), 0);
    EXPECT_TRUE(is_here());
}

TEST_F(PassedOn, Security14_OurOwnWordForItIsNobodyElses) {
    fediverse_.remove(uri_);

    fediverse_.deliver(erin_, {{"@context", "https://www.w3.org/ns/activitystreams"},
                               {"id", erin_.url("#1")},
                               {"type", "PassedOn"},
                               {"actor", erin_.uri},
                               {"passed", "Delete"},
                               {"is_gone", true},
                               {"object", uri_}});

    EXPECT_TRUE(is_here());
    EXPECT_EQ(asked(), 0);
}

TEST_F(PassedOn, ANewPostThatConcernsNobodyIsNotKept) {
    const auto uri = dave_.url("/statuses/2");
    fediverse_.put(uri, Fediverse::note(dave_, "2", "to nobody"));

    fediverse_.deliver(erin_, signed_within(Fediverse::create(Fediverse::note(dave_, "2", "to nobody"))));

    EXPECT_FALSE(fediverse_.status(uri));
}

} // namespace

#include "accounts/remote_accounts.h"
#include "app/jobs.h"
#include "federation/actors.h"
#include "federation/errand.h"
#include "jobs/runner.h"
#include "relationships/follows.h"
#include "support/federation_builders.h"
#include "support/fediverse.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Follows, blocks and moves, as other servers tell our inbox of them.
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class InboxFollows : public testing::Test {
protected:
    static json::Object activity(const Fediverse::Actor& actor, std::string_view type, const json::Value& object,
                                 const std::string& id) {
        return {{"@context", "https://www.w3.org/ns/activitystreams"},
                {"id", actor.url("#" + id)},
                {"type", type},
                {"actor", actor.uri},
                {"object", object}};
    }
    json::Object follow_of(const Fediverse::Actor& actor, const std::string& id = "follow") {
        return activity(actor, "Follow", json::Value(Fediverse::uri_of(alice)), id);
    }
    int count(const std::string& sql) {
        return fediverse.read<int>([&](db::Tx& tx) { return static_cast<int>(tx.query_integer(sql).value_or(-1)); });
    }
    int follows() { return count("select count(*) from follows"); }
    std::vector<std::string> sent() {
        return fediverse.read<std::vector<std::string>>([&](db::Tx& tx) {
            std::vector<std::string> types;
            auto rows = tx.query("select document from delivery_documents order by id");
            while (rows.next()) types.emplace_back(object_of(rows.text(0)).at("type").as_string());
            return types;
        });
    }
    std::vector<std::string> told() {
        return fediverse.read<std::vector<std::string>>([&](db::Tx& tx) { return ::told(tx, alice); });
    }
    // alice asks to follow them; the id of what she sent.
    std::string ask(const Fediverse::Actor& actor) {
        const auto target = fediverse.account_of(actor);
        fediverse.write([&](db::Tx& tx) { ASSERT_TRUE(relationships::follow(tx, alice, target)); });
        return fediverse.read<std::string>([&](db::Tx& tx) {
            auto rows = tx.query("select document from delivery_documents order by id desc limit 1");
            rows.next();
            return std::string(object_of(rows.text(0)).at("id").as_string());
        });
    }

    void run_jobs() {
        jobs::Runner runner({.context = fediverse.world().context,
                             .database = fediverse.database(),
                             .kinds = app::job_kinds(),
                             .schedule = {},
                             .threads = 1});
        runner.run_due();
    }

    Fediverse fediverse;
    accounts::Account alice = fediverse.person("alice");
    Fediverse::Actor bob = fediverse.known_actor("bob");
};

TEST_F(InboxFollows, AFollowIsAnsweredAtOnce) {
    EXPECT_EQ(fediverse.deliver(bob, follow_of(bob)), 202);

    EXPECT_EQ(follows(), 1);
    EXPECT_THAT(told(), ElementsAre("follow from bob"));
    EXPECT_THAT(sent(), ElementsAre("Accept"));
    fediverse.deliver(bob, follow_of(bob)); // They missed the answer.
    EXPECT_EQ(follows(), 1);
    EXPECT_THAT(sent(), ElementsAre("Accept", "Accept"));
}

TEST_F(InboxFollows, WhoIsLockedIsAsked) {
    fediverse.write([&](db::Tx& tx) { tx.exec("update accounts set is_locked = true where id = $1", {alice.id}); });

    fediverse.deliver(bob, follow_of(bob));

    EXPECT_EQ(follows(), 0);
    EXPECT_EQ(count("select count(*) from follow_requests"), 1);
    EXPECT_THAT(told(), ElementsAre("follow_request from bob"));
    EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(InboxFollows, WhoIsBlockedIsRefused) {
    const auto theirs = fediverse.account_of(bob);
    fediverse.write([&](db::Tx& tx) { make_block(tx, alice.id, theirs); });

    fediverse.deliver(bob, follow_of(bob));

    EXPECT_EQ(follows(), 0);
    EXPECT_THAT(sent(), ElementsAre("Reject"));
}

TEST_F(InboxFollows, AnUndoEndsIt) {
    fediverse.deliver(bob, follow_of(bob));
    fediverse.deliver(bob, activity(bob, "Undo", json::Value(follow_of(bob)), "undo"));
    EXPECT_EQ(follows(), 0);

    fediverse.deliver(bob, follow_of(bob)); // Some servers give the same id again.
    EXPECT_EQ(follows(), 1);
    fediverse.deliver(bob, activity(bob, "Undo", json::Value(bob.url("#follow")), "undo2"));
    EXPECT_EQ(follows(), 0);
    EXPECT_THAT(told(), IsEmpty());
}

TEST_F(InboxFollows, AnUndoThatOvertookItsFollowHolds) {
    fediverse.deliver(bob, activity(bob, "Undo", json::Value(follow_of(bob)), "undo"));
    fediverse.deliver(bob, follow_of(bob));

    EXPECT_EQ(follows(), 0);
}

TEST_F(InboxFollows, Security06_AnAcceptThatNobodyAskedForCreatesNothing) {
    json::Object follow{{"type", "Follow"}, {"actor", Fediverse::uri_of(alice)}, {"object", bob.uri}};

    fediverse.deliver(bob, activity(bob, "Accept", json::Value(follow), "a"));
    fediverse.deliver(bob, activity(bob, "Accept", json::Value(Fediverse::uri_of(alice) + "#follows/1"), "b"));
    EXPECT_EQ(follows(), 0);

    const auto id = ask(bob);
    const auto mallory = fediverse.known_actor("mallory", "evil.test");
    fediverse.deliver(mallory, activity(mallory, "Accept", json::Value(follow), "c"));
    fediverse.deliver(mallory, activity(mallory, "Accept", json::Value(id), "d"));
    EXPECT_EQ(follows(), 0);
    EXPECT_EQ(count("select count(*) from follow_requests"), 1);
}

TEST_F(InboxFollows, AnAcceptMaySayLittleOfWhatItAccepts) {
    const auto id = ask(bob);

    fediverse.deliver(bob, activity(bob, "Accept", json::Object{{"type", "Follow"}, {"id", id}}, "a"));

    EXPECT_EQ(follows(), 1);
}

TEST_F(InboxFollows, Security07_NothingIsFollowedBeforeItWasAccepted) {
    const auto id = ask(bob);
    EXPECT_EQ(follows(), 0);

    fediverse.deliver(bob, activity(bob, "Accept", json::Value(id), "a"));

    EXPECT_EQ(follows(), 1);
    EXPECT_EQ(count("select count(*) from follow_requests"), 0);
    fediverse.deliver(
        bob, activity(bob, "Reject",
                      json::Value(json::Object{
                          {"type", "Follow"}, {"id", id}, {"actor", Fediverse::uri_of(alice)}, {"object", bob.uri}}),
                      "r"));
    EXPECT_EQ(follows(), 0);
}

TEST_F(InboxFollows, AnAcceptanceThatIsTakenBackLeavesARequest) {
    const auto id = ask(bob);
    const auto accept = activity(bob, "Accept", json::Value(id), "a");
    fediverse.deliver(bob, accept);
    const auto mallory = fediverse.known_actor("mallory", "evil.test");

    fediverse.deliver(mallory, activity(mallory, "Undo", accept, "u"));
    EXPECT_EQ(follows(), 1);
    fediverse.deliver(bob, activity(bob, "Undo", accept, "u"));

    EXPECT_EQ(follows(), 0);
    EXPECT_EQ(count("select count(*) from follow_requests"), 1);
    fediverse.deliver(bob, activity(bob, "Accept", json::Value(id), "a2"));
    EXPECT_EQ(follows(), 1);
}

TEST_F(InboxFollows, WhoHasOtherKeysIsFollowedAgain) {
    const auto id = ask(bob);
    const auto accept = activity(bob, "Accept", json::Value(id), "a");
    fediverse.deliver(bob, accept);
    const auto read_anew = [&] {
        fediverse.put(bob.uri, bob.document());
        federation::Errand errand(fediverse.database());
        ASSERT_TRUE(federation::fetch_actor(errand, bob.uri));
        fediverse.world().clock.advance(std::chrono::minutes(10));
        run_jobs();
    };
    read_anew();
    EXPECT_THAT(sent(), ElementsAre("Follow")) << "nothing is new";

    bob.key.key = std::make_shared<const base::PrivateKey>(base::PrivateKey::generate()); // Their server lost all.
    read_anew();

    EXPECT_THAT(sent(), ElementsAre("Follow", "Follow"));
    EXPECT_EQ(count("select count(distinct document) from delivery_documents"), 1) << "the same once more";
    EXPECT_EQ(follows(), 1);
    fediverse.deliver(bob, activity(bob, "Accept", json::Value(id), "a2"));
    EXPECT_EQ(follows(), 1);
    fediverse.deliver(bob, activity(bob, "Reject", json::Value(id), "r"));
    EXPECT_EQ(follows(), 0);
}

TEST_F(InboxFollows, ABlockEndsBothFollowsAndIsUndone) {
    fediverse.deliver(bob, follow_of(bob));
    fediverse.let_follow(alice, bob);

    fediverse.deliver(bob, activity(bob, "Block", json::Value(Fediverse::uri_of(alice)), "block"));

    EXPECT_EQ(follows(), 0);
    EXPECT_EQ(count("select count(*) from blocks"), 1);
    fediverse.deliver(bob, activity(bob, "Undo", json::Value(bob.url("#block")), "undo"));
    EXPECT_EQ(count("select count(*) from blocks"), 0);
}

TEST_F(InboxFollows, AnUndoThatOvertookItsBlockHolds) {
    const auto block = [&](const std::string& id) {
        return activity(bob, "Block", json::Value(Fediverse::uri_of(alice)), id);
    };
    fediverse.let_follow(alice, bob);

    fediverse.deliver(bob, activity(bob, "Undo", json::Value(block("1")), "undo1"));
    fediverse.deliver(bob, block("1"));
    fediverse.deliver(bob, activity(bob, "Undo", json::Value(bob.url("#2")), "undo2"));
    fediverse.deliver(bob, block("2"));

    EXPECT_EQ(count("select count(*) from blocks"), 0);
    EXPECT_EQ(follows(), 1);
}

TEST_F(InboxFollows, Security09_NobodyTakesBackTheBlockOfAnother) {
    const auto mallory = fediverse.known_actor("mallory");
    const auto block = activity(bob, "Block", json::Value(Fediverse::uri_of(alice)), "block");
    fediverse.deliver(bob, block);

    fediverse.deliver(mallory, activity(mallory, "Undo", json::Value(block), "1"));
    fediverse.deliver(mallory, activity(mallory, "Undo", json::Value(bob.url("#block")), "2"));

    EXPECT_EQ(count("select count(*) from blocks"), 1);
}

TEST_F(InboxFollows, WhoMovesTakesTheirFollowersAlong) {
    fediverse.let_follow(alice, bob);
    const auto nest = fediverse.known_actor("bob", "other.test");
    auto move = activity(bob, "Move", json::Value(bob.uri), "move");
    move["target"] = nest.uri;
    fediverse.deliver(bob, move);
    EXPECT_EQ(count("select count(*) from accounts where moved_to_account_id is not null"), 0);
    auto document = nest.document();
    document["alsoKnownAs"] = json::Array{json::Value(bob.uri)};
    fediverse.put(nest.uri, document);
    move["id"] = bob.url("#move2");

    fediverse.deliver(bob, move);

    EXPECT_EQ(count("select count(*) from accounts where moved_to_account_id is not null"), 1);
    run_jobs();
    EXPECT_EQ(follows(), 0);
    EXPECT_EQ(count("select count(*) from follow_requests"), 1); // The new server has to accept.
    EXPECT_THAT(sent(), testing::Contains("Follow"));
}

class InboxMoves : public InboxFollows {
protected:
    InboxMoves() { fediverse.let_follow(alice, bob); }
    // Where bob is from now on; `knows`: and says so.
    void put_nest(bool knows = true) {
        auto document = nest.document();
        if (knows) document["alsoKnownAs"] = json::Array{json::Value(bob.uri)};
        fediverse.put(nest.uri, document);
    }
    void deliver_move() { deliver_move_by(bob, nest, "move"); }
    void deliver_move_by(const Fediverse::Actor& actor, const Fediverse::Actor& to, const std::string& id) {
        auto move = activity(actor, "Move", json::Value(bob.uri), id);
        move["target"] = to.uri;
        fediverse.deliver(actor, move);
    }
    void deliver_profile() {
        auto document = bob.document();
        document["movedTo"] = nest.uri;
        fediverse.deliver(bob, activity(bob, "Update", document, "profile"));
    }
    // What alice's app shows of bob: "bob@other.test"; "" when he has not moved.
    std::string shown_target() {
        auto reader = fediverse.client();
        const auto shown = reader.get("/api/v1/accounts/" + to_string(fediverse.account_of(bob))).json();
        const auto* moved = shown.as_object().if_contains("moved");
        return moved && moved->is_object() ? std::string(moved->at("acct").as_string()) : std::string();
    }
    int moving() { return count("select count(*) from jobs where name = 'follow_moved'"); }

    Fediverse::Actor nest = fediverse.actor("bob", "other.test");
};

TEST_F(InboxMoves, MayLeadToSomebodyWhomNobodyKnowsHere) {
    put_nest();

    deliver_move();

    EXPECT_EQ(shown_target(), "bob@other.test");
    EXPECT_EQ(moving(), 1);
}

TEST_F(InboxMoves, WaitForATargetThatIsDown) {
    fediverse.put(nest.uri, FakePage{.status = 503, .body = ""});
    deliver_move();
    EXPECT_EQ(shown_target(), "");
    put_nest();

    fediverse.world().clock.advance(std::chrono::minutes(6));
    fediverse.settle();

    EXPECT_EQ(shown_target(), "bob@other.test");
    EXPECT_EQ(moving(), 1);
}

TEST_F(InboxMoves, AreForNobodyWhoDoesNotSayTheSame) {
    put_nest(false);

    deliver_move();
    deliver_profile();

    EXPECT_EQ(shown_target(), "");
    EXPECT_EQ(moving(), 0);
}

TEST_F(InboxMoves, AreToldOnlyByWhoMoves) {
    const auto mallory = fediverse.known_actor("mallory");
    auto document = nest.document();
    document["alsoKnownAs"] = json::Array{json::Value(bob.uri), json::Value(mallory.uri)};
    fediverse.put(nest.uri, document);

    deliver_move_by(mallory, nest, "1");
    deliver_move_by(nest, nest, "2");

    EXPECT_EQ(shown_target(), "");
    EXPECT_EQ(moving(), 0);
}

TEST_F(InboxMoves, TakeFollowersAlongOnceAWeek) {
    const auto third = fediverse.actor("bob", "nice.test");
    auto document = third.document();
    document["alsoKnownAs"] = json::Array{json::Value(bob.uri)};
    fediverse.put(third.uri, document);
    put_nest();
    deliver_move();

    fediverse.world().clock.advance(std::chrono::days(6));
    deliver_move_by(bob, third, "2");
    EXPECT_EQ(moving(), 1);
    fediverse.world().clock.advance(std::chrono::hours(25));
    deliver_move_by(bob, third, "3");

    EXPECT_EQ(moving(), 2);
}

TEST_F(InboxMoves, AreShownOfAProfileThatSaysSoAndTakeNobodyAlong) {
    put_nest();

    deliver_profile();

    EXPECT_EQ(shown_target(), "bob@other.test");
    EXPECT_EQ(moving(), 0);
    EXPECT_EQ(follows(), 1);
}

TEST_F(InboxMoves, Security25_AreNotFollowedFromOneToTheNext) {
    const auto third = fediverse.actor("bob", "nice.test");
    auto document = nest.document();
    document["alsoKnownAs"] = json::Array{json::Value(bob.uri)};
    document["movedTo"] = third.uri;
    fediverse.put(nest.uri, document);

    deliver_profile();

    EXPECT_EQ(shown_target(), "bob@other.test");
    EXPECT_EQ(fediverse.requests_for(third.uri), 0);
}

TEST_F(InboxFollows, AReportReachesTheModerators) {
    auto flag = activity(bob, "Flag", json::Value(json::Array{json::Value(Fediverse::uri_of(alice))}), "flag");
    flag["content"] = std::string(6000, 'x');

    fediverse.deliver(bob, flag);

    EXPECT_EQ(count("select count(*) from reports"), 1);
    EXPECT_EQ(count("select length(comment) from reports"), 5000);
}

TEST_F(InboxFollows, AReportOfSeveralHoldsOfEachTheirOwnPosts) {
    const auto carol = fediverse.person("carol");
    StatusId by_alice, by_carol, secret;
    fediverse.write([&](db::Tx& tx) {
        by_alice = make_status(tx, alice, "rude");
        by_carol = make_status(tx, carol, "ruder");
        secret = make_status(tx, carol, "for friends", statuses::Visibility::Private);
    });
    json::Array reported;
    for (const auto& person : {alice, carol}) reported.push_back(json::Value(Fediverse::uri_of(person)));
    reported.push_back(json::Value(Fediverse::uri_of(alice) + "/statuses/" + to_string(by_alice)));
    for (const StatusId id : {by_carol, secret}) {
        reported.push_back(json::Value(Fediverse::uri_of(carol) + "/statuses/" + to_string(id)));
    }

    fediverse.deliver(bob, activity(bob, "Flag", reported, "flag"));

    const auto posts_reported_of = [&](const accounts::Account& target) {
        return fediverse.read<std::string>([&](db::Tx& tx) {
            auto rows = tx.query("select status_ids from reports where target_account_id = $1", {target.id});
            return rows.next() ? rows.string(0) : std::string("no report");
        });
    };
    EXPECT_EQ(posts_reported_of(alice), "[" + to_string(by_alice) + "]");
    EXPECT_EQ(posts_reported_of(carol), "[" + to_string(by_carol) + "]") << "but not what the reporter cannot see";
    EXPECT_EQ(count("select count(*) from reports"), 2);
}

TEST_F(InboxFollows, AReportThatNamesSomebodyTwiceIsOne) {
    StatusId rude;
    fediverse.write([&](db::Tx& tx) { rude = make_status(tx, alice, "rude"); });
    const json::Value uri(Fediverse::uri_of(alice));
    const json::Value post(Fediverse::uri_of(alice) + "/statuses/" + to_string(rude));

    fediverse.deliver(bob, activity(bob, "Flag", json::Array{uri, uri, post, post}, "flag"));

    EXPECT_EQ(count("select count(*) from reports"), 1);
    EXPECT_EQ(count("select count(*) from reports where status_ids = '[" + to_string(rude) + "]'"), 1);
}

TEST_F(InboxFollows, AReportMayBeOfAnotherWhoAnsweredOneOfUs) {
    const auto carol = fediverse.known_actor("carol", "other.test");
    fediverse.write([&](db::Tx& tx) {
        const auto author = accounts::find_by_uri(tx, carol.uri).value();
        for (const auto* id : {"1", "2"}) {
            tx.exec("update statuses set uri = $2 where id = $1",
                    {make_remote_status(tx, author, "rude"), carol.url("/statuses/" + std::string(id))});
        }
        tx.exec("update statuses set in_reply_to_id = $2, in_reply_to_account_id = $3 where uri = $1",
                {carol.url("/statuses/1"), make_status(tx, alice, "hello"), alice.id});
    });
    const auto report = [&](const std::string& post) {
        const json::Array reported{json::Value(carol.uri), json::Value(carol.url("/statuses/" + post))};
        fediverse.deliver(bob, activity(bob, "Flag", reported, "flag" + post));
        return count("select count(*) from reports");
    };

    EXPECT_EQ(report("2"), 0) << "it is nobody's business here";
    EXPECT_EQ(report("1"), 1);
    EXPECT_EQ(
        count(
            "select count(*) from reports r join accounts a on a.id = r.target_account_id where a.username = 'carol'"),
        1);
}

TEST_F(InboxFollows, NobodyFollowsTheServerItself) {
    fediverse.deliver(bob, activity(bob, "Follow", "http://akebono.test/actor", "follow"));

    EXPECT_EQ(follows(), 0);
    EXPECT_THAT(sent(), ElementsAre("Reject"));
    EXPECT_EQ(count("select account_id from delivery_documents"), -99);
}

} // namespace

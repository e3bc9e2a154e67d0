#include "accounts/remote_accounts.h"
#include "federation/actors.h"
#include "federation/discovery_limit.h"
#include "federation/errand.h"
#include "federation/fetch.h"
#include "federation/tombstones.h"
#include "federation/webfinger_client.h"
#include "moderation/domain_blocks.h"
#include "statuses/fetching.h"
#include "support/fediverse.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What other servers send to our inbox, over sockets and signed. Tests named SecurityNN are those of the classes of
// past vulnerabilities by that number.
namespace {

using statuses::Visibility;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kPublic = "https://www.w3.org/ns/activitystreams#Public";

std::string text(const json::Object& object, std::string_view name) { return std::string(object.at(name).as_string()); }

class Inbox : public testing::Test {
protected:
    int count(const std::string& sql) {
        return fediverse.read<int>([&](db::Tx& tx) { return static_cast<int>(tx.query_integer(sql).value_or(-1)); });
    }
    int statuses() { return count("select count(*) from statuses"); }
    json::Value shown(StatusId id, const accounts::Account& viewer) {
        return fediverse.read<json::Value>([&](db::Tx& tx) { return shown_status(tx, id, viewer); });
    }
    std::vector<std::string> told(const accounts::Account& account) {
        return fediverse.read<std::vector<std::string>>([&](db::Tx& tx) { return ::told(tx, account); });
    }
    StatusId post(const accounts::Account& author, const std::string& words,
                  Visibility visibility = Visibility::Public) {
        StatusId id;
        fediverse.write([&](db::Tx& tx) { id = make_status(tx, author, words, visibility); });
        return id;
    }
    static std::string uri_of(const accounts::Account& author, StatusId id) {
        return Fediverse::uri_of(author) + "/statuses/" + to_string(id);
    }
    static json::Object activity(const Fediverse::Actor& actor, std::string_view type, const json::Value& object,
                                 const std::string& id = "1") {
        return {{"@context", "https://www.w3.org/ns/activitystreams"},
                {"id", actor.url("#" + id)},
                {"type", type},
                {"actor", actor.uri},
                {"object", object}};
    }
    static json::Object activity(const Fediverse::Actor& actor, std::string_view type, const std::string& object,
                                 const std::string& id = "1") {
        return activity(actor, type, json::Value(object), id);
    }
    static json::Object activity(const Fediverse::Actor& actor, std::string_view type, const json::Object& object,
                                 const std::string& id = "1") {
        return activity(actor, type, json::Value(object), id);
    }
    static json::Object mentioning(json::Object note, const accounts::Account& whom) {
        note["tag"] = json::Array{{{"type", "Mention"}, {"href", Fediverse::uri_of(whom)}, {"name", "@x"}}};
        note["cc"] = json::Array{Fediverse::uri_of(whom)};
        return note;
    }

    Fediverse fediverse;
    accounts::Account alice = fediverse.person("alice");
};

TEST_F(Inbox, APostOfSomebodyFollowedStandsInTheHomeTimeline) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);

    EXPECT_EQ(fediverse.deliver(bob, Fediverse::create(Fediverse::note(bob, "1", "hello <b>world</b>"))), 202);

    const auto id = fediverse.status("http://remote.test/users/bob/statuses/1");
    ASSERT_TRUE(id);
    const auto entity = shown(*id, alice);
    EXPECT_EQ(entity.at("content").as_string(), "<p>hello <b>world</b></p>");
    EXPECT_EQ(entity.at("account").at("acct").as_string(), "bob@remote.test");
    EXPECT_EQ(entity.at("visibility").as_string(), "public");
    EXPECT_EQ(count("select count(*) from received_activities"), 0);
}

TEST_F(Inbox, AStrangerWhoMentionsUsIsAskedForAndTold) {
    const auto carol = fediverse.actor("carol");

    EXPECT_EQ(fediverse.deliver(carol, Fediverse::create(mentioning(Fediverse::note(carol, "1", "hi"), alice))), 202);

    EXPECT_THAT(told(alice), ElementsAre("mention from carol"));
}

TEST_F(Inbox, AStrangersSlashesMayBeEscaped) {
    const auto bob = fediverse.actor("bob");
    auto body = boost::json::serialize(activity(bob, "Follow", Fediverse::uri_of(alice), "follow"));
    for (auto at = body.find('/'); at != std::string::npos; at = body.find('/', at + 2)) body.insert(at, 1, '\\');

    EXPECT_EQ(fediverse.send_text(bob, body), 202);

    EXPECT_EQ(fediverse.requests_for(bob.uri), 1);
}

TEST_F(Inbox, WhatConcernsNobodyHereIsDroppedWithoutAskingAnybody) {
    const auto dave = fediverse.actor("dave");

    EXPECT_EQ(fediverse.deliver(dave, Fediverse::create(Fediverse::note(dave, "1", "hi"))), 202);
    EXPECT_EQ(fediverse.deliver(dave, activity(dave, "Delete", dave.uri)), 202);
    EXPECT_EQ(fediverse.deliver(dave, activity(dave, "View", Fediverse::uri_of(alice))), 202);

    EXPECT_EQ(fediverse.requests_for(dave.uri), 0);
    EXPECT_EQ(statuses(), 0);
}

TEST_F(Inbox, AKnownStrangersPostIsNotKept) {
    const auto bob = fediverse.known_actor("bob");

    fediverse.deliver(bob, Fediverse::create(Fediverse::note(bob, "1", "hi")));

    EXPECT_EQ(statuses(), 0);
}

TEST_F(Inbox, ToAPersonalInboxItIsForItsOwnerToo) {
    const auto bob = fediverse.known_actor("bob");
    auto note = Fediverse::note(bob, "1", "psst");
    note["to"] = json::Array();
    note["cc"] = json::Array();

    EXPECT_EQ(fediverse.deliver(bob, Fediverse::create(note), "/users/alice/inbox"), 202);
    EXPECT_EQ(fediverse.send(bob, Fediverse::create(note), "/users/nobody/inbox"), 404);

    const auto id = fediverse.status(text(note, "id"));
    ASSERT_TRUE(id);
    EXPECT_TRUE(shown(*id, alice).is_object());
    EXPECT_TRUE(shown(*id, fediverse.person("eve")).is_null());
}

TEST_F(Inbox, DirectAndPrivatePostsReachTheRightPeopleOnly) {
    const auto bob = fediverse.known_actor("bob");
    const auto eve = fediverse.person("eve");
    fediverse.let_follow(alice, bob);
    auto followers_only = Fediverse::note(bob, "1", "for followers");
    followers_only["to"] = json::Array{bob.url("/followers")};
    followers_only["cc"] = json::Array();
    auto direct = mentioning(Fediverse::note(bob, "2", "for eve"), eve);
    direct["to"] = json::Array{Fediverse::uri_of(eve)};
    direct["cc"] = json::Array();

    fediverse.deliver(bob, Fediverse::create(followers_only));
    fediverse.deliver(bob, Fediverse::create(direct));

    const auto first = *fediverse.status(text(followers_only, "id"));
    const auto second = *fediverse.status(text(direct, "id"));
    EXPECT_TRUE(shown(first, alice).is_object());
    EXPECT_TRUE(shown(first, eve).is_null());
    EXPECT_TRUE(shown(second, alice).is_null());
    EXPECT_EQ(shown(second, eve).at("visibility").as_string(), "direct");
    EXPECT_THAT(told(eve), ElementsAre("mention from bob"));
}

TEST_F(Inbox, AnEditIsShownWithItsHistory) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    auto note = Fediverse::note(bob, "1", "before");
    fediverse.deliver(bob, Fediverse::create(note));
    note["content"] = "<p>after</p>";
    note["updated"] = "2024-01-02T03:02:00Z";

    fediverse.deliver(bob, activity(bob, "Update", note));

    const auto entity = shown(*fediverse.status(text(note, "id")), alice);
    EXPECT_EQ(entity.at("content").as_string(), "<p>after</p>");
    EXPECT_TRUE(entity.at("edited_at").is_string());
    EXPECT_EQ(count("select count(*) from status_edits"), 2);
}

TEST_F(Inbox, AnEditThatIsOnlyNamedIsFetchedWhereItIs) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    auto note = Fediverse::note(bob, "1", "before");
    fediverse.deliver(bob, Fediverse::create(note));
    note["content"] = "<p>after</p>";
    note["updated"] = "2024-01-02T03:02:00Z";
    fediverse.put(text(note, "id"), note);
    auto profile = bob.document();
    profile["name"] = "Bobby";
    fediverse.put(bob.uri, profile);

    fediverse.deliver(bob, activity(bob, "Update", text(note, "id")));
    fediverse.deliver(bob, activity(bob, "Update", bob.uri, "2"));

    EXPECT_EQ(shown(*fediverse.status(text(note, "id")), alice).at("content").as_string(), "<p>after</p>");
    EXPECT_EQ(count("select count(*) from accounts where display_name = 'Bobby'"), 1);
}

TEST_F(Inbox, AnEditOfWhatNeverCameIsThePostWhileItIsNew) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    auto old = Fediverse::note(bob, "2", "old");
    old["published"] = "2024-01-01T03:00:00Z"; // More than a day ago.

    fediverse.deliver(bob, activity(bob, "Update", Fediverse::note(bob, "1", "new"), "1"));
    fediverse.deliver(bob, activity(bob, "Update", old, "2"));

    const auto id = fediverse.status(bob.url("/statuses/1"));
    ASSERT_TRUE(id);
    EXPECT_EQ(shown(*id, alice).at("content").as_string(), "<p>new</p>");
    EXPECT_FALSE(fediverse.status(bob.url("/statuses/2")));
}

TEST_F(Inbox, OtherMentionsTagsAndLanguagesAreTakenWithoutBeingAnEdit) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    auto note = Fediverse::note(bob, "1", "hello");
    note["contentMap"] = json::Object{{"en", "hello"}};
    fediverse.deliver(bob, Fediverse::create(note));
    note["contentMap"] = json::Object{{"fr", "hello"}};
    note["updated"] = "2024-01-02T03:02:00Z";
    note["tag"] = json::Array{{{"type", "Mention"}, {"href", Fediverse::uri_of(alice)}, {"name", "@alice"}},
                              {{"type", "Hashtag"}, {"href", "http://remote.test/tags/cats"}, {"name", "#cats"}}};

    fediverse.deliver(bob, activity(bob, "Update", note));

    const auto entity = shown(*fediverse.status(text(note, "id")), alice);
    EXPECT_EQ(entity.at("language"), "fr");
    EXPECT_EQ(entity.at("mentions").as_array().size(), 1);
    EXPECT_EQ(entity.at("tags").at(0).at("name"), "cats");
    EXPECT_TRUE(entity.at("edited_at").is_null());
    EXPECT_EQ(count("select count(*) from status_edits"), 0);
    EXPECT_THAT(told(alice), ElementsAre("mention from bob"));
}

TEST_F(Inbox, ABoostIsAsOldAsItSays) {
    const auto bob = fediverse.known_actor("bob"), carol = fediverse.known_actor("carol"),
               dave = fediverse.known_actor("dave");
    const auto id = post(alice, "mine");
    fediverse.world().clock.advance(std::chrono::hours(8));
    const auto boost = [&](const Fediverse::Actor& by, const json::Value& published) {
        auto announce = activity(by, "Announce", uri_of(alice, id), "boost");
        announce["to"] = json::Array{kPublic};
        announce["published"] = published;
        fediverse.deliver(by, announce);
        return fediverse.read<base::Time>([&](db::Tx& tx) {
            auto rows =
                tx.query("select created_at, id from statuses where reblog_of_id = $1 order by created_at desc", {id});
            while (rows.next()) {
                if (rows.time(0) != base::time_of_id(rows.integer(1))) ADD_FAILURE() << "pages would be out of order";
            }
            auto own = tx.query("select created_at from statuses where account_id = $1",
                                {accounts::find_by_uri(tx, by.uri)->id});
            return own.next() ? own.time(0) : base::Time{};
        });
    };
    const auto posted = kTestTime;

    EXPECT_EQ(boost(bob, "2024-01-02T04:00:00Z"), base::parse_iso8601("2024-01-02T04:00:00Z"));
    EXPECT_GE(boost(carol, "2020-01-01T00:00:00Z"), posted) << "not before there was anything to boost";
    const auto of_the_future = boost(dave, "2030-01-01T00:00:00Z");
    EXPECT_LE(of_the_future, fediverse.world().clock.now());
    EXPECT_THAT(told(alice), ElementsAre("reblog from bob", "reblog from carol", "reblog from dave"));
}

// Servers try again for a week when we could not be reached.
TEST_F(Inbox, WhatIsDeliveredDaysLateIsNewsStill) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.world().clock.advance(std::chrono::hours(5 * 24));

    fediverse.deliver(bob, Fediverse::create(mentioning(Fediverse::note(bob, "1", "late"), alice)));
    EXPECT_THAT(told(alice), ElementsAre("mention from bob"));

    fediverse.world().clock.advance(std::chrono::hours(5 * 24));
    fediverse.deliver(bob, Fediverse::create(mentioning(Fediverse::note(bob, "2", "from an archive"), alice)));
    EXPECT_EQ(statuses(), 2);
    EXPECT_THAT(told(alice), ElementsAre("mention from bob"));
}

TEST_F(Inbox, OneOfOursIsFoundAmongHundredsOfStrangers) {
    const auto bob = fediverse.known_actor("bob");
    auto note = mentioning(Fediverse::note(bob, "1", "hi all"), alice);
    json::Array cc;
    for (int i = 0; i < 230; ++i) cc.emplace_back("http://elsewhere.test/users/" + std::to_string(i));
    cc.emplace_back(Fediverse::uri_of(alice));
    note["cc"] = cc;

    fediverse.deliver(bob, Fediverse::create(note));

    EXPECT_EQ(statuses(), 1);
}

TEST_F(Inbox, LikesAndBoostsAndTheirUndoing) {
    const auto bob = fediverse.known_actor("bob");
    const auto id = post(alice, "mine");
    const auto uri = uri_of(alice, id);

    fediverse.deliver(bob, activity(bob, "Like", uri, "like"));
    auto announce = activity(bob, "Announce", uri, "boost");
    announce["to"] = json::Array{kPublic};
    fediverse.deliver(bob, announce);

    EXPECT_THAT(told(alice), ElementsAre("favourite from bob", "reblog from bob"));
    EXPECT_EQ(shown(id, alice).at("favourites_count").as_int64(), 1);
    EXPECT_EQ(shown(id, alice).at("reblogs_count").as_int64(), 1);

    fediverse.deliver(bob, activity(bob, "Undo", activity(bob, "Like", uri, "like"), "undo"));
    fediverse.deliver(bob, activity(bob, "Undo", announce, "undo2"));

    EXPECT_THAT(told(alice), IsEmpty());
    EXPECT_EQ(shown(id, alice).at("favourites_count").as_int64(), 0);
    EXPECT_EQ(shown(id, alice).at("reblogs_count").as_int64(), 0);

    auto again = activity(bob, "Announce", uri, "boost2");
    again["to"] = json::Array{kPublic};
    fediverse.deliver(bob, again);
    EXPECT_EQ(shown(id, alice).at("reblogs_count").as_int64(), 1);
    fediverse.deliver(bob, activity(bob, "Undo", text(again, "id"), "undo3")); // By its id alone.
    EXPECT_EQ(shown(id, alice).at("reblogs_count").as_int64(), 0);
}

TEST_F(Inbox, ABoostOfWhatWeDoNotHaveIsFetched) {
    const auto bob = fediverse.known_actor("bob");
    const auto carol = fediverse.actor("carol", "other.test");
    fediverse.let_follow(alice, bob);
    const auto note = Fediverse::note(carol, "9", "worth it");
    fediverse.put(text(note, "id"), note);
    auto announce = activity(bob, "Announce", text(note, "id"), "boost");
    announce["to"] = json::Array{kPublic};

    fediverse.deliver(bob, announce);

    ASSERT_TRUE(fediverse.status(text(note, "id")));
    EXPECT_EQ(count("select count(*) from statuses where reblog_of_id is not null"), 1);
}

// alice asks for an hour: tea, coffee or both?
class InboxPolls : public Inbox {
protected:
    InboxPolls() {
        fediverse.write([&](db::Tx& tx) {
            statuses::Draft draft;
            draft.text = "which?";
            draft.poll = statuses::PollDraft{.options = {"tea", "coffee"},
                                             .expires_in = std::chrono::hours(1),
                                             .is_multiple = true,
                                             .hides_totals = false};
            id = make_status(tx, alice, draft);
        });
    }
    void vote(const Fediverse::Actor& voter, std::string_view choice, const std::string& name) {
        fediverse.deliver(voter, Fediverse::create({{"id", voter.url("#votes/" + name)},
                                                    {"type", "Note"},
                                                    {"name", choice},
                                                    {"attributedTo", voter.uri},
                                                    {"to", Fediverse::uri_of(alice)},
                                                    {"inReplyTo", uri_of(alice, id)}}));
    }
    json::Value poll() { return shown(id, alice).at("poll"); }

    Fediverse::Actor bob = fediverse.known_actor("bob");
    StatusId id;
};

TEST_F(InboxPolls, VotesInOursCount) {
    vote(bob, "tea", "1");
    vote(bob, "tea", "2");
    vote(bob, "coffee", "3");
    vote(bob, "water", "4");

    EXPECT_EQ(poll().at("votes_count").as_int64(), 2);
    EXPECT_EQ(poll().at("voters_count").as_int64(), 1);
    EXPECT_EQ(statuses(), 1);
}

TEST_F(Inbox, WhoMayNotSeeAPollHasNoVoiceInIt) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.deliver(bob, activity(bob, "Follow", Fediverse::uri_of(alice), "follow"));
    const auto mallory = fediverse.known_actor("mallory");
    StatusId id;
    fediverse.write([&](db::Tx& tx) {
        statuses::Draft draft;
        draft.text = "which?";
        draft.visibility = statuses::Visibility::Private;
        draft.poll = statuses::PollDraft{.options = {"tea", "coffee"},
                                         .expires_in = std::chrono::hours(1),
                                         .is_multiple = false,
                                         .hides_totals = false};
        id = make_status(tx, alice, draft);
    });

    for (const auto* actor : {&bob, &mallory}) {
        fediverse.deliver(*actor, Fediverse::create({{"id", actor->url("#votes/1")},
                                                     {"type", "Note"},
                                                     {"name", "tea"},
                                                     {"attributedTo", actor->uri},
                                                     {"to", Fediverse::uri_of(alice)},
                                                     {"inReplyTo", uri_of(alice, id)}}));
    }

    EXPECT_EQ(count("select votes_count from poll_options where position = 0"), 1);
    EXPECT_EQ(
        count("select count(*) from poll_votes v join accounts a on a.id = v.account_id where a.username = 'bob'"), 1);
}

TEST_F(Inbox, ABoostForOnePersonIsNobodys) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    const auto id = post(alice, "ours");
    auto boost = activity(bob, "Announce", uri_of(alice, id), "boost");
    boost["to"] = Fediverse::uri_of(alice);

    fediverse.deliver(bob, boost);
    EXPECT_EQ(shown(id, alice).at("reblogs_count").as_int64(), 0);

    boost["id"] = bob.url("#boost2");
    boost["to"] = bob.url("/followers");
    fediverse.deliver(bob, boost);
    EXPECT_EQ(shown(id, alice).at("reblogs_count").as_int64(), 1);
}

TEST_F(Inbox, APostMayBeGivenByTheRightToFetchIt) {
    const auto bob = fediverse.known_actor("bob"), mallory = fediverse.known_actor("mallory", "evil.test");
    fediverse.let_follow(alice, bob);
    fediverse.let_follow(alice, mallory);
    auto note = Fediverse::note(bob, "1", "for those with a token");
    note["to"] = json::Array{bob.url("/followers")};
    note["cc"] = json::Array();
    fediverse.put(text(note, "id"), {.body = boost::json::serialize(note), .wanted = "authorization"});
    const auto bearcap = "bear:?t=s3cret&u=" + url_encoded(text(note, "id"));
    fediverse.deliver(mallory, activity(mallory, "Create", bearcap, "create"));
    EXPECT_EQ(fediverse.requests_for(text(note, "id")), 0) << "it is not theirs";

    fediverse.deliver(bob, activity(bob, "Create", bearcap, "create"));

    const auto id = fediverse.status(text(note, "id"));
    ASSERT_TRUE(id);
    EXPECT_EQ(shown(*id, alice).at("visibility"), "private");
}

TEST_F(InboxPolls, VotesThatComeTooLateDoNotCount) {
    const auto carol = fediverse.known_actor("carol");
    vote(bob, "tea", "1");
    fediverse.world().clock.advance(std::chrono::minutes(61));

    vote(bob, "coffee", "2");
    vote(carol, "coffee", "1");

    EXPECT_TRUE(poll().at("expired").as_bool());
    EXPECT_EQ(poll().at("votes_count").as_int64(), 1);
    EXPECT_EQ(statuses(), 1) << "nor is it an answer";
}

TEST_F(Inbox, AnAnswerWaitsForWhatItAnswers) {
    const auto bob = fediverse.known_actor("bob");
    const auto carol = fediverse.actor("carol", "other.test");
    fediverse.let_follow(alice, bob);
    const auto parent = Fediverse::note(carol, "1", "question");
    fediverse.put(text(parent, "id"), parent);
    auto reply = Fediverse::note(bob, "2", "answer");
    reply["inReplyTo"] = text(parent, "id");

    fediverse.deliver(bob, Fediverse::create(reply));

    const auto id = *fediverse.status(text(reply, "id"));
    const auto parent_id = fediverse.status(text(parent, "id"));
    ASSERT_TRUE(parent_id);
    EXPECT_EQ(shown(id, alice).at("in_reply_to_id").as_string(), to_string(*parent_id));
    EXPECT_EQ(shown(*parent_id, alice).at("replies_count").as_int64(), 1);
}

TEST_F(Inbox, AProfileChangesAndAnAccountGoes) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    fediverse.deliver(bob, Fediverse::create(Fediverse::note(bob, "1", "hi")));
    auto document = bob.document();
    document["name"] = "Bob the <b>Builder</b>";
    document["summary"] = "<p onclick=\"x\">builds</p>";

    fediverse.deliver(bob, activity(bob, "Update", document));

    auto rows = fediverse.read<std::string>([&](db::Tx& tx) {
        auto row = tx.query("select display_name, note from accounts where uri = $1", {bob.uri});
        row.next();
        return row.string(0) + "|" + row.string(1);
    });
    EXPECT_EQ(rows, "Bob the <b>Builder</b>|<p>builds</p>");

    fediverse.deliver(bob, activity(bob, "Delete", bob.uri, "gone"));

    EXPECT_EQ(count("select count(*) from accounts where domain <> '' and suspended_at is null"), 0);
    EXPECT_EQ(count("select count(*) from jobs where name = 'delete_remote_account'"), 1);
}

TEST_F(Inbox, NobodyDeletesTheAccountOfAnother) {
    const auto bob = fediverse.known_actor("bob");
    const auto neighbour = fediverse.known_actor("mallory"), stranger = fediverse.known_actor("mallory", "evil.test");

    for (const auto& mallory : {neighbour, stranger}) {
        fediverse.deliver(mallory, activity(mallory, "Delete", bob.uri, "1"));
        fediverse.deliver(mallory, activity(mallory, "Delete", json::Object{{"id", bob.uri}, {"type", "Person"}}, "2"));
        fediverse.deliver(mallory, activity(mallory, "Delete", Fediverse::uri_of(alice), "3"));
    }

    EXPECT_EQ(count("select count(*) from accounts where suspended_at is not null or left_at is not null"), 0);
    EXPECT_EQ(count("select count(*) from jobs where name = 'delete_remote_account'"), 0);
}

TEST_F(Inbox, WhoeverLeavesMayBeNamedOrGivenWhole) {
    const auto bob = fediverse.known_actor("bob"), carol = fediverse.known_actor("carol");

    fediverse.deliver(bob, activity(bob, "Delete", bob.uri));
    fediverse.deliver(carol, activity(carol, "Delete", carol.document()));

    EXPECT_EQ(count("select count(*) from accounts where domain <> '' and suspended_at is null"), 0);
}

TEST_F(Inbox, OnlyTheirOwnPostsAreFeaturedAndOnlyByThemselves) {
    const auto bob = fediverse.known_actor("bob"), carol = fediverse.known_actor("carol");
    const auto own = bob.url("/statuses/1"), foreign = carol.url("/statuses/1"), ours = uri_of(alice, post(alice, "x"));
    for (const auto& actor : {bob, carol}) {
        fediverse.let_follow(alice, actor);
        fediverse.deliver(actor, Fediverse::create(Fediverse::note(actor, "1", "look")));
    }
    int number = 0;
    const auto tell = [&](const Fediverse::Actor& actor, std::string_view type, const std::string& object) {
        auto told = activity(actor, type, object, std::to_string(++number));
        told["target"] = bob.url("/featured");
        fediverse.deliver(actor, told);
    };
    const auto pins = [&] { return count("select count(*) from status_pins"); };

    tell(bob, "Add", foreign);
    tell(bob, "Add", ours);
    tell(carol, "Add", own);
    tell(carol, "Add", foreign);
    EXPECT_EQ(pins(), 0);
    tell(bob, "Add", own);
    EXPECT_EQ(pins(), 1);
    tell(carol, "Remove", own);
    EXPECT_EQ(pins(), 1);
    tell(bob, "Remove", own);
    EXPECT_EQ(pins(), 0);
}

TEST_F(Inbox, SomebodyMayBeCalledAnotherNameOnceWebFingerSaysSo) {
    const auto bob = fediverse.known_actor("bob"), robert = fediverse.known_actor("robert");
    const auto renamed = [&](const Fediverse::Actor& actor, const std::string& name) {
        fediverse.put(
            "http://remote.test/.well-known/webfinger?resource=acct%3A" + name + "%40remote.test",
            {.content_type = "application/jrd+json",
             .body = boost::json::serialize(json::Object{
                 {"subject", "acct:" + name + "@remote.test"},
                 {"links", {{{"rel", "self"}, {"type", "application/activity+json"}, {"href", actor.uri}}}}})});
        auto document = actor.document();
        document["preferredUsername"] = name;
        fediverse.put(actor.uri, document);
        return document;
    };
    const auto is_called = [&](const Fediverse::Actor& actor, const std::string& name) {
        return count("select count(*) from accounts where username = '" + name + "' and uri = '" + actor.uri + "'")
               == 1;
    };
    auto pretended = bob.document();
    pretended["preferredUsername"] = "robert";

    fediverse.deliver(bob, activity(bob, "Update", pretended));
    EXPECT_TRUE(is_called(bob, "bob"));
    EXPECT_TRUE(is_called(robert, "robert"));

    renamed(robert, "rob");
    fediverse.deliver(bob, activity(bob, "Update", renamed(bob, "robert"), "2"));
    EXPECT_TRUE(is_called(bob, "robert"));
    EXPECT_TRUE(is_called(robert, "rob"));
    EXPECT_EQ(count("select count(*) from accounts where domain <> ''"), 2);
}

TEST_F(Inbox, UnsignedAndUnreadableRequestsAreRefused) {
    const auto bob = fediverse.known_actor("bob");

    EXPECT_EQ(fediverse.client().request("POST", "/inbox", {}, "{}").status, 401);
    EXPECT_EQ(fediverse.send_text(bob, "not json"), 400);
    EXPECT_EQ(fediverse.send_text(bob, "{}"), 400);
    EXPECT_EQ(fediverse.send_text(bob, "[" + std::string(100, '[')), 400);
    EXPECT_EQ(fediverse.send_text(bob, std::string((1 << 20) + 1, ' ')), 413);
}

TEST_F(Inbox, NothingIsTakenFromServersThatAreKeptAway) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.write([&](db::Tx& tx) {
        ASSERT_TRUE(moderation::block_domain(tx, {.domain = "test", .severity = moderation::Severity::Suspend}));
    });

    EXPECT_EQ(fediverse.send(bob, Fediverse::create(Fediverse::note(bob, "1", "hi"))), 403);
}

TEST_F(Inbox, AKeyThatWasChangedIsAskedForOnce) {
    auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    bob.key.key = std::make_shared<const base::PrivateKey>(base::PrivateKey::generate());
    fediverse.put(bob.uri, bob.document());
    const auto note = Fediverse::note(bob, "1", "new key");
    EXPECT_EQ(fediverse.send(bob, Fediverse::create(note)), 401); // Asked for a moment ago.
    fediverse.world().clock.advance(std::chrono::minutes(6));

    EXPECT_EQ(fediverse.deliver(bob, Fediverse::create(note)), 202);

    EXPECT_TRUE(fediverse.status(text(note, "id")));
}

TEST_F(Inbox, Security01_ADocumentThatIsElsewhereIsFetchedThereOrDropped) {
    const auto bob = fediverse.known_actor("bob");
    auto note = Fediverse::note(bob, "1", "the real one");
    fediverse.put(text(note, "id"), note);
    note["content"] = "<p>forged</p>";
    fediverse.put("http://evil.test/copy", note);
    federation::Errand errand(fediverse.database());

    const auto fetched = statuses::fetch_status(errand, "http://evil.test/copy");

    ASSERT_TRUE(fetched);
    EXPECT_EQ(shown(*fetched, alice).at("content").as_string(), "<p>the real one</p>");
    note["id"] = "http://remote.test/nowhere";
    fediverse.put("http://evil.test/copy2", note);
    EXPECT_FALSE(federation::fetch_document(errand, "http://evil.test/copy2"));
}

TEST_F(Inbox, Security02_OnlyWhatIsDeclaredActivityPubIsADocument) {
    const auto bob = fediverse.actor("bob");
    const std::string body = boost::json::serialize(bob.document());
    for (const auto* type : {"text/plain", "application/json", "image/png", "text/html", "application/ld+json",
                             "application/activity+jsonp"}) {
        fediverse.put(bob.uri, {.content_type = type, .body = body});
        federation::Errand errand(fediverse.database());
        EXPECT_FALSE(federation::fetch_actor(errand, bob.uri)) << type;
    }
    fediverse.put(bob.uri, {.content_type = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
                            .body = body});
    federation::Errand errand(fediverse.database());
    EXPECT_TRUE(federation::fetch_actor(errand, bob.uri));
}

TEST_F(Inbox, Security03_ASignedCreateOfWhatIsOnAnotherHostStoresNothing) {
    const auto mallory = fediverse.known_actor("mallory", "evil.test");
    const auto victim = fediverse.known_actor("victim");
    fediverse.let_follow(alice, mallory);
    auto note = Fediverse::note(victim, "1", "forged");
    auto create = Fediverse::create(note);
    create["actor"] = mallory.uri;

    fediverse.deliver(mallory, create);
    note["attributedTo"] = mallory.uri;
    create["object"] = note;
    fediverse.deliver(mallory, create);
    fediverse.deliver(victim, activity(victim, "Like", std::string("x"))); // Nothing waits behind it.

    EXPECT_EQ(statuses(), 0);
}

TEST_F(Inbox, Security04_NobodyEditsOrDeletesForAnotherOfTheSameHost) {
    const auto bob = fediverse.known_actor("bob");
    const auto mallory = fediverse.known_actor("mallory");
    fediverse.let_follow(alice, bob);
    auto note = Fediverse::note(bob, "1", "mine");
    fediverse.deliver(bob, Fediverse::create(note));
    note["content"] = "<p>hers</p>";
    note["updated"] = "2024-01-02T03:03:00Z";

    fediverse.deliver(mallory, activity(mallory, "Update", note, "a"));
    note["attributedTo"] = mallory.uri;
    fediverse.deliver(mallory, activity(mallory, "Update", note, "b"));
    fediverse.deliver(mallory, activity(mallory, "Delete", text(note, "id"), "c"));

    const auto id = fediverse.status(text(note, "id"));
    ASSERT_TRUE(id);
    EXPECT_EQ(shown(*id, alice).at("content").as_string(), "<p>mine</p>");
    EXPECT_EQ(shown(*id, alice).at("account").at("acct").as_string(), "bob@remote.test");
}

TEST_F(Inbox, Security05_AnOlderUpdateNeverOverwrites) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    auto note = Fediverse::note(bob, "1", "first");
    fediverse.deliver(bob, Fediverse::create(note));
    auto newer = note;
    newer["content"] = "<p>third</p>";
    newer["updated"] = "2024-01-02T03:03:00Z";
    auto older = note;
    older["content"] = "<p>second</p>";
    older["updated"] = "2024-01-02T03:02:00Z";

    fediverse.deliver(bob, activity(bob, "Update", newer, "a"));
    fediverse.deliver(bob, activity(bob, "Update", older, "b"));
    fediverse.deliver(bob, activity(bob, "Update", newer, "a"));

    EXPECT_EQ(shown(*fediverse.status(text(note, "id")), alice).at("content").as_string(), "<p>third</p>");
    EXPECT_EQ(count("select count(*) from status_edits"), 2);
}

TEST_F(Inbox, Security05_AnOlderUpdateCountsNothing) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    const auto edited = [&](const char* updated, int likes) {
        auto note = Fediverse::note(bob, "1", "hello");
        note["updated"] = updated;
        note["likes"] = json::Object{{"type", "Collection"}, {"totalItems", likes}};
        return note;
    };
    const auto likes = [&] {
        return shown(*fediverse.status("http://remote.test/users/bob/statuses/1"), alice).at("favourites_count");
    };
    fediverse.deliver(bob, Fediverse::create(Fediverse::note(bob, "1", "hullo")));
    fediverse.deliver(bob, activity(bob, "Update", edited("2024-01-02T03:03:00Z", 7), "a"));
    EXPECT_EQ(likes(), 7);

    fediverse.deliver(bob, activity(bob, "Update", edited("2024-01-02T03:02:00Z", 5), "b"));
    EXPECT_EQ(likes(), 7);
    fediverse.deliver(bob, activity(bob, "Update", edited("2024-01-02T03:03:00Z", 8), "c"));
    EXPECT_EQ(likes(), 8);
}

TEST_F(Inbox, Security05_AnOlderUpdateAsksNothingElse) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    const auto question = [&](const char* option, const char* updated) {
        auto note = Fediverse::note(bob, "1", "which?");
        note["type"] = "Question";
        note["oneOf"] = json::Array{{{"type", "Note"}, {"name", "tea"}}, {{"type", "Note"}, {"name", option}}};
        if (*updated) note["updated"] = updated;
        return note;
    };
    fediverse.deliver(bob, Fediverse::create(question("milk", "")));
    fediverse.deliver(bob, activity(bob, "Update", question("coffee", "2024-01-02T03:03:00Z"), "b"));
    fediverse.write([](db::Tx& tx) { tx.exec(R"(
            insert into poll_votes (poll_id, account_id, position)
            select p.id, u.account_id, 0 from polls p, users u)"); });

    fediverse.deliver(bob, activity(bob, "Update", question("water", "2024-01-02T03:02:00Z"), "a"));

    const auto poll = shown(*fediverse.status("http://remote.test/users/bob/statuses/1"), alice).at("poll");
    EXPECT_EQ(poll.at("options").at(1).at("title").as_string(), "coffee");
    EXPECT_TRUE(poll.at("voted").as_bool());
}

TEST_F(Inbox, Security08_NothingWidensTheAudienceOfAPost) {
    const auto bob = fediverse.known_actor("bob");
    const auto mallory = fediverse.known_actor("mallory", "evil.test");
    const auto eve = fediverse.person("eve");
    fediverse.let_follow(alice, bob);
    fediverse.let_follow(alice, mallory);
    auto note = Fediverse::note(bob, "1", "for followers");
    note["to"] = json::Array{bob.url("/followers")};
    note["cc"] = json::Array();
    fediverse.deliver(bob, Fediverse::create(note));
    auto announce = activity(mallory, "Announce", text(note, "id"), "boost");
    announce["to"] = json::Array{kPublic};
    fediverse.deliver(mallory, announce);
    note["to"] = json::Array{kPublic};
    note["updated"] = "2024-01-02T03:03:00Z";
    fediverse.deliver(bob, Fediverse::create(note));
    fediverse.deliver(bob, activity(bob, "Update", note, "update"));

    const auto id = *fediverse.status(text(note, "id"));
    EXPECT_TRUE(shown(id, eve).is_null());
    EXPECT_EQ(shown(id, alice).at("visibility").as_string(), "private");
    EXPECT_EQ(count("select count(*) from statuses where reblog_of_id is not null"), 0);
}

TEST_F(Inbox, Security09_WhatIsDeletedStaysDeleted) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    const auto note = Fediverse::note(bob, "1", "oops");
    const auto other = Fediverse::note(bob, "2", "never seen");
    fediverse.deliver(bob, Fediverse::create(note));

    fediverse.deliver(bob,
                      activity(bob, "Delete", json::Object{{"id", text(note, "id")}, {"type", "Tombstone"}}, "d1"));
    EXPECT_EQ(statuses(), 0);
    fediverse.deliver(bob, activity(bob, "Delete", text(other, "id"), "d2"));
    fediverse.deliver(bob, Fediverse::create(note));
    fediverse.deliver(bob, Fediverse::create(other));
    fediverse.put(text(note, "id"), note);
    federation::Errand errand(fediverse.database());

    EXPECT_FALSE(statuses::fetch_status(errand, text(note, "id")));
    EXPECT_EQ(statuses(), 0);
}

TEST_F(Inbox, Security09_AnUndoThatOvertookItsLikeHolds) {
    const auto bob = fediverse.known_actor("bob");
    const auto id = post(alice, "mine");
    const auto like = activity(bob, "Like", uri_of(alice, id), "like");

    fediverse.deliver(bob, activity(bob, "Undo", like, "undo"));
    fediverse.deliver(bob, like);

    EXPECT_EQ(shown(id, alice).at("favourites_count").as_int64(), 0);
}

TEST_F(Inbox, Security04_ABoostBringsNobodyElsesPost) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    for (const auto* host : {"remote.test", "evil.test"}) {
        const auto mallory = fediverse.known_actor("mallory", host);
        fediverse.let_follow(alice, mallory);
        const json::Object forged{{"id", mallory.url("#forged")},
                                  {"type", json::Array{"Note", "Create"}},
                                  {"attributedTo", mallory.uri},
                                  {"actor", bob.uri},
                                  {"content", "x"},
                                  {"to", json::Array{kPublic}},
                                  {"object", Fediverse::note(bob, "9", "never said")}};
        auto boost = activity(mallory, "Announce", forged, "boost");
        boost["to"] = json::Array{kPublic};

        fediverse.deliver(mallory, boost);

        EXPECT_EQ(count("select count(*) from statuses where content like '%never said%'"), 0) << host;
    }
}

TEST_F(Inbox, Security09_NobodyBuriesWhatAnotherOfTheirServerHasYetToSend) {
    const auto bob = fediverse.known_actor("bob");
    const auto mallory = fediverse.known_actor("mallory");
    fediverse.let_follow(alice, bob);
    const auto id = post(alice, "ours");
    const auto note = Fediverse::note(bob, "1", "hello");
    const auto like = activity(bob, "Like", uri_of(alice, id), "like");
    fediverse.deliver(mallory, activity(mallory, "Delete", text(note, "id"), "d"));
    fediverse.deliver(mallory, activity(mallory, "Undo", like, "u"));

    fediverse.deliver(bob, Fediverse::create(note));
    fediverse.deliver(bob, like);

    EXPECT_TRUE(fediverse.status(text(note, "id")));
    EXPECT_EQ(shown(id, alice).at("favourites_count").as_int64(), 1);
}

TEST_F(Inbox, Security09_NobodyFreesTheIdOfWhatAnotherDeleted) {
    const auto bob = fediverse.known_actor("bob");
    const auto mallory = fediverse.known_actor("mallory", "evil.test");
    fediverse.let_follow(alice, bob);
    const auto note = Fediverse::note(bob, "1", "regretted");
    const auto uri = text(note, "id");
    fediverse.deliver(bob, activity(bob, "Delete", uri, "delete"));
    ASSERT_EQ(count("select count(*) from tombstones"), 1);

    for (const auto& [type, object] :
         {std::pair("Follow", Fediverse::uri_of(alice)), std::pair("Like", uri_of(alice, post(alice, "mine")))}) {
        auto forged = activity(mallory, type, object);
        forged["id"] = uri;
        fediverse.deliver(mallory, forged);
    }
    fediverse.deliver(bob, Fediverse::create(note));

    EXPECT_FALSE(fediverse.status(uri));
}

TEST_F(Inbox, AKeyMayGoByWhoseItIs) {
    for (const bool is_known : {true, false}) {
        const std::string name = is_known ? "bob" : "carol";
        auto actor = is_known ? fediverse.known_actor(name) : fediverse.actor(name);
        for (const auto& key_id : {actor.uri, "acct:" + name + "@remote.test"}) {
            actor.key.id = key_id;
            const auto note = mentioning(Fediverse::note(actor, std::to_string(key_id.size()), "hi"), alice);

            EXPECT_EQ(fediverse.deliver(actor, Fediverse::create(note)), 202) << key_id;

            EXPECT_TRUE(fediverse.status(text(note, "id"))) << key_id;
        }
    }
}

TEST_F(Inbox, AStrangersHandleIsAskedForWhenItSigns) {
    auto carol = fediverse.actor("carol");
    carol.key.id = "acct:carol@remote.test";
    const auto note = mentioning(Fediverse::note(carol, "1", "hi"), alice);

    EXPECT_EQ(fediverse.deliver(carol, Fediverse::create(note)), 202);

    EXPECT_TRUE(fediverse.status(text(note, "id")));
}

TEST_F(Inbox, AKeyMayBeADocumentOfItsOwn) {
    auto carol = fediverse.actor("carol"), dave = fediverse.actor("dave");
    for (auto* actor : {&carol, &dave}) {
        actor->key.id = actor->url("/key");
        auto document = actor->document();
        document["publicKey"] = actor->key.id;
        fediverse.put(actor->uri, document);
        fediverse.put(actor->key.id, {{"@context", "https://www.w3.org/ns/activitystreams"},
                                      {"id", actor->key.id},
                                      {"type", "Key"},
                                      {"owner", carol.uri}, // Dave's, too.
                                      {"publicKeyPem", actor->key.key->public_pem()}});
    }
    const auto note = mentioning(Fediverse::note(carol, "1", "hi"), alice);

    EXPECT_EQ(fediverse.deliver(carol, Fediverse::create(note)), 202);
    EXPECT_EQ(fediverse.deliver(dave, Fediverse::create(mentioning(Fediverse::note(dave, "1", "hi"), alice))), 401);

    EXPECT_TRUE(fediverse.status(text(note, "id")));
    EXPECT_EQ(count("select count(*) from remote_keys"), 1);
}

TEST_F(Inbox, Security12_AHandleOrAnActorSpeaksForItselfAlone) {
    auto bob = fediverse.actor("bob");
    bob.key.key = std::make_shared<const base::PrivateKey>(base::PrivateKey::generate()); // Nobody else's.
    fediverse.put(bob.uri, bob.document());
    federation::Errand errand(fediverse.database());
    ASSERT_TRUE(federation::fetch_actor(errand, bob.uri));
    auto mallory = fediverse.known_actor("mallory"), elsewhere = fediverse.known_actor("eve", "evil.test");
    fediverse.let_follow(alice, bob);
    const auto create = Fediverse::create(Fediverse::note(bob, "1", "forged"));

    for (const auto* nobody : {"acct:", "acct:bob", "acct:alice@akebono.test", "acct:bob@nowhere.test"}) {
        mallory.key.id = nobody;
        fediverse.send(mallory, create);
    }
    for (const auto* key_id : {"acct:mallory@remote.test", "http://remote.test/users/mallory", "acct:bob@remote.test",
                               "http://remote.test/users/bob"}) {
        mallory.key.id = elsewhere.key.id = key_id;
        EXPECT_EQ(fediverse.send(mallory, create), 401) << key_id;
        EXPECT_EQ(fediverse.send(elsewhere, create), 401) << key_id;
    }
    elsewhere.key.id = "acct:eve@evil.test";
    EXPECT_EQ(fediverse.send(elsewhere, create), 401);
    fediverse.settle();

    EXPECT_EQ(statuses(), 0);
}

TEST_F(Inbox, Security12_AKeySpeaksForItsOwnerAlone) {
    const auto bob = fediverse.known_actor("bob");
    const auto mallory = fediverse.known_actor("mallory");
    const auto elsewhere = fediverse.known_actor("mallory", "evil.test");
    fediverse.let_follow(alice, bob);
    const auto create = Fediverse::create(Fediverse::note(bob, "1", "forged"));

    EXPECT_EQ(fediverse.send(mallory, create), 401);
    EXPECT_EQ(fediverse.send(elsewhere, create), 202); // Passed on by a stranger: dropped.
    fediverse.settle();

    EXPECT_EQ(statuses(), 0);
}

TEST_F(Inbox, Security12_AKeyDocumentThatLeadsElsewhereIsNoProof) {
    auto mallory = fediverse.actor("mallory", "evil.test");
    auto document = mallory.document();
    document["publicKey"] = {{"id", "http://remote.test/users/bob#main-key"},
                             {"owner", mallory.uri},
                             {"publicKeyPem", mallory.key.key->public_pem()}};
    fediverse.put(mallory.uri, document);
    fediverse.put("http://remote.test/users/bob", {.status = 302, .body = "", .location = mallory.uri});
    auto bob = mallory;
    bob.uri = "http://remote.test/users/bob";
    bob.key.id = "http://remote.test/users/bob#main-key";

    EXPECT_EQ(fediverse.send(bob, Fediverse::create(mentioning(Fediverse::note(bob, "1", "forged"), alice))), 401);

    EXPECT_EQ(count("select count(*) from remote_keys"), 0);
}

TEST_F(Inbox, Security13_TheSameRequestTwiceHasOneEffect) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    const auto body = boost::json::serialize(Fediverse::create(Fediverse::note(bob, "1", "once")));
    http::Outgoing request;
    request.method = http::Method::Post;
    request.url = "http://akebono.test/inbox";
    request.body = body;
    federation::sign(request, bob.key, federation::Scheme::Rfc9421, fediverse.world().clock.now());

    EXPECT_EQ(fediverse.client().request("POST", "/inbox", request.headers, body).status, 202);
    EXPECT_EQ(fediverse.client().request("POST", "/inbox", request.headers, body).status, 202);
    fediverse.settle();
    EXPECT_EQ(count("select count(*) from received_activities"), 0);
    EXPECT_EQ(count("select count(*) from statuses"), 1);
    EXPECT_EQ(fediverse.client().request("POST", "/inbox", request.headers, body).status, 202);
    EXPECT_EQ(count("select count(*) from received_activities"), 0);
    fediverse.world().clock.advance(std::chrono::hours(24));
    EXPECT_EQ(fediverse.client().request("POST", "/inbox", request.headers, body).status, 401);

    EXPECT_EQ(statuses(), 1);
}

TEST_F(Inbox, Security14_ASignatureInsideADocumentProvesNothing) {
    const auto bob = fediverse.known_actor("bob");
    const auto mallory = fediverse.known_actor("mallory", "evil.test");
    fediverse.let_follow(alice, bob);
    auto create = Fediverse::create(Fediverse::note(bob, "1", "forged"));
    create["signature"] = {{"type", "RsaSignature2017"}, {"creator", bob.key.id}, {"signatureValue", "AAAA"}};

    fediverse.deliver(mallory, create);

    EXPECT_EQ(statuses(), 0);
}

TEST_F(Inbox, Security16_AHandleIsCheckedBothWays) {
    const auto mallory = fediverse.actor("mallory", "evil.test");
    fediverse.actor("victim");
    // evil.test says that one of its people is remote.test's.
    fediverse.put("http://evil.test/.well-known/webfinger?resource=acct%3Amallory%40evil.test",
                  {.content_type = "application/jrd+json",
                   .body = boost::json::serialize(json::Object{
                       {"subject", "acct:victim@remote.test"},
                       {"links", {{{"rel", "self"}, {"type", "application/activity+json"}, {"href", mallory.uri}}}}})});
    federation::Errand errand(fediverse.database());

    EXPECT_FALSE(federation::fetch_actor(errand, mallory.uri));
    const auto account_of_victim = federation::resolve_handle(errand, "@Victim@Remote.Test").value();
    // Who says to be somebody else leads to that somebody.
    EXPECT_EQ(*federation::resolve_handle(errand, "mallory@evil.test"), account_of_victim);
    EXPECT_FALSE(federation::resolve_handle(errand, "nobody@remote.test"));
    EXPECT_EQ(count("select count(*) from accounts where domain <> ''"), 1);
}

TEST_F(Inbox, Security16_DomainsHaveOneSpelling) {
    using federation::Handle;
    EXPECT_EQ(Handle::parse("@Bob@EXAMPLE.com")->text(), "Bob@example.com");
    const std::vector<std::pair<std::string, std::string>> spellings = {
        {"EXAMPLE.com", "example.com"},
        {"example.com:443", "example.com"},
        {"example.com:8443", "example.com:8443"},
        {"日本.example", "xn--wgv71a.example"},
        {"XN--WGV71A.example", "xn--wgv71a.example"},
        {"BÜCHER.example", "xn--bcher-kva.example"},
        {"bu\u0308cher.example", "xn--bcher-kva.example"}, // With the dots apart.
        {"ｅｘａｍｐｌｅ.com", "example.com"},
        {"example。com", "example.com"},
        {"еxample.com", "xn--xample-2of.com"}, // A Cyrillic е is another server, and looks like one.
    };
    for (const auto& [written, kept] : spellings) {
        const auto handle = Handle::parse("bob@" + written);
        ASSERT_TRUE(handle) << written;
        EXPECT_EQ(handle->domain, kept) << written;
    }
    for (const auto* text : {"bob",
                             "bob@",
                             "@bob",
                             "bob@@example.com",
                             "bob@exa mple.com",
                             "bob@-",
                             "",
                             "@",
                             "bob@example.com/x",
                             "b/ob@example.com",
                             "bob@a..b",
                             "bob@.a.b",
                             "bob@a.b:",
                             "bob@example.com:0",
                             "bob@example.com:65536",
                             "bob@a.b:1:2",
                             "bob@a.b:x",
                             "bob@a.b?c",
                             "bob@a.b#c",
                             "bob@example.com@evil.test",
                             "bob@a%2eb.com",
                             "bob@a\\b.com",
                             "bob@a\nb.com",
                             "bob@xn--a-.example",
                             "bob@a_.b\u200d.example",
                             "bоb@a.b",
                             "bob@\u202e.com"}) {
        EXPECT_FALSE(Handle::parse(text)) << text;
    }
    EXPECT_FALSE(Handle::parse(std::string_view("bob@a.b\0c", 9)));
    EXPECT_FALSE(Handle::parse("bob@" + std::string(300, 'a') + ".test"));
}

// The last dot of a name says that nothing follows: nobody gets a second account by it.
TEST_F(Inbox, Security16_ADotAtTheEndMakesNobodyElse) {
    fediverse.actor("bob");
    federation::Errand errand(fediverse.database());
    ASSERT_TRUE(federation::resolve_handle(errand, "bob@remote.test"));

    (void)federation::resolve_handle(errand, "bob@remote.test.");
    (void)federation::resolve_handle(errand, "BOB@REMOTE.TEST:443");

    EXPECT_EQ(count("select count(*) from accounts where domain <> ''"), 1);
}

// What WebFinger answers is about whom was asked for, or about somebody whose own server says the same.
TEST_F(Inbox, Security16_TheSubjectIsWhoWasAskedFor) {
    const auto bob = fediverse.actor("bob");
    const auto answer = [&](const std::string& subject) {
        fediverse.put("http://remote.test/.well-known/webfinger?resource=acct%3Abob%40remote.test",
                      {.content_type = "application/jrd+json",
                       .body = boost::json::serialize(json::Object{
                           {"subject", subject},
                           {"links", {{{"rel", "self"}, {"type", "application/activity+json"}, {"href", bob.uri}}}}})});
        federation::Errand errand(fediverse.database());
        return federation::resolve_handle(errand, "bob@remote.test").has_value();
    };

    for (const auto* other :
         {"acct:bob@evil.test", "acct:bob@remote.test@evil.test", "bob@remote.test", "http://remote.test/users/bob",
          "acct:bob@remote.test:8443", "acct:bob@rеmote.test", "acct:", ""}) {
        EXPECT_FALSE(answer(other)) << other;
    }
    EXPECT_EQ(count("select count(*) from accounts where domain <> ''"), 0);
    EXPECT_TRUE(answer("acct:BOB@Remote.Test"));
    EXPECT_EQ(count("select count(*) from accounts where domain = 'remote.test'"), 1);
}

// The actor must lead back to the handle by which it was found.
TEST_F(Inbox, Security16_TheActorLeadsBack) {
    const auto bob = fediverse.actor("bob");
    auto document = bob.document();
    const auto is_found = [&] {
        fediverse.put(bob.uri, document);
        federation::Errand errand(fediverse.database());
        return federation::resolve_handle(errand, "bob@remote.test").has_value();
    };

    document["preferredUsername"] = "somebody";
    EXPECT_FALSE(is_found());
    document["preferredUsername"] = "bob";
    document["webfinger"] = "bob@evil.test";
    EXPECT_FALSE(is_found());
    document.erase("webfinger");
    document["id"] = "http://remote.test/users/other";
    EXPECT_FALSE(is_found());
    EXPECT_EQ(count("select count(*) from accounts where domain <> ''"), 0);
    EXPECT_TRUE([&] {
        document = bob.document();
        return is_found();
    }());
}

TEST_F(Inbox, AServerMayHaveANicerDomainForItsHandles) {
    const auto bob = fediverse.actor("bob", "web.nice.test");
    const auto finger =
        FakePage{.content_type = "application/jrd+json",
                 .body = boost::json::serialize(json::Object{
                     {"subject", "acct:bob@nice.test"},
                     {"links", {{{"rel", "self"}, {"type", "application/activity+json"}, {"href", bob.uri}}}}})};
    fediverse.put("http://web.nice.test/.well-known/webfinger?resource=acct%3Abob%40web.nice.test", finger);
    fediverse.put("http://nice.test/.well-known/webfinger?resource=acct%3Abob%40nice.test", finger);
    federation::Errand errand(fediverse.database());

    ASSERT_TRUE(federation::resolve_handle(errand, "bob@nice.test"));
    EXPECT_EQ(count("select count(*) from accounts where domain = 'nice.test'"), 1);
    EXPECT_TRUE(federation::resolve_handle(errand, "bob@web.nice.test"));
    EXPECT_EQ(count("select count(*) from accounts where domain <> ''"), 1);
}

TEST_F(Inbox, Security20_ARedirectToAnotherHostIsNoDocumentOfTheFirst) {
    const auto mallory = fediverse.actor("mallory", "evil.test");
    fediverse.put("http://remote.test/users/x", {.status = 302, .body = "", .location = mallory.uri});
    auto document = mallory.document();
    document["id"] = "http://remote.test/users/x";
    fediverse.put("http://evil.test/fake", document);
    fediverse.put("http://remote.test/users/y", {.status = 302, .body = "", .location = "http://evil.test/fake"});
    federation::Errand errand(fediverse.database());

    EXPECT_FALSE(federation::fetch_document(errand, "http://remote.test/users/y"));
    fediverse.put("http://remote.test/loop", {.status = 302, .body = "", .location = "http://remote.test/loop"});
    EXPECT_FALSE(federation::fetch_document(errand, "http://remote.test/loop"));
    EXPECT_LE(fediverse.requests_for("http://remote.test/loop"), 4);
}

TEST_F(Inbox, ARedirectDoesNotLeadToAServerThatIsKeptAway) {
    fediverse.write([&](db::Tx& tx) {
        ASSERT_TRUE(moderation::block_domain(tx, {.domain = "evil.test", .severity = moderation::Severity::Suspend}));
    });
    fediverse.put("http://remote.test/x", {.status = 302, .body = "", .location = "/y"});
    fediverse.put("http://remote.test/y", {.status = 302, .body = "", .location = "http://evil.test/x"});
    federation::Errand errand(fediverse.database());

    const auto fetched = federation::fetch_document(errand, "http://remote.test/x");

    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().refusal, base::Refusal::Forbidden);
    EXPECT_EQ(fediverse.requests_for("http://remote.test/y"), 1);
    EXPECT_EQ(fediverse.requests_to("evil.test"), 0);
}

TEST_F(Inbox, Security25_CyclesAndLongChainsOfAnswersEnd) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    auto first = Fediverse::note(bob, "1", "a");
    auto second = Fediverse::note(bob, "2", "b");
    first["inReplyTo"] = text(second, "id");
    second["inReplyTo"] = text(first, "id");
    fediverse.put(text(first, "id"), first);
    fediverse.put(text(second, "id"), second);

    fediverse.deliver(bob, Fediverse::create(first));

    EXPECT_EQ(statuses(), 2);
    EXPECT_LE(fediverse.requests_for(text(first, "id")), 1);
    EXPECT_EQ(count("select count(*) from statuses where in_reply_to_id is not null"), 1);
    auto self = Fediverse::note(bob, "3", "c");
    self["inReplyTo"] = text(self, "id");
    fediverse.put(text(self, "id"), self);
    fediverse.deliver(bob, Fediverse::create(self));
    EXPECT_EQ(statuses(), 3);
    EXPECT_EQ(count("select count(*) from statuses where in_reply_to_id = id"), 0);
}

TEST_F(Inbox, Security25_AThreadOfTenThousandIsNotClimbed) {
    fediverse.add_host("deep.test");
    const auto bob = fediverse.known_actor("bob", "deep.test");
    fediverse.let_follow(alice, bob);
    for (int i = 0; i < 10'000; ++i) {
        auto note = Fediverse::note(bob, std::to_string(i), "deep");
        note["inReplyTo"] = bob.url("/statuses/" + std::to_string(i + 1));
        fediverse.put(text(note, "id"), note);
        if (i == 0) fediverse.send(bob, Fediverse::create(note));
    }

    fediverse.settle();

    EXPECT_GT(statuses(), 100);
    EXPECT_LE(statuses(), 501);
    EXPECT_LE(fediverse.requests_to("deep.test/users/bob/statuses"), 501);
    fediverse.world().clock.advance(std::chrono::hours(24));
    fediverse.settle();
    EXPECT_LE(statuses(), 501); // It is not gone on with later.
}

// A server that answers under any name: each of its people names the next, in what they write and what they pin.
TEST_F(Inbox, Security25_ADomainFullOfNamesIsNotWalkedThrough) {
    constexpr int kHosts = 60;
    const auto host = [](int i) { return "h" + std::to_string(i) + ".wild.test"; };
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    auto all = mentioning(Fediverse::note(bob, "1", "hi"), alice);
    for (int i = 0; i < kHosts; ++i) {
        fediverse.add_host(host(i));
        const auto one = fediverse.actor("eve", host(i));
        const std::string next = "http://" + host((i + 1) % kHosts) + "/users/eve";
        auto document = one.document();
        document["movedTo"] = next;
        document["alsoKnownAs"] = json::Array{next};
        fediverse.put(one.uri, document);
        auto note = Fediverse::note(one, "1", "next");
        note["inReplyTo"] = next + "/statuses/1";
        note["tag"] = json::Array{{{"type", "Mention"}, {"href", next}}};
        fediverse.put(text(note, "id"), note);
        fediverse.put(one.url("/featured"), {{"@context", "https://www.w3.org/ns/activitystreams"},
                                             {"id", one.url("/featured")},
                                             {"type", "OrderedCollection"},
                                             {"orderedItems", json::Array{note}}});
        all["tag"].as_array().push_back({{"type", "Mention"}, {"href", one.uri}});
    }
    all["inReplyTo"] = "http://" + host(0) + "/users/eve/statuses/1";

    EXPECT_EQ(fediverse.deliver(bob, Fediverse::create(all)), 202);

    EXPECT_THAT(told(alice), ElementsAre("mention from bob"));
    EXPECT_LE(count("select count(*) from accounts where domain like '%.wild.test'"), 10);
    const int asked = fediverse.requests_to(".wild.test");
    EXPECT_LE(asked, 100);
    fediverse.settle();
    EXPECT_EQ(fediverse.requests_to(".wild.test"), asked);
}

TEST_F(Inbox, Security25_AnErrandHasAnEnd) {
    federation::Errand errand(fediverse.database(), {.requests = 2, .time = std::chrono::seconds(5)});
    const auto a = fediverse.actor("a");
    EXPECT_TRUE(federation::fetch_document(errand, a.uri));
    EXPECT_TRUE(federation::fetch_document(errand, a.uri));
    const auto refused = federation::fetch_document(errand, a.uri);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().refusal, base::Refusal::TooMany);
}

TEST_F(Inbox, Security25_ThreadsHaveAnHourlyBudgetForEachHost) {
    const std::string uri = "http://a.threads.test/posts/1";
    const auto& context = fediverse.database().context();
    while (federation::take_post(context, "b.threads.test")) {
    }
    federation::Errand of_thread(fediverse.database(), {.is_for_thread = true}), other(fediverse.database());

    const auto refused = federation::fetch_document(of_thread, uri); // One name, whatever stands before it.
    const auto asked = federation::fetch_document(other, uri);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().refusal, base::Refusal::TooMany);
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().refusal, base::Refusal::Unavailable); // There is no such server.
    EXPECT_TRUE(federation::take_post(context, "elsewhere.test"));
}

TEST_F(Inbox, Security26_TenThousandMentionsTagsAndPicturesAreCut) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    auto note = Fediverse::note(bob, "1", "many");
    json::Array tags, attachments;
    for (int i = 0; i < 3000; ++i) {
        tags.push_back({{"type", "Mention"}, {"href", "http://remote.test/users/u" + std::to_string(i)}});
        tags.push_back({{"type", "Hashtag"}, {"name", "#tag" + std::to_string(i)}});
        attachments.push_back({{"type", "Document"},
                               {"mediaType", "image/png"},
                               {"url", "http://remote.test/" + std::to_string(i) + ".png"}});
    }
    note["tag"] = tags;
    note["attachment"] = attachments;

    EXPECT_EQ(fediverse.deliver(bob, Fediverse::create(note)), 202);

    ASSERT_TRUE(fediverse.status(text(note, "id")));
    EXPECT_LE(count("select count(*) from statuses_tags"), 32);
    EXPECT_EQ(count("select count(*) from media_attachments"), 16);
    EXPECT_LE(fediverse.requests_for("http://remote.test/users/u11"), 0);
}

TEST_F(Inbox, Security27_WhatIsTooLongIsCut) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    auto document = bob.document();
    document["name"] = std::string(5000, 'n');
    document["summary"] = std::string(50'000, 's');
    json::Array fields;
    for (int i = 0; i < 100; ++i) {
        fields.push_back(
            {{"type", "PropertyValue"}, {"name", std::string(3000, 'f')}, {"value", std::string(3000, 'v')}});
    }
    document["attachment"] = fields;
    fediverse.deliver(bob, activity(bob, "Update", document));
    json::Array options;
    for (int i = 0; i < 600; ++i)
        options.push_back({{"type", "Note"}, {"name", std::string(1100, 'o') + std::to_string(i)}});
    auto question = Fediverse::note(bob, "1", "x");
    question["type"] = "Question";
    question["oneOf"] = options;
    fediverse.deliver(bob, Fediverse::create(question));

    EXPECT_LE(count("select length(display_name) from accounts where domain <> ''"), 2048);
    EXPECT_LE(count("select length(note) from accounts where domain <> ''"), 20 << 10);
    EXPECT_LE(count("select length(fields) from accounts where domain <> ''"), 50 * 5000);
    EXPECT_EQ(count("select count(*) from poll_options"), 500);
    EXPECT_LE(count("select max(length(title)) from poll_options"), 1024);
}

TEST_F(Inbox, Security30_ThePageOfAnAccountIsOnItsOwnServer) {
    const auto bob = fediverse.known_actor("bob");
    auto document = bob.document();
    document["url"] = "https://bank.example/login";
    fediverse.deliver(bob, activity(bob, "Update", document));

    EXPECT_EQ(count("select count(*) from accounts where domain <> '' and url is not null"), 0);
}

TEST_F(Inbox, Security30_ThePageOfAPostIsOnItsOwnServer) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    auto note = Fediverse::note(bob, "1", "look");
    note["url"] = "https://bank.example/login";

    fediverse.deliver(bob, Fediverse::create(note));

    const auto url = std::string(shown(*fediverse.status(text(note, "id")), alice).at("url").as_string());
    EXPECT_EQ(url.find("bank.example"), std::string::npos) << url;
}

TEST_F(Inbox, Security09_NobodyTakesBackWhatAnotherDid) {
    const auto bob = fediverse.known_actor("bob");
    const auto mallory = fediverse.known_actor("mallory");
    const auto id = post(alice, "ours");
    const auto like = activity(bob, "Like", uri_of(alice, id), "like");
    auto boost = activity(bob, "Announce", uri_of(alice, id), "boost");
    boost["cc"] = bob.url("/followers");
    const auto follow = activity(bob, "Follow", Fediverse::uri_of(alice), "follow");
    for (const auto& done : {like, boost, follow}) fediverse.deliver(bob, done);

    int number = 0;
    for (const auto& done : {like, boost, follow}) {
        fediverse.deliver(mallory, activity(mallory, "Undo", done, std::to_string(++number)));
        fediverse.deliver(mallory, activity(mallory, "Undo", text(done, "id"), std::to_string(++number)));
    }

    EXPECT_EQ(shown(id, alice).at("favourites_count").as_int64(), 1);
    EXPECT_EQ(shown(id, alice).at("reblogs_count").as_int64(), 1);
    EXPECT_EQ(count("select count(*) from follows"), 1);
}

TEST_F(Inbox, Security55_WhatIsRefusedHalfDoneLeavesNothing) {
    const auto bob = fediverse.known_actor("bob");
    fediverse.let_follow(alice, bob);
    fediverse.send(bob, Fediverse::create(Fediverse::note(bob, "1", "one")));
    fediverse.send(bob, activity(bob, "Undo", std::string("http://other.test/x"), "u"));
    fediverse.send(bob, Fediverse::create(Fediverse::note(bob, "2", "two")));

    fediverse.settle();

    EXPECT_EQ(statuses(), 2);
    EXPECT_EQ(count("select count(*) from received_activities"), 0);
}

} // namespace

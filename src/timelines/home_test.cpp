#include "timelines/home.h"

#include "relationships/blocks.h"
#include "relationships/domain_blocks.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "statuses/deletion.h"
#include "statuses/edits.h"
#include "statuses/reblogs.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"
#include "tags/follows.h"
#include "tags/tags.h"
#include "timelines/readers.h"

#include <gmock/gmock.h>

#include <functional>

namespace timelines {
namespace {

using statuses::Visibility;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Everybody in these tests; nobody follows anybody yet.
struct People {
    explicit People(db::Tx& tx)
        : reader(make_person(tx, "reader")),
          friend_(make_person(tx, "friend")),
          other(make_person(tx, "other")),
          stranger(make_person(tx, "stranger")) {}
    accounts::Account reader, friend_, other, stranger;
};

http::Page first_page(int limit = 20) {
    http::Page page;
    page.limit = limit;
    return page;
}

// Built anew from the database, whatever is in memory.
std::vector<StatusId> built(db::Tx& tx, const accounts::Account& reader) {
    tx.context().feeds.drop(reader.id);
    return home_page(tx, reader.id, first_page());
}

// What a feed in memory would be given, and what one built from the database holds: the same rule.
bool reaches(db::Tx& tx, const accounts::Account& reader, StatusId id) {
    const auto readers = readers_of(tx, id, std::vector{reader.id}, shape_in(tx, id));
    EXPECT_EQ(readers, readers_of(tx, id, std::vector{reader.id})) << "what is left out matters";
    const auto feed = built(tx, reader);
    const bool is_built = std::find(feed.begin(), feed.end(), id) != feed.end();
    EXPECT_EQ(is_built, !readers.empty());
    return is_built;
}

TEST(Home, HoldsOnesOwnPostsAndThoseOfPeopleOneFollows) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.friend_.id));

    const auto own = make_status(tx, people.reader, "mine");
    const auto theirs = make_status(tx, people.friend_, "theirs", Visibility::Private);
    make_status(tx, people.stranger, "somebody's");

    EXPECT_THAT(built(tx, people.reader), ElementsAre(theirs, own));
}

TEST(Home, HoldsAnswersOnlyToPeopleOneFollows) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.friend_.id));
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.other.id));
    const auto of_friend = make_status(tx, people.friend_, "friend's");
    const auto of_other = make_status(tx, people.other, "other's");
    const auto of_stranger = make_status(tx, people.stranger, "stranger's");
    const auto of_reader = make_status(tx, people.reader, "reader's");

    EXPECT_TRUE(reaches(tx, people.reader, make_reply(tx, people.friend_, of_friend, "to myself")));
    EXPECT_TRUE(reaches(tx, people.reader, make_reply(tx, people.friend_, of_other, "to other")));
    EXPECT_TRUE(reaches(tx, people.reader, make_reply(tx, people.friend_, of_reader, "to reader")));
    EXPECT_FALSE(reaches(tx, people.reader, make_reply(tx, people.friend_, of_stranger, "to stranger")));
}

TEST(Home, HoldsDirectPostsThatMentionTheReader) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.friend_.id));

    EXPECT_TRUE(reaches(tx, people.reader, make_status(tx, people.friend_, "@reader psst", Visibility::Direct)));
    EXPECT_FALSE(reaches(tx, people.reader, make_status(tx, people.friend_, "@other psst", Visibility::Direct)));
    EXPECT_FALSE(reaches(tx, people.reader, make_status(tx, people.stranger, "@reader psst", Visibility::Direct)));
}

TEST(Home, KeepsToTheOptionsOfTheFollow) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.friend_.id,
                                      {.reblogs = false, .notify = {}, .languages = std::vector<std::string>{"ja"}}));
    statuses::Draft draft;
    draft.text = "hello";
    draft.language = "en";
    const auto english = make_status(tx, people.friend_, draft);
    draft.language = "ja";
    const auto japanese = make_status(tx, people.friend_, draft);
    const auto boost = statuses::reblog(tx, people.friend_, make_status(tx, people.stranger, "!"), Visibility::Public);

    EXPECT_FALSE(reaches(tx, people.reader, english));
    EXPECT_TRUE(reaches(tx, people.reader, japanese));
    EXPECT_FALSE(reaches(tx, people.reader, *boost));
}

TEST(Home, HoldsNothingOfThoseWhoAreMutedOrBlocked) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.friend_.id));
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.other.id));
    const auto of_other = make_status(tx, people.other, "other's");
    const auto of_stranger = make_status(tx, people.stranger, "stranger's");
    const auto boost_of_stranger = statuses::reblog(tx, people.friend_, of_stranger, Visibility::Public);
    ASSERT_TRUE(reaches(tx, people.reader, *boost_of_stranger));

    ASSERT_TRUE(relationships::mute(tx, people.reader, people.other.id));
    ASSERT_TRUE(relationships::block(tx, people.stranger, people.reader.id));

    EXPECT_FALSE(reaches(tx, people.reader, of_other));
    EXPECT_FALSE(reaches(tx, people.reader, *boost_of_stranger));
}

TEST(Home, HoldsNoBoostsOrMentionsOfThoseWhoAreMutedOrBlocked) {
    const auto mute = [](db::Tx& tx, const accounts::Account& from, AccountId whom) {
        ASSERT_TRUE(relationships::mute(tx, from, whom));
    };
    const auto block = [](db::Tx& tx, const accounts::Account& from, AccountId whom) {
        ASSERT_TRUE(relationships::block(tx, from, whom));
    };
    using Hide = std::function<void(db::Tx&, const accounts::Account&, AccountId)>;
    for (const Hide& hide : {Hide(mute), Hide(block)}) {
        TestDb database;
        db::Tx tx = database.begin();
        const People people(tx);
        ASSERT_TRUE(relationships::follow(tx, people.reader, people.friend_.id));
        const auto of_other = make_status(tx, people.other, "other's");
        const auto with_other = make_status(tx, people.stranger, "@other");
        const auto boost = *statuses::reblog(tx, people.friend_, of_other, Visibility::Public);
        const auto boost_with = *statuses::reblog(tx, people.friend_, with_other, Visibility::Public);
        const auto mention = make_status(tx, people.friend_, "@other");
        const auto own_mention = make_status(tx, people.reader, "@other");
        const auto hears_of_boosted = [&](StatusId id) {
            return !readers_of_boosts(tx, id, std::vector{people.reader.id}).empty();
        };
        for (const auto id : {boost, boost_with, mention}) ASSERT_TRUE(reaches(tx, people.reader, id));
        for (const auto id : {of_other, with_other}) ASSERT_TRUE(hears_of_boosted(id));

        hide(tx, people.reader, people.other.id);

        for (const auto id : {boost, boost_with, mention}) EXPECT_FALSE(reaches(tx, people.reader, id));
        for (const auto id : {of_other, with_other}) EXPECT_FALSE(hears_of_boosted(id));
        EXPECT_TRUE(reaches(tx, people.reader, own_mention));
    }
}

TEST(Home, HoldsOnesOwnBoostOfWhomOneMutes) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    const auto of_other = make_status(tx, people.other, "other's");
    const auto boost = *statuses::reblog(tx, people.reader, of_other, Visibility::Public);

    ASSERT_TRUE(relationships::mute(tx, people.reader, people.other.id));

    EXPECT_TRUE(reaches(tx, people.reader, boost));
    EXPECT_FALSE(readers_of_boosts(tx, of_other, std::vector{people.reader.id}).empty());
}

TEST(Home, HoldsNoBoostsFromBlockedDomains) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.friend_.id));
    const auto of_remote = make_status(tx, make_account(tx, {.domain = "remote.test"}), "theirs");
    const auto boost = *statuses::reblog(tx, people.friend_, of_remote, Visibility::Public);
    ASSERT_TRUE(reaches(tx, people.reader, boost));

    ASSERT_TRUE(relationships::block_domain(tx, people.reader, "remote.test"));
    EXPECT_FALSE(reaches(tx, people.reader, boost));
}

// Follows the tag of that name, which is made for it.
void follow_hashtag(db::Tx& tx, const accounts::Account& account, const std::string& name) {
    tags::follow_tag(tx, account.id, tags::ensure_tag(tx, tags::named(name)).id);
}

TEST(Home, HoldsPublicPostsWithAHashtagThatOneFollows) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    follow_hashtag(tx, people.reader, "Café");
    const auto of_other = make_status(tx, people.other, "first");

    EXPECT_TRUE(reaches(tx, people.reader, make_status(tx, people.stranger, "a #cafe")));
    EXPECT_TRUE(reaches(tx, people.reader, make_reply(tx, people.stranger, of_other, "also answers #cafe")));
    EXPECT_FALSE(reaches(tx, people.reader, make_status(tx, people.stranger, "a #tea")));
    EXPECT_FALSE(reaches(tx, people.reader, make_status(tx, people.stranger, "#cafe", Visibility::Unlisted)));
    EXPECT_FALSE(reaches(tx, people.reader, make_status(tx, people.stranger, "#cafe", Visibility::Private)));
    const auto post = make_status(tx, people.other, "#cafe");
    EXPECT_FALSE(reaches(tx, people.reader, *statuses::reblog(tx, people.stranger, post, Visibility::Public)));

    tags::unfollow_tag(tx, people.reader.id, tags::find_tag(tx, "cafe")->id);
    EXPECT_FALSE(reaches(tx, people.reader, post));
}

TEST(Home, HoldsNoHashtagOfThoseWhoAreHiddenOrLimited) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    follow_hashtag(tx, people.reader, "tea");
    const auto limited = make_person(tx, "limited");
    const auto of_stranger = make_status(tx, people.stranger, "#tea");
    const auto of_other = make_status(tx, people.other, "#tea");
    const auto of_friend = make_status(tx, people.friend_, "#tea @other");
    const auto of_limited = make_status(tx, limited, "#tea");
    const auto remote = make_account(tx, {.domain = "remote.test"});
    const auto of_remote = make_status(tx, remote, "#tea");
    ASSERT_TRUE(reaches(tx, people.reader, of_remote));
    ASSERT_TRUE(relationships::block_domain(tx, people.reader, "remote.test"));
    EXPECT_FALSE(reaches(tx, people.reader, of_remote));
    tx.exec("update accounts set silenced_at = $2 where id = $1", {limited.id, tx.now()});
    ASSERT_TRUE(reaches(tx, people.reader, of_friend));

    ASSERT_TRUE(relationships::block(tx, people.stranger, people.reader.id));
    ASSERT_TRUE(relationships::mute(tx, people.reader, people.other.id));

    EXPECT_FALSE(reaches(tx, people.reader, of_stranger));
    EXPECT_FALSE(reaches(tx, people.reader, of_other));
    EXPECT_FALSE(reaches(tx, people.reader, of_friend)); // It mentions somebody who is muted.
    EXPECT_FALSE(reaches(tx, people.reader, of_limited));
    ASSERT_TRUE(relationships::unmute(tx, people.reader, people.other.id));
    EXPECT_TRUE(reaches(tx, people.reader, of_friend));
    ASSERT_TRUE(relationships::block(tx, people.reader, people.other.id));
    EXPECT_FALSE(reaches(tx, people.reader, of_friend));
}

TEST(Home, HoldsAPostOnceThatIsThereForSeveralReasons) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.friend_.id));
    follow_hashtag(tx, people.reader, "tea");
    follow_hashtag(tx, people.reader, "cake");

    const auto theirs = make_status(tx, people.friend_, "#tea #cake");
    const auto own = make_status(tx, people.reader, "#tea");

    EXPECT_THAT(built(tx, people.reader), ElementsAre(own, theirs));
    EXPECT_THAT(readers_of(tx, theirs, std::vector{people.reader.id}), ElementsAre(base::FeedKey(people.reader.id)));
}

TEST(Home, FollowsTheHashtagsOfAPostThatIsEdited) {
    TestDatabase database;
    accounts::Account reader, stranger;
    StatusId post;
    database->write([&](db::Tx& tx) {
        reader = make_person(tx, "reader");
        stranger = make_person(tx, "stranger");
        follow_hashtag(tx, reader, "tea");
        post = make_status(tx, stranger, "#coffee");
    });
    const auto read = [&] {
        std::vector<StatusId> ids;
        database->read([&](db::Tx& tx) { ids = home_page(tx, reader.id, first_page()); });
        return ids;
    };
    const auto edit = [&](const std::string& text) {
        statuses::Edit wanted;
        wanted.text = text;
        database->write([&](db::Tx& tx) { ASSERT_TRUE(statuses::edit(tx, stranger, post, wanted)); });
    };
    ASSERT_THAT(read(), IsEmpty());
    database.world().clock.advance(base::FeedStore::kSettling + std::chrono::seconds(1));
    ASSERT_THAT(read(), IsEmpty()); // Built for good.

    edit("#coffee and #tea");
    EXPECT_THAT(read(), ElementsAre(post));
    edit("only #coffee");
    EXPECT_THAT(read(), IsEmpty());
}

TEST(Home, HearsOfHashtagsLive) {
    TestDatabase database;
    accounts::Account reader, stranger;
    database->write([&](db::Tx& tx) {
        reader = make_person(tx, "reader");
        stranger = make_person(tx, "stranger");
        follow_hashtag(tx, reader, "tea");
    });
    auto& events = database.world().events;
    const std::string home = "timeline:" + to_string(reader.id);
    events.listen(home);
    events.take();

    database->write([&](db::Tx& tx) {
        make_status(tx, stranger, "#tea");
        make_status(tx, stranger, "#coffee");
    });

    const auto heard = events.take();
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_EQ(heard[0].channel + " " + heard[0].event, home + " update");
}

TEST(Home, WalksIndexes) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.friend_.id));
    follow_hashtag(tx, people.reader, "tea");
    const auto post = make_status(tx, people.friend_, "#tea @other");

    EXPECT_THAT(whole_table_steps(tx,
                                  [&] {
                                      (void)built(tx, people.reader);
                                      (void)readers_of(tx, post, std::vector{people.reader.id});
                                      (void)readers_of_boosts(tx, post, std::vector{people.reader.id});
                                  }),
                IsEmpty());
}

TEST(Home, PagesBothWays) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    std::vector<StatusId> posted;
    for (int i = 0; i < 5; ++i) posted.push_back(make_status(tx, people.reader, "post"));
    const auto page_of = [&](http::Page page) { return home_page(tx, people.reader.id, page); };
    http::Page below, above, since;
    below.limit = above.limit = since.limit = 2;
    below.max_id = posted[3].value;
    above.min_id = posted[0].value;
    since.since_id = posted[0].value;

    EXPECT_THAT(page_of(first_page(2)), ElementsAre(posted[4], posted[3]));
    EXPECT_THAT(page_of(below), ElementsAre(posted[2], posted[1]));
    EXPECT_THAT(page_of(above), ElementsAre(posted[2], posted[1]));
    EXPECT_THAT(page_of(since), ElementsAre(posted[4], posted[3]));
}

TEST(Home, LeavesOutABoostOfWhatStandsNearIt) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.friend_.id));
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.other.id));
    const auto original = make_status(tx, people.friend_, "look");

    ASSERT_TRUE(statuses::reblog(tx, people.other, original, Visibility::Public));

    EXPECT_THAT(built(tx, people.reader), ElementsAre(original));
}

TEST(Home, AFeedInMemoryFollowsWhatIsCommitted) {
    TestDatabase database;
    accounts::Account reader, author;
    database->write([&](db::Tx& tx) {
        reader = make_person(tx, "reader");
        author = make_person(tx, "author");
        ASSERT_TRUE(relationships::follow(tx, reader, author.id));
    });
    const auto read = [&] {
        std::vector<StatusId> ids;
        database->read([&](db::Tx& tx) { ids = home_page(tx, reader.id, first_page()); });
        return ids;
    };
    ASSERT_THAT(read(), IsEmpty());

    StatusId first, second;
    database->write([&](db::Tx& tx) { first = make_status(tx, author, "1"); });
    database->write([&](db::Tx& tx) { second = make_status(tx, author, "2"); });
    EXPECT_THAT(read(), ElementsAre(second, first));

    database->run(db::Access::Write, [&](db::Tx& tx) {
        make_status(tx, author, "taken back");
        return false;
    });
    EXPECT_THAT(read(), ElementsAre(second, first));

    database->write([&](db::Tx& tx) { ASSERT_TRUE(statuses::delete_status(tx, author, second)); });
    EXPECT_THAT(read(), ElementsAre(first));

    database->write([&](db::Tx& tx) { ASSERT_TRUE(relationships::unfollow(tx, reader, author.id)); });
    EXPECT_THAT(read(), IsEmpty());
}

} // namespace
} // namespace timelines

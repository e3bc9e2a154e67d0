#include "timelines/list.h"

#include "lists/members.h"
#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "statuses/deletion.h"
#include "statuses/edits.h"
#include "statuses/reblogs.h"
#include "statuses/status_json.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"
#include "timelines/home.h"
#include "timelines/readers.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace timelines {
namespace {

using lists::List;
using lists::RepliesPolicy;
using statuses::Visibility;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The reader follows member, companion and outsider; the first two are in the list. Nobody knows the stranger.
struct People {
    explicit People(db::Tx& tx, RepliesPolicy policy = RepliesPolicy::List, bool is_exclusive = false)
        : reader(make_person(tx, "reader")),
          member(make_person(tx, "member")),
          companion(make_person(tx, "companion")),
          outsider(make_person(tx, "outsider")),
          stranger(make_person(tx, "stranger")),
          list(*lists::create_list(tx, reader.id,
                                   {.title = "List", .replies_policy = policy, .is_exclusive = is_exclusive})) {
        for (const auto& one : {member, companion, outsider}) (void)relationships::follow(tx, reader, one.id);
        (void)lists::add_members(tx, list, std::vector{member.id, companion.id});
    }
    accounts::Account reader, member, companion, outsider, stranger;
    List list;
};

template <typename T>
bool contains(const std::vector<T>& all, const T& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

// Built anew from the database, whatever is in memory.
std::vector<StatusId> built(db::Tx& tx, const List& list) {
    tx.context().feeds.drop(list.owner);
    return list_page(tx, list, {});
}

// What a feed in memory would be given, and what one built from the database holds: the same rule.
bool reaches(db::Tx& tx, const List& list, StatusId id) {
    auto readers = readers_of(tx, id, std::vector{list.owner}, shape_in(tx, id));
    EXPECT_EQ(readers, readers_of(tx, id, std::vector{list.owner})) << "what is left out matters";
    std::erase(readers, base::FeedKey(list.owner)); // Home is another matter.
    const bool is_built = contains(built(tx, list), id);
    EXPECT_EQ(is_built, !readers.empty());
    for (const auto& reader : readers) EXPECT_EQ(reader, base::FeedKey(list.owner, list.id));
    return is_built;
}

bool reaches_home(db::Tx& tx, const accounts::Account& reader, StatusId id) {
    tx.context().feeds.drop(reader.id);
    const bool is_built = contains(home_page(tx, reader.id, {}), id);
    EXPECT_EQ(is_built, contains(readers_of(tx, id, std::vector{reader.id}), base::FeedKey(reader.id)));
    return is_built;
}

TEST(ListTimeline, HoldsWhatItsPeoplePost) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);

    EXPECT_TRUE(reaches(tx, people.list, make_status(tx, people.member, "public")));
    EXPECT_TRUE(reaches(tx, people.list, make_status(tx, people.member, "unlisted", Visibility::Unlisted)));
    EXPECT_TRUE(reaches(tx, people.list, make_status(tx, people.member, "private", Visibility::Private)));
    EXPECT_FALSE(reaches(tx, people.list, make_status(tx, people.member, "@reader direct", Visibility::Direct)));
    EXPECT_FALSE(reaches(tx, people.list, make_status(tx, people.outsider, "not in it")));
    EXPECT_FALSE(reaches(tx, people.list, make_status(tx, people.reader, "my own")));
}

TEST(ListTimeline, HoldsTheOwnersPostsWhenTheyAreInIt) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    ASSERT_TRUE(lists::add_members(tx, people.list, std::vector{people.reader.id}));
    const auto of_stranger = make_status(tx, people.stranger, "stranger's");

    EXPECT_TRUE(reaches(tx, people.list, make_status(tx, people.reader, "my own")));
    EXPECT_FALSE(reaches(tx, people.list, make_status(tx, people.reader, "@member psst", Visibility::Direct)));
    EXPECT_FALSE(reaches(tx, people.list, make_reply(tx, people.reader, of_stranger, "to a stranger")));
}

TEST(ListTimeline, HoldsAnswersAsItsPolicySays) {
    for (const auto policy : {RepliesPolicy::List, RepliesPolicy::Followed, RepliesPolicy::None}) {
        TestDb database;
        db::Tx tx = database.begin();
        const People people(tx, policy);
        const auto reply_to = [&](const accounts::Account& author) {
            return make_reply(tx, people.member, make_status(tx, author, "first"), "answer");
        };

        EXPECT_TRUE(reaches(tx, people.list, reply_to(people.member)));
        EXPECT_TRUE(reaches(tx, people.list, reply_to(people.reader)));
        EXPECT_EQ(reaches(tx, people.list, reply_to(people.companion)), policy != RepliesPolicy::None);
        EXPECT_EQ(reaches(tx, people.list, reply_to(people.outsider)), policy == RepliesPolicy::Followed);
        EXPECT_FALSE(reaches(tx, people.list, reply_to(people.stranger)));
    }
}

TEST(ListTimeline, KeepsToTheOptionsOfTheFollow) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    ASSERT_TRUE(relationships::follow(tx, people.reader, people.member.id,
                                      {.reblogs = false, .notify = {}, .languages = std::vector<std::string>{"ja"}}));
    statuses::Draft draft;
    draft.text = "hello";
    draft.language = "en";
    const auto english = make_status(tx, people.member, draft);
    draft.language = "ja";
    const auto japanese = make_status(tx, people.member, draft);
    const auto original = make_status(tx, people.stranger, "!");
    const auto boost = statuses::reblog(tx, people.member, original, Visibility::Public);
    const auto companions = statuses::reblog(tx, people.companion, original, Visibility::Public);

    EXPECT_FALSE(reaches(tx, people.list, english));
    EXPECT_TRUE(reaches(tx, people.list, japanese));
    EXPECT_FALSE(reaches(tx, people.list, *boost));
    EXPECT_TRUE(reaches(tx, people.list, *companions));
}

TEST(ListTimeline, HoldsNothingThatItsOwnerMayNotOrWillNotSee) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    const auto of_stranger = make_status(tx, people.stranger, "stranger's");
    const auto boost = statuses::reblog(tx, people.member, of_stranger, Visibility::Public);
    const auto of_companion = make_status(tx, people.companion, "companion's");
    const auto of_member = make_status(tx, people.member, "member's", Visibility::Private);
    ASSERT_TRUE(reaches(tx, people.list, *boost));

    ASSERT_TRUE(relationships::block(tx, people.stranger, people.reader.id));
    EXPECT_FALSE(reaches(tx, people.list, *boost));

    ASSERT_TRUE(relationships::mute(tx, people.reader, people.companion.id));
    EXPECT_FALSE(reaches(tx, people.list, of_companion));

    ASSERT_TRUE(relationships::remove_follower(tx, people.member, people.reader.id));
    EXPECT_FALSE(reaches(tx, people.list, of_member));
}

TEST(ListTimeline, HoldsNothingOfWhoHasNotAgreedYet) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    const auto locked = make_user(tx, {.is_locked = true}).account;
    ASSERT_TRUE(relationships::follow(tx, people.reader, locked.id));
    ASSERT_TRUE(lists::add_members(tx, people.list, std::vector{locked.id}));
    const auto post = make_status(tx, locked, "hello");

    EXPECT_FALSE(reaches(tx, people.list, post));
    ASSERT_TRUE(relationships::authorize_follow_request(tx, locked, people.reader.id));
    EXPECT_TRUE(reaches(tx, people.list, post));
}

TEST(ListTimeline, AnExclusiveListKeepsItsPeopleOutOfHome) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx, RepliesPolicy::List, true);
    ASSERT_TRUE(lists::add_members(tx, people.list, std::vector{people.reader.id}));
    const auto of_member = make_status(tx, people.member, "member's");
    const auto boost = statuses::reblog(tx, people.outsider, of_member, Visibility::Public);

    EXPECT_TRUE(reaches(tx, people.list, of_member));
    EXPECT_FALSE(reaches_home(tx, people.reader, of_member));
    EXPECT_TRUE(reaches_home(tx, people.reader, *boost)); // Somebody else brings it.
    EXPECT_TRUE(reaches_home(tx, people.reader, make_status(tx, people.reader, "my own")));

    ASSERT_TRUE(lists::change_list(tx, people.reader.id, people.list.id, {.is_exclusive = false}));
    EXPECT_TRUE(reaches_home(tx, people.reader, of_member));
}

TEST(ListTimeline, PagesBothWays) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    std::vector<StatusId> posted;
    for (int i = 0; i < 5; ++i) posted.push_back(make_status(tx, people.member, "post"));
    const auto page = [&](const http::Page& wanted) { return list_page(tx, people.list, wanted); };

    EXPECT_THAT(page({.limit = 2}), ElementsAre(posted[4], posted[3]));
    EXPECT_THAT(page({.max_id = posted[3].value, .limit = 2}), ElementsAre(posted[2], posted[1]));
    EXPECT_THAT(page({.min_id = posted[0].value, .limit = 2}), ElementsAre(posted[2], posted[1]));
    EXPECT_THAT(page({.since_id = posted[0].value, .limit = 2}), ElementsAre(posted[4], posted[3]));
}

// What `change` does to the pages of a list whose feed is in memory.
struct FeedInMemory {
    FeedInMemory() {
        database->write([&](db::Tx& tx) {
            people.emplace(tx);
            post = make_status(tx, people->member, "1");
        });
        database.world().clock.advance(base::FeedStore::kSettling + std::chrono::seconds(1));
    }
    std::vector<StatusId> read() {
        std::vector<StatusId> ids;
        database->read([&](db::Tx& tx) { ids = list_page(tx, people->list, {}); });
        return ids;
    }
    std::vector<StatusId> read_home() {
        std::vector<StatusId> ids;
        database->read([&](db::Tx& tx) { ids = home_page(tx, people->reader.id, {}); });
        return ids;
    }
    void write(const std::function<void(db::Tx&)>& change) { database->write(change); }

    TestDatabase database;
    std::optional<People> people;
    StatusId post;
};

TEST(ListTimeline, AFeedInMemoryFollowsWhatIsCommitted) {
    FeedInMemory feed;
    const People& people = *feed.people;
    ASSERT_THAT(feed.read(), ElementsAre(feed.post));

    StatusId second;
    feed.write([&](db::Tx& tx) { second = make_status(tx, people.companion, "2"); });
    feed.write([&](db::Tx& tx) { (void)make_status(tx, people.outsider, "not in it"); });
    EXPECT_THAT(feed.read(), ElementsAre(second, feed.post));

    feed.write([&](db::Tx& tx) { ASSERT_TRUE(statuses::delete_status(tx, people.companion, second)); });
    EXPECT_THAT(feed.read(), ElementsAre(feed.post));

    feed.write([&](db::Tx& tx) { lists::remove_members(tx, people.list, std::vector{people.member.id}); });
    EXPECT_THAT(feed.read(), IsEmpty());
    feed.write([&](db::Tx& tx) { (void)lists::add_members(tx, people.list, std::vector{people.member.id}); });
    EXPECT_THAT(feed.read(), ElementsAre(feed.post));

    feed.write([&](db::Tx& tx) { ASSERT_TRUE(relationships::unfollow(tx, people.reader, people.member.id)); });
    EXPECT_THAT(feed.read(), IsEmpty());
}

TEST(ListTimeline, ChangesOfAnExclusiveListReachHomeFeedsInMemory) {
    FeedInMemory feed;
    const People& people = *feed.people;
    ASSERT_THAT(feed.read_home(), ElementsAre(feed.post));
    const auto change = [&](const lists::ListChange& wanted) {
        feed.write([&](db::Tx& tx) { (void)lists::change_list(tx, people.reader.id, people.list.id, wanted); });
    };

    change({.is_exclusive = true});
    EXPECT_THAT(feed.read_home(), IsEmpty());
    change({.is_exclusive = false});
    EXPECT_THAT(feed.read_home(), ElementsAre(feed.post));
    change({.is_exclusive = true});
    EXPECT_THAT(feed.read_home(), IsEmpty());
    feed.write([&](db::Tx& tx) { ASSERT_TRUE(lists::delete_list(tx, people.reader.id, people.list.id)); });
    EXPECT_THAT(feed.read_home(), ElementsAre(feed.post));
}

std::vector<std::string> heard(const std::vector<base::Event>& events) {
    std::vector<std::string> names;
    for (const auto& event : events) names.push_back(event.channel + " " + event.event);
    return names;
}

TEST(ListTimeline, IsLive) {
    FeedInMemory feed;
    const People& people = *feed.people;
    const std::string home = "timeline:" + to_string(people.reader.id);
    const std::string list = "timeline:list:" + to_string(people.list.id);
    auto& events = feed.database.world().events;
    events.listen(home);
    events.listen(list);
    events.take();

    StatusId post;
    feed.write([&](db::Tx& tx) { post = make_status(tx, people.member, "live"); });
    EXPECT_THAT(heard(events.take()), ElementsAre(home + " update", list + " update"));
    feed.write([&](db::Tx& tx) { (void)make_status(tx, people.outsider, "not in it"); });
    EXPECT_THAT(heard(events.take()), ElementsAre(home + " update"));
    statuses::Edit better;
    better.text = "better";
    feed.write([&](db::Tx& tx) { ASSERT_TRUE(statuses::edit(tx, people.member, post, better)); });
    EXPECT_THAT(heard(events.take()), ElementsAre(home + " status.update", list + " status.update"));
    feed.write([&](db::Tx& tx) { ASSERT_TRUE(statuses::delete_status(tx, people.member, post)); });
    EXPECT_THAT(heard(events.take()), ElementsAre(home + " delete", list + " delete"));
}

TEST(ListTimeline, WalksAnIndexAndCostsTheSameForAnyLength) {
    TestDb database;
    db::Tx tx = database.begin();
    const People people(tx);
    std::vector<StatusId> posted;
    for (int i = 0; i < 40; ++i) posted.push_back(make_status(tx, people.member, "post"));
    const auto show = [&](int limit) {
        std::string text;
        json::Writer out(text);
        statuses::write_statuses(out, tx, list_page(tx, people.list, {.limit = limit}), people.reader,
                                 statuses::Wish::Wanted);
    };

    // Whoever is in the list is sorted by when they posted last.
    EXPECT_THAT(whole_table_steps(tx,
                                  [&] {
                                      (void)built(tx, people.list);
                                      (void)readers_of(tx, posted[0], std::vector{people.reader.id});
                                      (void)readers_of_boosts(tx, posted[0], std::vector{people.reader.id});
                                  }),
                IsEmpty());
    show(1);
    EXPECT_EQ(statements_of(tx, [&] { show(40); }), statements_of(tx, [&] { show(1); }));
}

} // namespace
} // namespace timelines

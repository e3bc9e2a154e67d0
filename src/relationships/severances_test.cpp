#include "relationships/severances.h"

#include "notifications/groups_json.h"
#include "notifications/list.h"
#include "notifications/notification_json.h"
#include "relationships/domain_blocks.h"
#include "relationships/domain_blocks_jobs.h"
#include "relationships/follows.h"
#include "relationships/severances_jobs.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relationships {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Severances : public testing::Test {
protected:
    json::Array told(const accounts::Account& reader) {
        std::string text;
        json::Writer out(text);
        notifications::write_notifications(out, tx, notifications::page_of(tx, reader.id, {}, {}), reader);
        return json::parse(text)->as_array();
    }
    // "user_domain_block remote.test 2 followers 1 following" of each.
    std::vector<std::string> events(const accounts::Account& reader) {
        std::vector<std::string> found;
        const auto notifications = told(reader);
        for (const auto& one : notifications) {
            if (one.at("type").as_string() != "severed_relationships") continue;
            const auto& event = one.at("event");
            found.push_back(std::string(event.at("type").as_string()) + " "
                            + std::string(event.at("target_name").as_string()) + " "
                            + std::to_string(event.at("followers_count").as_int64()) + " followers "
                            + std::to_string(event.at("following_count").as_int64()) + " following");
        }
        return found;
    }
    SeveranceEvent event() { return {SeveranceKind::DomainBlock, "remote.test", tx.now()}; }

    db::Tx tx = TestDb().begin();
    accounts::Account alice = make_person(tx, "alice");
};

TEST_F(Severances, OfADomainThatSomebodyBlocksAreTold) {
    const auto followed = make_remote(tx), asked = make_remote(tx),
               elsewhere = make_remote(tx, {.domain = "else.test"});
    for (const auto id : {followed.id, elsewhere.id}) make_follow(tx, alice.id, id);
    for (int i = 0; i < 2; ++i) make_follow(tx, make_remote(tx).id, alice.id);
    ASSERT_TRUE(follow(tx, alice, asked.id)); // Only asked, never followed.

    ASSERT_TRUE(block_domain(tx, alice, "remote.test"));

    EXPECT_THAT(events(alice), ElementsAre("user_domain_block remote.test 2 followers 1 following"));
    const auto notification = told(alice).at(0);
    EXPECT_EQ(notification.at("account").at("id").as_string(), to_string(alice.id));
    EXPECT_TRUE(notification.at("event").at("purged").as_bool());
    EXPECT_EQ(notification.at("event").at("created_at").as_string(), base::iso8601(tx.now()));
}

TEST_F(Severances, NothingLostIsNothingTold) {
    ASSERT_TRUE(follow(tx, alice, make_remote(tx).id)); // Only asked.

    ASSERT_TRUE(block_domain(tx, alice, "remote.test"));

    EXPECT_THAT(told(alice), IsEmpty());
}

TEST_F(Severances, OfManyAreToldWhenTheLastIsCounted) {
    for (int i = 0; i < 201; ++i) make_follow(tx, make_remote(tx).id, alice.id);

    ASSERT_TRUE(block_domain(tx, alice, "remote.test"));

    EXPECT_THAT(events(alice), IsEmpty());
    part_from_domain_job(jobs::Arguments({{"account_id", alice.id.value}, {"domain", "remote.test"}}), tx);
    EXPECT_THAT(events(alice), ElementsAre("user_domain_block remote.test 201 followers 0 following"));
}

TEST_F(Severances, AreToldOnceToEverybodyWhoLostSomebody) {
    const auto bob = make_person(tx, "bob"), carol = make_person(tx, "carol");
    note_lost(tx, event(), alice.id, {.followers = 1});
    note_lost(tx, event(), alice.id, {.followers = 1, .following = 3});
    note_lost(tx, event(), bob.id, {.following = 1});
    note_lost(tx, event(), carol.id, {});
    const jobs::Arguments arguments(
        {{"kind", 0}, {"target", "remote.test"}, {"at", tx.now().time_since_epoch().count()}, {"after", 0}});

    tell_severed_job(arguments, tx);
    tell_severed_job(arguments, tx);

    EXPECT_THAT(events(alice), ElementsAre("domain_block remote.test 2 followers 3 following"));
    EXPECT_THAT(events(bob), ElementsAre("domain_block remote.test 0 followers 1 following"));
    EXPECT_THAT(told(carol), IsEmpty());
}

TEST_F(Severances, StandInGroupsToo) {
    note_lost(tx, event(), alice.id, {.followers = 1});
    tell_severed(tx, event(), alice.id);

    std::string text;
    json::Writer out(text);
    const auto groups = notifications::page_of_groups(tx, alice.id, {}, {});
    notifications::write_groups(out, tx, groups, alice, notifications::Expand::Full);

    const auto group = json::parse(text)->at("notification_groups").at(0);
    EXPECT_EQ(group.at("type").as_string(), "severed_relationships");
    EXPECT_EQ(group.at("event").at("followers_count").as_int64(), 1);
}

TEST_F(Severances, CostNoMoreStatementsForMore) {
    for (int i = 0; i < 40; ++i) {
        const SeveranceEvent one{SeveranceKind::DomainBlock, std::to_string(i) + ".test", tx.now()};
        note_lost(tx, one, alice.id, {.followers = 1});
        tell_severed(tx, one, alice.id);
    }
    const auto show = [&](int limit) {
        return statements_of(tx, [&] {
            std::string text;
            json::Writer out(text);
            const auto rows = notifications::page_of(tx, alice.id, {}, {.limit = limit});
            EXPECT_EQ(rows.size(), static_cast<std::size_t>(limit));
            notifications::write_notifications(out, tx, rows, alice);
        });
    };

    EXPECT_EQ(show(40), show(1));
    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        find_severances(tx, std::vector{SeveranceId{1}});
        tell_severed_job(jobs::Arguments({{"kind", 0}, {"target", "x.test"}, {"at", 1}, {"after", 0}}), tx);
    });
}

} // namespace
} // namespace relationships

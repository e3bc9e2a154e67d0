#include "notifications/known_groups.h"

#include "notifications/list.h"
#include "relationships/blocks.h"
#include "relationships/mutes.h"
#include "statuses/deletion.h"
#include "statuses/favourites.h"
#include "support/builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

#include <functional>

namespace notifications {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Dave and Carol have favourited the reader's post.
class KnownNotificationGroups : public ::testing::Test {
protected:
    KnownNotificationGroups() {
        change([&](db::Tx& tx) {
            reader = make_person(tx, "reader"), carol = make_person(tx, "carol"), dave = make_person(tx, "dave");
            post = make_status(tx, reader, "hello");
            for (const auto& fan : {dave, carol}) EXPECT_TRUE(statuses::favourite(tx, fan, post));
        });
    }

    void change(const std::function<void(db::Tx&)>& work) { database->write(work); }
    // How often each group on the reader's page has happened, and who is named.
    std::vector<std::string> page() {
        std::vector<std::string> found;
        database->read([&](db::Tx& tx) {
            for (const Group& group : known_page_of_groups(tx, reader.id, {}, {})->groups) {
                found.push_back(std::to_string(group.size));
                for (const AccountId id : group.samples)
                    found.back() += id == carol.id ? " carol" : id == dave.id ? " dave" : " other";
            }
            statements = tx.statement_count();
        });
        return found;
    }

    TestDatabase database;
    accounts::Account reader, carol, dave;
    StatusId post;
    int statements = 0; // Of the last page; the first asks what has changed.
};

TEST_F(KnownNotificationGroups, AreReadOnce) {
    EXPECT_THAT(page(), ElementsAre("2 carol dave"));
    EXPECT_GT(statements, 1);
    EXPECT_THAT(page(), ElementsAre("2 carol dave"));
    EXPECT_EQ(statements, 1);

    change([&](db::Tx& tx) { EXPECT_TRUE(statuses::favourite(tx, carol, make_status(tx, dave, "not the reader's"))); });

    page();
    EXPECT_EQ(statements, 1) << "what others are told makes no difference";
}

TEST_F(KnownNotificationGroups, AreReadAgainAfterWhateverIsToldOrPutAway) {
    page();
    change([&](db::Tx& tx) { EXPECT_TRUE(statuses::favourite(tx, make_person(tx, "erin"), post)); });
    EXPECT_THAT(page(), ElementsAre("3 other carol dave"));

    change([&](db::Tx& tx) { EXPECT_TRUE(statuses::unfavourite(tx, carol, post)); });
    EXPECT_THAT(page(), ElementsAre("2 other dave"));

    change([&](db::Tx& tx) { clear(tx, reader.id); });
    EXPECT_THAT(page(), IsEmpty());
}

TEST_F(KnownNotificationGroups, GoWithThePost) {
    page();
    change([&](db::Tx& tx) { EXPECT_TRUE(statuses::delete_status(tx, reader, post)); });
    EXPECT_THAT(page(), IsEmpty());
}

TEST_F(KnownNotificationGroups, NameOnlyWhomTheReaderHears) {
    page();
    const auto suspended = [&](std::optional<base::Time> since) {
        change([&](db::Tx& tx) { tx.exec("update accounts set suspended_at = $2 where id = $1", {carol.id, since}); });
    };
    suspended(database.world().clock.now());
    EXPECT_THAT(page(), ElementsAre("2 dave"));
    suspended(std::nullopt);
    EXPECT_THAT(page(), ElementsAre("2 carol dave"));

    change([&](db::Tx& tx) { EXPECT_TRUE(relationships::block(tx, reader, dave.id)); });
    EXPECT_THAT(page(), ElementsAre("1 carol"));
}

TEST_F(KnownNotificationGroups, NameSomebodyAgainOnceTheMuteHasRunOut) {
    page();
    change([&](db::Tx& tx) { // As it stands when somebody was muted before they were heard of.
        tx.exec(R"(
            insert into mutes (id, account_id, target_account_id, hides_notifications, expires_at, created_at)
            values ($1, $2, $3, true, $4, $5))", {tx.new_id(), reader.id, carol.id, tx.now() + std::chrono::minutes(1), tx.now()});
    });
    EXPECT_THAT(page(), ElementsAre("2 dave"));
    EXPECT_THAT(page(), ElementsAre("2 dave"));

    database.world().clock.advance(std::chrono::minutes(1));

    EXPECT_THAT(page(), ElementsAre("2 carol dave"));
}

} // namespace
} // namespace notifications

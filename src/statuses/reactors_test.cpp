#include "statuses/reactors.h"

#include "statuses/favourites.h"
#include "statuses/reblogs.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace statuses {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<AccountId> people(const std::vector<Reactor>& reactors) {
    std::vector<AccountId> ids;
    for (const auto& reactor : reactors) ids.push_back(reactor.account);
    return ids;
}

// Three people who have favourited and boosted `status`, in this order.
std::vector<accounts::Account> make_fans(db::Tx& tx, StatusId status) {
    std::vector<accounts::Account> fans;
    for (int i = 0; i < 3; ++i) {
        fans.push_back(make_person(tx));
        EXPECT_TRUE(favourite(tx, fans.back(), status));
        EXPECT_TRUE(reblog(tx, fans.back(), status, Visibility::Public));
    }
    return fans;
}

TEST(Reactors, AreListedNewestFirstAPageAtATime) {
    db::Tx tx = TestDb().begin();
    const auto status = make_status(tx, make_person(tx), "hello");
    const auto fans = make_fans(tx, status);

    for (const auto list : {favourited_by, reblogged_by}) {
        const auto first = list(tx, status, {}, {.limit = 2});
        EXPECT_THAT(people(first), ElementsAre(fans[2].id, fans[1].id));
        EXPECT_THAT(people(list(tx, status, {}, {.max_id = first[1].id, .limit = 2})), ElementsAre(fans[0].id));
        EXPECT_THAT(people(list(tx, status, {}, {.since_id = first[1].id, .limit = 2})), ElementsAre(fans[2].id));
        EXPECT_THAT(people(list(tx, status, {}, {.min_id = 1, .limit = 2})), ElementsAre(fans[1].id, fans[0].id));
    }
}

TEST(Reactors, LeaveOutWhomTheViewerDoesNotWantToSee) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_person(tx);
    const auto status = make_status(tx, make_person(tx), "hello");
    const auto fans = make_fans(tx, status);
    tx.exec("insert into blocks (id, account_id, target_account_id, created_at) values (1, $1, $2, 0)",
            {viewer.id, fans[0].id});
    tx.exec("insert into blocks (id, account_id, target_account_id, created_at) values (2, $1, $2, 0)",
            {fans[1].id, viewer.id});
    tx.exec("update accounts set suspended_at = 1 where id = $1", {fans[2].id});

    EXPECT_THAT(favourited_by(tx, status, viewer.id, {}), IsEmpty());
    EXPECT_THAT(reblogged_by(tx, status, viewer.id, {}), IsEmpty());
    EXPECT_THAT(people(favourited_by(tx, status, {}, {})), ElementsAre(fans[1].id, fans[0].id));
}

TEST(Reactors, DoNotShowBoostsToFollowersAlone) {
    db::Tx tx = TestDb().begin();
    const auto author = make_person(tx);
    const auto status = make_status(tx, author, "hello");
    ASSERT_TRUE(reblog(tx, author, status, Visibility::Private));

    EXPECT_THAT(reblogged_by(tx, status, author.id, {}), IsEmpty());
}

TEST(Reactors, AreFoundByAnIndex) {
    db::Tx tx = TestDb().begin();
    const auto status = make_status(tx, make_person(tx), "hello");

    const auto work = [&] {
        favourited_by(tx, status, {}, {});
        reblogged_by(tx, status, {}, {.min_id = 1});
    };
    EXPECT_THAT(whole_table_steps(tx, work), IsEmpty());
}

} // namespace
} // namespace statuses

#include "timelines/marked.h"

#include "statuses/bookmarks.h"
#include "statuses/favourites.h"
#include "statuses/status_json.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace timelines {
namespace {

std::vector<StatusId> ids_of(const std::vector<Marked>& page) {
    std::vector<StatusId> ids;
    for (const Marked& one : page) ids.push_back(one.status);
    return ids;
}

TEST(MarkedPosts, CostTheSameWhateverTheirNumber) {
    constexpr int kMany = 40;
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    for (int i = 0; i < kMany; ++i) {
        const auto id = make_status(tx, alice, "hello #tea @bob " + std::to_string(i));
        ASSERT_TRUE(statuses::favourite(tx, bob, id));
        ASSERT_TRUE(statuses::bookmark(tx, bob, id));
    }
    for (const Mark mark : {Mark::Favourite, Mark::Bookmark}) {
        const auto cost = [&](int limit) {
            std::vector<StatusId> ids;
            const auto statements = statements_of(tx, [&] {
                ids = ids_of(marked_page(tx, bob.id, mark, {.limit = limit}));
                statuses::StatusEntities(tx, ids, bob);
            });
            EXPECT_EQ(ids.size(), static_cast<std::size_t>(limit));
            return statements;
        };

        EXPECT_EQ(cost(kMany), cost(1));
        EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)marked_page(tx, bob.id, mark, {}); });
        EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)marked_page(tx, bob.id, mark, {.min_id = 1}); });
    }
}

} // namespace
} // namespace timelines

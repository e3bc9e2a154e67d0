#include "base/feed_store.h"

#include <gmock/gmock.h>

namespace base {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr AccountId kAlice{1};
constexpr AccountId kBob{2};
constexpr Time kNow{std::chrono::hours(1)};

FeedEntry post(std::int64_t id) { return {StatusId{id}, StatusId{0}}; }
FeedEntry boost(std::int64_t id, std::int64_t of) { return {StatusId{id}, StatusId{of}}; }

std::vector<std::int64_t> feed_of(FeedStore& store, FeedKey key) {
    std::vector<std::int64_t> ids;
    for (const auto& entry : store.read(key, kNow).value_or(std::vector<FeedEntry>()))
        ids.push_back(entry.status.value);
    return ids;
}

void build(FeedStore& store, FeedKey key, std::vector<FeedEntry> newest_first = {}) {
    const auto begun = store.start_build(key, kNow);
    store.finish_build(key, begun, std::move(newest_first));
}

TEST(FeedStore, KnowsNothingOfAFeedThatIsNotBuilt) {
    FeedStore store;

    store.push(std::vector<FeedKey>{kAlice}, post(1));

    EXPECT_EQ(store.read(kAlice, kNow), std::nullopt);
    EXPECT_TRUE(store.owners().empty());
}

TEST(FeedStore, ReadsNewestFirst) {
    FeedStore store;
    build(store, kAlice, {post(3), post(2)});

    store.push(std::vector<FeedKey>{kAlice, kBob}, post(9));
    store.push(std::vector<FeedKey>{kAlice}, post(5)); // Late.
    store.push(std::vector<FeedKey>{kAlice}, post(9)); // Again.

    EXPECT_THAT(feed_of(store, kAlice), ElementsAre(9, 5, 3, 2));
    EXPECT_EQ(store.read(kBob, kNow), std::nullopt);
}

TEST(FeedStore, MergesWhatIsPushedWhileItIsBuilt) {
    FeedStore store;
    const auto begun = store.start_build(kAlice, kNow);

    store.push(std::vector<FeedKey>{kAlice}, post(7));
    store.push(std::vector<FeedKey>{kAlice}, post(6));
    EXPECT_EQ(store.read(kAlice, kNow), std::nullopt);
    store.finish_build(kAlice, begun, {post(6), post(4)});

    EXPECT_THAT(feed_of(store, kAlice), ElementsAre(7, 6, 4));
}

TEST(FeedStore, IsBuiltASecondTimeOnceAllKnowThatItIsWanted) {
    FeedStore store;
    build(store, kAlice, {post(2)});
    const Time later = kNow + FeedStore::kSettling + std::chrono::seconds(1);

    EXPECT_EQ(store.read(kAlice, later), std::nullopt);
    store.finish_build(kAlice, store.start_build(kAlice, later), {post(2), post(1)});

    EXPECT_EQ(store.read(kAlice, later)->size(), 2u);
    EXPECT_EQ(store.read(kAlice, later + std::chrono::hours(24))->size(), 2u);
}

TEST(FeedStore, ForgetsABuildThatWasDroppedBeforeItsEnd) {
    FeedStore store;
    const auto dropped = store.start_build(kAlice, kNow);
    store.drop(kAlice);
    const auto begun = store.start_build(kAlice, kNow);

    store.finish_build(kAlice, dropped, {post(1)});
    EXPECT_EQ(store.read(kAlice, kNow), std::nullopt);
    store.finish_build(kAlice, begun, {post(2)});

    EXPECT_THAT(feed_of(store, kAlice), ElementsAre(2));
}

TEST(FeedStore, LeavesOutABoostOfWhatStandsNearTheTop) {
    FeedStore store;
    build(store, kAlice, {post(10)});

    store.push(std::vector<FeedKey>{kAlice}, boost(11, 10));
    store.push(std::vector<FeedKey>{kAlice}, boost(12, 5));
    store.push(std::vector<FeedKey>{kAlice}, boost(13, 5));
    EXPECT_THAT(feed_of(store, kAlice), ElementsAre(12, 10));

    for (std::int64_t id = 20; id < 60; ++id) store.push(std::vector<FeedKey>{kAlice}, post(id));
    store.push(std::vector<FeedKey>{kAlice}, boost(60, 5));
    EXPECT_EQ(feed_of(store, kAlice).front(), 60);
}

TEST(FeedStore, KeepsTheNewestOnly) {
    FeedStore store;
    build(store, kAlice);

    for (std::int64_t id = 1; id <= 2000; ++id) store.push(std::vector<FeedKey>{kAlice}, post(id));

    const auto ids = feed_of(store, kAlice);
    EXPECT_EQ(ids.size(), FeedStore::kLength);
    EXPECT_EQ(ids.front(), 2000);
    EXPECT_EQ(ids.back(), 1201);
}

TEST(FeedStore, RemovesAStatusAndItsBoosts) {
    FeedStore store;
    build(store, kAlice, {boost(4, 1), post(3), post(1)});

    store.remove(StatusId{1}, std::vector<FeedKey>{kAlice, kBob});

    EXPECT_THAT(feed_of(store, kAlice), ElementsAre(3));
}

TEST(FeedStore, EvictsTheFeedThatWasReadLongestAgo) {
    FeedStore store(2);
    build(store, kAlice);
    build(store, kBob);
    (void)store.read(kAlice, kNow);

    build(store, AccountId{3});

    EXPECT_THAT(store.owners(), UnorderedElementsAre(kAlice, AccountId{3}));
}

TEST(FeedStore, KeepsTheListsOfAnOwnerApartAndDropsThemTogether) {
    FeedStore store;
    const FeedKey list(kAlice, ListId{7}), other_list(kAlice, ListId{8});
    for (const FeedKey& key : {FeedKey(kAlice), list, other_list, FeedKey(kBob)}) build(store, key, {post(1)});

    store.push(std::vector{list}, post(2));
    store.drop_one(other_list);

    EXPECT_THAT(feed_of(store, kAlice), ElementsAre(1));
    EXPECT_THAT(feed_of(store, list), ElementsAre(2, 1));
    EXPECT_EQ(store.read(other_list, kNow), std::nullopt);
    EXPECT_THAT(store.owners(), ElementsAre(kAlice, kBob));
    store.drop(kAlice);
    EXPECT_EQ(store.read(kAlice, kNow), std::nullopt);
    EXPECT_EQ(store.read(list, kNow), std::nullopt);
    EXPECT_THAT(feed_of(store, kBob), ElementsAre(1));
}

} // namespace
} // namespace base

#include "media/cache_jobs.h"
#include "media/caching.h"
#include "media/local_store.h"
#include "media/proxy.h"
#include "support/builders.h"
#include "support/media_builders.h"
#include "support/plans.h"
#include "support/s3.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

#include <functional>
#include <future>
#include <map>
#include <random>
#include <utility>

// Copies of other servers' pictures, and the budget that they keep to.
namespace media {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;

const std::string kSource = "https://remote.test/picture.png";

// Another store, and what it holds below cache/ at any moment.
class WatchedStore final : public Store {
public:
    explicit WatchedStore(std::unique_ptr<Store> store) : store_(std::move(store)) {}

    void put(const std::string& key, const base::File& file) override {
        ++calls;
        if (is_failing) throw StoreFault("no");
        if (const auto meanwhile = std::exchange(before_put, nullptr)) meanwhile();
        store_->put(key, file);
        if (key.starts_with("cache/")) sizes_[key] = base::size_of(file);
        most = std::max(most, total());
        if (dies_after_put) throw std::runtime_error("the process ends here");
    }
    base::File fetch(const std::string& key) override { return store_->fetch(key); }
    void remove(std::span<const std::string> keys) override {
        ++calls;
        if (is_failing) throw StoreFault("no");
        store_->remove(keys);
        for (const auto& key : keys) sizes_.erase(key);
    }
    std::vector<StoredFile> list(const std::string& after, std::size_t limit) override {
        return store_->list(after, limit);
    }
    std::optional<std::int64_t> size_of(const std::string& key) override { return store_->size_of(key); }
    std::string passing_url(const std::string& key) override { return store_->passing_url(key); }

    std::int64_t total() const {
        std::int64_t sum = 0;
        for (const auto& [key, size] : sizes_) sum += size;
        return sum;
    }

    int calls = 0;
    std::int64_t most = 0;
    bool is_failing = false, dies_after_put = false;
    std::function<void()> before_put; // Once.

private:
    std::unique_ptr<Store> store_;
    std::map<std::string, std::int64_t> sizes_;
};

class Copies : public testing::Test {
protected:
    Copies() { watch(std::move(world().media)); }

    TestWorld& world() { return database_.world(); }
    base::Context& context() { return world().context; }

    void watch(std::unique_ptr<Store> store) {
        auto watched = std::make_unique<WatchedStore>(std::move(store));
        store_ = watched.get();
        world().media = std::move(watched);
        world().context.media = store_;
    }
    Result<> keep(std::int64_t id, const std::string& bytes) {
        return keep_copy(context(), *database_, {.kind = CopyOf::Small, .id = id}, kSource,
                         {.file = file_with(bytes), .extension = "jpg"});
    }
    std::optional<Copy> copy_of(std::int64_t id) {
        std::optional<Copy> copy;
        database_->read([&](db::Tx& tx) { copy = find_copy(tx, {.kind = CopyOf::Small, .id = id}); });
        return copy;
    }
    void look_at(std::int64_t id) {
        if (const auto copy = copy_of(id)) database_->write([&](db::Tx& tx) { mark_seen(tx, copy->key); });
    }
    std::map<std::string, std::int64_t> ledger() {
        std::map<std::string, std::int64_t> files;
        database_->read([&](db::Tx& tx) {
            auto rows = tx.query("select key, size_bytes from cached_files");
            while (rows.next()) files[rows.string(0)] = rows.integer(1);
        });
        return files;
    }
    std::map<std::string, std::int64_t> stored(const std::string& prefix) {
        std::map<std::string, std::int64_t> files;
        std::string after;
        for (auto some = store_->list("", 1000); !some.empty(); some = store_->list(after, 1000)) {
            for (const auto& file : some) {
                if (file.key.starts_with(prefix)) files[file.key] = file.size_bytes;
            }
            after = some.back().key;
        }
        return files;
    }
    std::int64_t counted() {
        std::int64_t bytes = 0;
        database_->read([&](db::Tx& tx) { bytes = cached_bytes(tx); });
        return bytes;
    }
    void let_time_pass(std::chrono::milliseconds time) { world().clock.advance(time); }
    void work_at_random(int files, std::int64_t budget);

    TestDatabase database_;
    WatchedStore* store_ = nullptr;
};

TEST_F(Copies, KeepsTheSamePictureOnce) {
    ASSERT_TRUE(keep(1, "the same"));
    ASSERT_TRUE(keep(2, "the same"));

    EXPECT_EQ(copy_of(1)->key, copy_of(2)->key);
    EXPECT_EQ(stored("cache/").size(), 1U);
    EXPECT_EQ(counted(), 8);
}

TEST_F(Copies, WaitForTheSamePictureThatSomebodyElseStores) {
    std::future<Result<>> second;
    store_->before_put = [&] {
        second = std::async(std::launch::async, [&] { return keep(2, "the same"); });
        // Time for it to find that the file is on its way. Whoever does not wait for that has ended by then.
        second.wait_for(100ms);
    };

    ASSERT_TRUE(keep(1, "the same"));
    const auto kept = second.get();

    EXPECT_TRUE(kept) << kept.error().message;
    ASSERT_TRUE(copy_of(2));
    EXPECT_EQ(copy_of(1)->key, copy_of(2)->key);
    EXPECT_EQ(store_->calls, 1);
    EXPECT_EQ(counted(), 8);
}

TEST_F(Copies, GivesUpWhatNobodyHasSeenForTheLongestTime) {
    world().config.media_remote_budget_bytes = 100;
    ASSERT_TRUE(keep(1, std::string(40, 'a')));
    let_time_pass(2h);
    ASSERT_TRUE(keep(2, std::string(40, 'b')));
    let_time_pass(2h);
    look_at(1);

    ASSERT_TRUE(keep(3, std::string(40, 'c')));

    EXPECT_TRUE(copy_of(1));
    EXPECT_FALSE(copy_of(2));
    EXPECT_TRUE(copy_of(3));
    EXPECT_EQ(ledger(), stored("cache/"));
    EXPECT_LE(store_->most, 100);
}

TEST_F(Copies, WritesNothingWhenAPictureIsSeenAgainSoon) {
    ASSERT_TRUE(keep(1, "a"));
    const auto before = copy_of(1)->seen_at;

    let_time_pass(30min);
    look_at(1);
    EXPECT_EQ(copy_of(1)->seen_at, before);
    let_time_pass(31min);
    look_at(1);
    EXPECT_EQ(copy_of(1)->seen_at, before + 61min);
}

TEST_F(Copies, RefusesWhatIsLargerThanTheBudget) {
    world().config.media_remote_budget_bytes = 100;
    ASSERT_TRUE(keep(1, "small"));

    EXPECT_FALSE(keep(2, std::string(101, 'x')));

    EXPECT_TRUE(copy_of(1));
    EXPECT_EQ(counted(), 5);
}

TEST_F(Copies, CountWhatAnEndedProcessLeftUntilItIsGone) {
    store_->dies_after_put = true;
    EXPECT_THROW(static_cast<void>(keep(1, "half done")), std::runtime_error);
    store_->dies_after_put = false;
    EXPECT_EQ(counted(), 9);
    EXPECT_FALSE(copy_of(1));

    let_time_pass(2h);
    tidy_copies(jobs::Arguments({}), *database_);

    EXPECT_EQ(counted(), 0);
    EXPECT_THAT(stored("cache/"), IsEmpty());
    EXPECT_THAT(ledger(), IsEmpty());
}

TEST_F(Copies, GoAfterAWeekUnseen) {
    ASSERT_TRUE(keep(1, "old"));
    let_time_pass(7 * 24h);
    ASSERT_TRUE(keep(2, "new"));
    let_time_pass(1h);

    remove_unseen_copies(jobs::Arguments({}), *database_);

    EXPECT_FALSE(copy_of(1));
    EXPECT_TRUE(copy_of(2));
    EXPECT_EQ(ledger(), stored("cache/"));
}

TEST_F(Copies, StayForGoodWhereTheOperatorSaysSo) {
    world().config.media_remote_days = 0;
    ASSERT_TRUE(keep(1, "old"));
    let_time_pass(1000 * 24h);

    remove_unseen_copies(jobs::Arguments({}), *database_);

    EXPECT_TRUE(copy_of(1));
}

// What was looked at stays where it was; what went is gone from the store, the ledger and the sum.
void Copies::work_at_random(int files, std::int64_t budget) {
    world().config.media_remote_budget_bytes = budget;
    const std::string local = "attachments/3f/3fa9c0de3fa9c0de3fa9c0de3fa9c0de.jpg";
    store_->put(local, file_with("a picture of ours"));
    std::mt19937 random(7);
    const auto up_to = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
    for (int i = 0; i < files; ++i) {
        const bool is_known = up_to(10) == 0; // The same picture as another.
        const int number = is_known ? up_to(i + 1) : i;
        ASSERT_TRUE(
            keep(i, std::to_string(number) + std::string(static_cast<std::size_t>(100 + number * 37 % 3000), 'x')));
        if (up_to(3) == 0) look_at(up_to(i + 1));
        if (up_to(500) == 0) remove_unseen_copies(jobs::Arguments({}), *database_);
        let_time_pass(std::chrono::minutes(up_to(20)));
    }

    EXPECT_LE(store_->most, budget);
    EXPECT_GT(store_->most, budget / 2);
    EXPECT_EQ(ledger(), stored("cache/"));
    EXPECT_EQ(counted(), store_->total());
    EXPECT_EQ(stored("attachments/").count(local), 1U);
    RecordProperty("store_calls", store_->calls);
    EXPECT_LT(store_->calls, files * 2) << "they go in batches";
}

// 10000 is what a release is tested with:
//     AKEBONO_TEST_CACHED_FILES=10000 scripts/with-s3 build/release/akebono_tests --gtest_filter='Copies.NeverTake*'
int files_of_workload(int usual) {
    const char* wanted = std::getenv("AKEBONO_TEST_CACHED_FILES");
    return wanted ? std::stoi(wanted) : usual;
}

TEST_F(Copies, NeverTakeMoreThanTheBudget) {
    const int files = files_of_workload(200);
    work_at_random(files, files * 300);
}

TEST_F(Copies, NeverTakeMoreThanTheBudgetOfABucket) {
    if (!has_s3()) GTEST_SKIP() << "AKEBONO_TEST_S3 is not set: scripts/with-s3 runs an S3 server";
    auto& config = world().config;
    config.s3_bucket = make_bucket();
    config.s3_endpoint = s3_endpoint();
    config.s3_path_style = true;
    config.s3_access_key_id = s3_access_key();
    config.s3_secret_access_key = s3_secret_key();
    watch(open_store(config));

    const int files = files_of_workload(50);
    work_at_random(files, files * 300);
}

TEST_F(Copies, AreFoundByAnIndex) {
    database_->write([&](db::Tx& tx) {
        EXPECT_WALKS_INDEX(tx, "select key, size_bytes from cached_files where state = 1 order by seen_at limit $1",
                           {1000});
        EXPECT_WALKS_INDEX(tx,
                           "select key from cached_files where state = 0 and seen_at < $1 order by seen_at limit $2",
                           {tx.now(), 1000});
    });
}

TEST(ShownUrl, IsMadeByWhoKnowsTheSource) {
    base::Config config;
    config.domain = "akebono.test";
    config.https = true;
    const auto url = shown_url(config, {.kind = CopyOf::Small, .id = 7}, kSource);
    EXPECT_EQ(url, "https://akebono.test/media_proxy/small/7/" + mark_of(kSource));
    EXPECT_NE(mark_of(kSource), mark_of(kSource + "?2"));

    config.media_remote = base::RemoteMedia::Never;
    EXPECT_EQ(shown_url(config, {.kind = CopyOf::Small, .id = 7}, kSource), kSource);
}

} // namespace
} // namespace media

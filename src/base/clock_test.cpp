#include "base/clock.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace base {
namespace {

using std::chrono::milliseconds;

// The same numbers each time.
class Counting final : public Random {
public:
    void fill(std::span<unsigned char> bytes) override {
        for (auto& byte : bytes) byte = next_++;
    }

private:
    unsigned char next_ = 0;
};

const Time kNow = *parse_iso8601("2024-01-02T03:04:05.678Z");

TEST(Iso8601, WritesMillisecondsAndZ) {
    EXPECT_EQ(iso8601(kNow), "2024-01-02T03:04:05.678Z");
    EXPECT_EQ(iso8601(Time(milliseconds(0))), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(iso8601(Time(milliseconds(-1))), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(iso_date(kNow), "2024-01-02");
}

TEST(Iso8601, ReadsAnyOffsetAndFraction) {
    EXPECT_EQ(parse_iso8601("2024-01-02T12:04:05.678+09:00"), kNow);
    EXPECT_EQ(parse_iso8601("2024-01-01T22:34:05.678912345-04:30"), kNow);
    EXPECT_EQ(parse_iso8601("2024-01-02t03:04:05.678z"), kNow);
    EXPECT_EQ(parse_iso8601("2024-01-02 03:04:05.678+0000"), kNow);
    EXPECT_EQ(parse_iso8601("2024-01-02T03:04:05Z"), kNow - milliseconds(678));
    EXPECT_EQ(parse_iso8601("2024-01-02T03:04:05.6Z"), kNow - milliseconds(78));
    EXPECT_EQ(iso8601(*parse_iso8601("2016-12-31T23:59:60Z")), "2017-01-01T00:00:00.000Z");
}

TEST(Iso8601, RefusesWhatIsNoTime) {
    for (const auto* text :
         {"", "2024", "2024-01-02", "2024-01-02T03:04", "2024-01-02T03:04:05", "2024-13-02T03:04:05Z",
          "2024-02-30T03:04:05Z", "2023-02-29T03:04:05Z", "2024-01-02T24:04:05Z", "2024-01-02T03:60:05Z",
          "2024-01-02T03:04:61Z", "2024-01-02T03:04:05.Z", "2024-01-02T03:04:05+25:00", "2024-01-02T03:04:05Zx",
          "x2024-01-02T03:04:05Z", "2024-1-2T03:04:05Z", "24-01-02T03:04:05Z", "-024-01-02T03:04:05Z",
          "2023-01-01T.0:00:00Z"}) {
        EXPECT_EQ(parse_iso8601(text), std::nullopt) << text;
    }
}

TEST(Ids, CarryTheirTime) {
    Counting random;
    IdGenerator ids(random);

    const auto id = ids.next(kNow);

    EXPECT_EQ(time_of_id(id), kNow);
    EXPECT_GE(id, first_id_of(kNow));
    EXPECT_LT(id, first_id_of(kNow + milliseconds(1)));
}

TEST(Ids, GrowEvenThroughARush) {
    Counting random;
    IdGenerator ids(random);

    std::int64_t last = 0;
    for (int i = 0; i < 200'000; ++i) {
        const auto id = ids.next(kNow + milliseconds(i / 100'000));
        ASSERT_GT(id, last);
        last = id;
    }

    EXPECT_LT(time_of_id(last), kNow + milliseconds(20));
}

TEST(Ids, AreDifferentInThePastToo) {
    Counting random;
    IdGenerator ids(random);

    std::set<std::int64_t> seen;
    for (int i = 0; i < 10'000; ++i) {
        seen.insert(ids.next(kNow));
        seen.insert(ids.next(kNow - milliseconds(1)));
    }

    EXPECT_EQ(seen.size(), 20'000u);
}

TEST(Ids, AreDifferentInAllThreads) {
    SystemRandom random;
    IdGenerator ids(random);
    std::vector<std::vector<std::int64_t>> of_thread(4);

    std::vector<std::thread> threads;
    for (auto& mine : of_thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 5000; ++i) mine.push_back(ids.next(kNow));
        });
    }
    for (auto& thread : threads) thread.join();

    std::set<std::int64_t> all;
    for (const auto& mine : of_thread) all.insert(mine.begin(), mine.end());
    EXPECT_EQ(all.size(), 20'000u);
}

TEST(Random, TokensAreUrlSafe) {
    Counting random;

    EXPECT_EQ(random.token(4), "AAECAw");
    EXPECT_EQ(random.token(3), "BAUG");
    EXPECT_EQ(SystemRandom().token().size(), 43u);
    EXPECT_NE(SystemRandom().token(), SystemRandom().token());
}

} // namespace
} // namespace base

#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "base/context.h"
#include "base/events.h"
#include "base/feed_store.h"
#include "base/remembered.h"
#include "base/renderings.h"
#include "media/store.h"
#include "statuses/standings.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// 2024-01-02T03:04:05.678Z: when every test begins.
constexpr base::Time kTestTime{std::chrono::milliseconds(1'704'164'645'678)};

// The time that a test says it is.
class FakeClock final : public base::Clock {
public:
    base::Time now() const override { return base::Time(std::chrono::milliseconds(milliseconds_.load())); }
    void set(base::Time time) { milliseconds_ = time.time_since_epoch().count(); }
    void advance(std::chrono::milliseconds by) { milliseconds_ += by.count(); }

private:
    std::atomic<std::int64_t> milliseconds_ = kTestTime.time_since_epoch().count();
};

// The same numbers in every run. Thread-safe.
class SeededRandom final : public base::Random {
public:
    void fill(std::span<unsigned char> bytes) override;

private:
    std::mutex mutex_;
    std::mt19937_64 engine_{20240102};
};

// Keeps what is sent. To those who ask, somebody listens to every channel, unless a test names those that are heard.
class RecordedEvents final : public base::EventSink {
public:
    void send(std::vector<base::Event> events) override;
    bool has_listeners(std::string_view channel) const override;
    std::vector<AccountId> listening_accounts() const override;

    // From now on `channel` is heard, and only those named so.
    void listen(std::string channel);
    void listen_to_nothing();
    // All that was sent since the last call, in order.
    std::vector<base::Event> take();

private:
    mutable std::mutex mutex_;
    std::vector<base::Event> events_;
    bool is_everything_heard_ = true;
    std::set<std::string, std::less<>> heard_;
};

// What a test may set of the world around its transactions.
struct TestWorld {
    TestWorld();
    ~TestWorld();
    TestWorld(const TestWorld&) = delete;
    TestWorld& operator=(const TestWorld&) = delete;

    base::Config config; // Domain "akebono.test", with https.
    FakeClock clock;
    SeededRandom random;
    base::IdGenerator ids{random};
    RecordedEvents events;
    base::FeedStore feeds;
    base::Remembered remembered;
    base::Renderings renderings;
    statuses::Standings standings;
    std::unique_ptr<media::Store> media; // In a folder of its own, which goes with it.
    base::Context context{config, clock, random, ids, events, feeds, remembered, renderings, standings};
};

#include "base/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace base::metrics {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Metrics, AreTheSameNumberByTheSameName) {
    counter("test_a_total", "A.", "kind=\"x\"").add(2);
    counter("test_a_total", "A.", "kind=\"x\"").add();
    counter("test_a_total", "A.", "kind=\"y\"").add();

    EXPECT_THAT(text(), HasSubstr("# HELP test_a_total A.\n# TYPE test_a_total counter\n"
                                  "test_a_total{kind=\"x\"} 3\ntest_a_total{kind=\"y\"} 1\n"));
}

TEST(Metrics, CountFromManyThreads) {
    auto& shared = gauge("test_threads", "Threads.");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 1000; ++j) shared.add(1);
        });
    }
    for (auto& thread : threads) thread.join();

    EXPECT_THAT(text(), HasSubstr("\ntest_threads 4000\n"));
}

TEST(Metrics, HistogramsAddUp) {
    auto& seconds = histogram("test_seconds", "Time.", "a=\"b\"");
    seconds.observe_seconds(0.0005);
    seconds.observe_seconds(0.002);
    seconds.observe_seconds(60);

    const auto all = text();
    EXPECT_THAT(all, HasSubstr("test_seconds_bucket{a=\"b\",le=\"0.0005\"} 1\n"));
    EXPECT_THAT(all, HasSubstr("test_seconds_bucket{a=\"b\",le=\"0.0025\"} 2\n"));
    EXPECT_THAT(all, HasSubstr("test_seconds_bucket{a=\"b\",le=\"10\"} 2\n"));
    EXPECT_THAT(all, HasSubstr("test_seconds_bucket{a=\"b\",le=\"+Inf\"} 3\n"));
    EXPECT_THAT(all, HasSubstr("test_seconds_sum{a=\"b\"} 60.0025\n"));
    EXPECT_THAT(all, HasSubstr("test_seconds_count{a=\"b\"} 3\n"));
}

TEST(Metrics, ObservedNumbersGoWithTheirHandle) {
    auto one = observe(Kind::Gauge, "test_observed", "Seen.", [] { return 1.5; });
    {
        const auto two = observe(Kind::Gauge, "test_observed", "Seen.", [] { return 2.0; });
        EXPECT_THAT(text(), HasSubstr("\ntest_observed 3.5\n"));
    }
    EXPECT_THAT(text(), HasSubstr("\ntest_observed 1.5\n"));
    one.reset();
    EXPECT_THAT(text(), Not(HasSubstr("\ntest_observed ")));
}

TEST(Metrics, SayWhatTheProcessUses) {
    const auto all = text();
    EXPECT_THAT(all, HasSubstr("\nprocess_resident_memory_bytes "));
    EXPECT_THAT(all, Not(HasSubstr("process_resident_memory_bytes 0\n")));
    EXPECT_THAT(all, HasSubstr("\nprocess_cpu_seconds_total "));
    EXPECT_THAT(all, HasSubstr("\nprocess_start_time_seconds 1"));
}

} // namespace
} // namespace base::metrics

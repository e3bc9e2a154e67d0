#include "app/jobs.h"

#include <gmock/gmock.h>

#include <set>
#include <string_view>

namespace app {
namespace {

TEST(JobTable, NamesEachJobOnce) {
    std::set<std::string_view> names;
    for (const auto& kind : job_kinds()) {
        EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
        EXPECT_GT(kind.attempts, 0) << kind.name;
    }
}

TEST(JobTable, HasEveryJobOfTheSchedule) {
    for (const auto& scheduled : job_schedule()) {
        EXPECT_NE(std::ranges::find(job_kinds(), scheduled.job, &jobs::Kind::name), job_kinds().end()) << scheduled.job;
    }
}

} // namespace
} // namespace app

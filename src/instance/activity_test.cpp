#include "instance/activity.h"

#include "support/builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace instance {
namespace {

json::Value shown(db::Tx& tx) {
    std::string text;
    json::Writer out(text);
    write_activity(out, tx);
    return json::parse(text).value();
}

TEST(Activity, IsCountedByTheWeek) {
    TestDatabase database; // Its time is a Tuesday: 2024-01-02.
    database->write([&](db::Tx& tx) {
        make_status(tx, make_person(tx), "one");
        make_status(tx, make_account(tx, {.domain = "remote.test"}), "not ours");
        count_activity(jobs::Arguments({}), tx);
    });
    database.world().clock.advance(std::chrono::weeks(1));
    database->write([&](db::Tx& tx) {
        count_activity(jobs::Arguments({}), tx);

        const auto weeks = shown(tx);

        ASSERT_EQ(weeks.as_array().size(), 12U);
        EXPECT_EQ(weeks.at(0).at("week"), "1704672000"); // 2024-01-08, a Monday.
        EXPECT_EQ(weeks.at(0).at("statuses"), "0");
        EXPECT_EQ(weeks.at(1).at("statuses"), "1");
        EXPECT_EQ(weeks.at(1).at("registrations"), "1");
        EXPECT_EQ(weeks.at(11).at("statuses"), "0");
    });
}

TEST(Activity, IsNothingBeforeItIsCounted) {
    db::Tx tx = TestDb().begin();

    EXPECT_EQ(shown(tx).at(0).at("statuses"), "0");
}

} // namespace
} // namespace instance

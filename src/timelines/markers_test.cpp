#include "timelines/markers.h"

#include "support/builders.h"
#include "support/test_db.h"

#include <gtest/gtest.h>

namespace timelines {
namespace {

json::Object markers(db::Tx& tx, AccountId account, const std::vector<std::string>& names) {
    std::string text;
    json::Writer out(text);
    write_markers(out, tx, account, names);
    return json::parse(text).value().as_object();
}

TEST(Markers, AreKeptByAccountAndTimeline) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, bob = make_user(tx).account.id;

    set_marker(tx, alice, "home", 103'206'604'258'487'607);
    set_marker(tx, bob, "home", 7);

    EXPECT_EQ(
        markers(tx, alice, {"home", "notifications"}),
        (json::Object{
            {"home",
             {{"last_read_id", "103206604258487607"}, {"version", 1}, {"updated_at", "2024-01-02T03:04:05.678Z"}}}}));
    EXPECT_TRUE(markers(tx, alice, {"notifications"}).empty());
    EXPECT_TRUE(markers(tx, alice, {}).empty());
}

TEST(Markers, CountTheirVersionsUp) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;

    set_marker(tx, alice, "home", 9);
    set_marker(tx, alice, "home", 8);

    const auto home = markers(tx, alice, {"home"}).at("home").as_object();
    EXPECT_EQ(home.at("last_read_id"), "8");
    EXPECT_EQ(home.at("version"), 2);
}

} // namespace
} // namespace timelines

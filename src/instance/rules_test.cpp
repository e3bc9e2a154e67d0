#include "instance/rules.h"

#include "instance/instance_json.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace instance {
namespace {

using testing::SizeIs;

TEST(Rules, AreShownInTheirOrder) {
    db::Tx tx = TestDb().begin();
    ASSERT_TRUE(add_rule(tx, " 親切に。 ", ""));
    const auto second = add_rule(tx, "No advertising", "Not even for friends");
    ASSERT_TRUE(second);

    std::string v1, v2;
    json::Writer out1(v1), out2(v2);
    write_instance_v1(out1, tx);
    write_instance(out2, tx);
    for (const auto& text : {v1, v2}) {
        const auto shown = json::parse(text)->at("rules");
        ASSERT_THAT(shown.as_array(), SizeIs(2));
        EXPECT_EQ(shown.at(0).at("text"), "親切に。");
        EXPECT_EQ(shown.at(1).at("hint"), "Not even for friends");
        EXPECT_EQ(shown.at(1).at("id"), json::Value(std::to_string(*second)));
        EXPECT_EQ(shown.at(0).at("translations"), json::Object());
    }

    ASSERT_TRUE(remove_rule(tx, *second));
    EXPECT_THAT(rules(tx), SizeIs(1));
}

TEST(Rules, AreRefusedWhenEmptyOrTooLongOrTooMany) {
    db::Tx tx = TestDb().begin();
    std::string long_text;
    for (int i = 0; i < 300; ++i) long_text += "漢";

    EXPECT_FALSE(add_rule(tx, "  ", "hint"));
    EXPECT_FALSE(add_rule(tx, long_text + "x", ""));
    EXPECT_FALSE(remove_rule(tx, 1));
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(add_rule(tx, long_text, ""));
    EXPECT_FALSE(add_rule(tx, "one more", ""));
}

} // namespace
} // namespace instance

#include "http/scopes.h"

#include <gtest/gtest.h>

namespace http {
namespace {

Scope scopes_of(std::string_view text) {
    const auto scopes = parse_scopes(text);
    EXPECT_TRUE(scopes) << text;
    return scopes.value_or(Scope::None);
}

TEST(Scopes, AParentBringsItsChildren) {
    EXPECT_TRUE(contains(scopes_of("read"), Scope::ReadStatuses | Scope::ReadCollections));
    EXPECT_FALSE(overlap(scopes_of("read"), scopes_of("write")));
    EXPECT_TRUE(contains(scopes_of("follow"), Scope::WriteMutes | Scope::ReadFollows));
    EXPECT_FALSE(overlap(scopes_of("read write"), scopes_of("admin:read admin:write push profile")));
}

TEST(Scopes, AChildDoesNotBringItsParent) { EXPECT_FALSE(contains(scopes_of("read:accounts"), Scope::ReadItself)); }

TEST(Scopes, AreSeparatedBySpacesOrPlus) {
    EXPECT_EQ(scopes_of("read:lists  push"), scopes_of("push+read:lists"));
    EXPECT_EQ(scopes_of(""), Scope::None);
    EXPECT_EQ(scopes_of(" "), Scope::None);
}

TEST(Scopes, UnknownOnesAreRefused) {
    EXPECT_FALSE(parse_scopes("read write:everything"));
    EXPECT_FALSE(parse_scopes("Read"));
    EXPECT_FALSE(parse_scopes("read,write"));
}

TEST(Scopes, AreWrittenAsTheyWereAskedFor) {
    EXPECT_EQ(to_string(scopes_of("read write follow push")), "read write follow push");
    EXPECT_EQ(to_string(scopes_of("push read:statuses read:accounts")), "read:accounts read:statuses push");
    EXPECT_EQ(to_string(scopes_of("admin:write:reports read")), "read admin:write:reports");
    EXPECT_EQ(to_string(Scope::None), "");
}

TEST(Scopes, ChildrenOfAParentThatIsThereAreNotRepeated) {
    EXPECT_EQ(to_string(scopes_of("read read:statuses")), "read");
    EXPECT_EQ(to_string(scopes_of("follow write:blocks write:lists")), "write:lists follow");
}

TEST(Scopes, EveryNameIsItsOwnText) {
    for (const auto name : scope_names()) EXPECT_EQ(to_string(scopes_of(name)), name);
}

} // namespace
} // namespace http

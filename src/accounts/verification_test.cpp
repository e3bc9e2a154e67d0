#include "accounts/profile.h"
#include "support/fediverse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accounts {
namespace {

class Verification : public testing::Test {
protected:
    Verification() : alice_(web_.person("alice")) {}

    void put(const std::string& url, const std::string& body) {
        web_.put(url, {.content_type = "text/html", .body = body});
    }
    // Whether the field that says so is verified then.
    bool is_verified(const std::string& text) {
        web_.write([&](db::Tx& tx) {
            ProfileChanges changes;
            changes.fields = {{{.name = "Site", .text = text}}};
            ASSERT_TRUE(change_profile(tx, alice_, changes));
        });
        web_.settle();
        return web_.read<bool>([&](db::Tx& tx) {
            auto rows = tx.query("select fields from accounts where id = $1", {alice_.id});
            return rows.next() && !json::parse(rows.text(0)).value().at(0).at("verified_at").is_null();
        });
    }

    Fediverse web_;
    Account alice_;
};

TEST_F(Verification, IsForPagesThatLinkBack) {
    put("http://nice.test/a", R"(<body><a href="http://akebono.test/@Alice" rel="nofollow ME">me</a>)");
    put("http://nice.test/b", R"(<link rel=me href="http://akebono.test/users/alice/">)");
    put("http://nice.test/c", R"(<a href="http://akebono.test/@alice">no rel</a>)");
    put("http://nice.test/d", R"(<a rel=me href="http://akebono.test/@bob">somebody else</a>)");

    EXPECT_TRUE(is_verified("http://nice.test/a"));
    EXPECT_TRUE(is_verified("http://nice.test/b"));
    EXPECT_FALSE(is_verified("http://nice.test/c"));
    EXPECT_FALSE(is_verified("http://nice.test/d"));
    EXPECT_FALSE(is_verified("http://nice.test/gone"));
    EXPECT_FALSE(is_verified("no page"));
}

TEST_F(Verification, StaysAndIsNotAskedAgain) {
    put("http://nice.test/a", R"(<a rel=me href="http://akebono.test/@alice">me</a>)");
    ASSERT_TRUE(is_verified("http://nice.test/a"));
    put("http://nice.test/a", "nothing any more");

    EXPECT_TRUE(is_verified("http://nice.test/a"));
    EXPECT_EQ(web_.requests_for("http://nice.test/a"), 1);
}

} // namespace
} // namespace accounts

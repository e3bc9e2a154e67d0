#include "base/text.h"
#include "support/api_server.h"
#include "support/auth_builders.h"
#include "support/federation_builders.h"
#include "support/status_builders.h"
#include "support/visitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::Not;

class Interaction : public testing::Test {
protected:
    Interaction() {
        server.write([&](db::Tx& tx) {
            make_new_user(tx, PersonOptions{});
            bob = make_remote(tx, {.username = "bob"});
        });
    }
    // Where they meant to go.
    HttpReply signed_in(Visitor& visitor, const std::string& path) {
        visitor.get(path);
        return visitor.submit("/auth/sign_in",
                              {{"user[email]", "alice@example.test"}, {"user[password]", std::string(kTestPassword)}});
    }

    ApiServer server;
    accounts::Account bob;
};

TEST_F(Interaction, ShowsAnAccountAfterSigningInAndFollowsIt) {
    Visitor visitor(server.client());
    const auto page = signed_in(visitor, "/authorize_interaction?uri=bob%40remote.test");

    ASSERT_EQ(page.status, 200) << page.body;
    EXPECT_THAT(page.body, HasSubstr("@remote.test"));
    const auto followed = visitor.submit("/authorize_interaction", {});

    EXPECT_EQ(followed.status, 200) << followed.body;
    EXPECT_THAT(followed.body, HasSubstr("You have asked to follow"));
    server.write([&](db::Tx& tx) {
        EXPECT_EQ(tx.query_integer("select count(*) from follow_requests"), 1);
        EXPECT_EQ(queued_deliveries(tx), std::vector<std::string>{"Follow https://remote.test/users/bob/inbox"});
    });
}

TEST_F(Interaction, ShowsAPostAndNoMoreThanMayBeSeen) {
    StatusId open, secret;
    server.write([&](db::Tx& tx) {
        open = make_remote_status(tx, bob, "<script>x</script>");
        secret = make_remote_status(tx, bob, "psst");
        tx.exec("update statuses set visibility = 3 where id = $1", {secret});
    });
    Visitor visitor(server.client());
    const std::string base = "/authorize_interaction?uri=https%3A%2F%2Fremote.test%2Fusers%2Fbob%2Fstatuses%2F";

    const auto page = signed_in(visitor, base + to_string(open));

    EXPECT_EQ(page.status, 200) << page.body;
    EXPECT_THAT(page.body, Not(HasSubstr("<script>")));
    EXPECT_THAT(visitor.get(base + to_string(secret)).body, Not(HasSubstr("psst")));
    EXPECT_EQ(visitor.get("/authorize_interaction?uri=nobody%40remote.test").status, 404);
    EXPECT_EQ(visitor.get("/authorize_interaction").status, 404);
}

TEST_F(Interaction, LeadsToThePageOfAPostOfOurs) {
    StatusId post;
    server.write([&](db::Tx& tx) { post = make_status(tx, make_person(tx, "carol"), "hello"); });
    const std::string url = "https://akebono.test/@carol/" + to_string(post);
    Visitor visitor(server.client());

    const auto page = signed_in(visitor, "/authorize_interaction?uri=" + base::percent_encode(url));

    EXPECT_THAT(page.body, HasSubstr("href=\"" + url + "\""));
}

TEST_F(Interaction, IsForOwnFormsAndPeopleWhoAreSignedIn) {
    Visitor stranger(server.client());
    EXPECT_THAT(stranger.get("/authorize_follow?acct=bob%40remote.test").body, HasSubstr("user[password]"));
    EXPECT_EQ(stranger.post("/authorize_interaction", {{"uri", "bob@remote.test"}}).status, 422);
    Visitor alice(server.client());
    signed_in(alice, "/authorize_interaction?uri=bob%40remote.test");
    EXPECT_EQ(alice.post("/authorize_interaction", {{"uri", "bob@remote.test"}}).status, 422);
}

} // namespace

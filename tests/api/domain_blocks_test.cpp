#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using base::Shown;
using testing::HasSubstr;

class AdminDomainsApi : public testing::Test {
protected:
    static constexpr const char* kScopes =
        "read write admin:read:domain_blocks admin:write:domain_blocks admin:read:domain_allows admin:write:domain_allows";

    std::string id_of(const HttpReply& reply) { return std::string(reply.json().at("id").as_string()); }

    ApiServer server_;
    ApiServer::Person admin_ = server_.sign_in({.role = accounts::Role::Admin}, kScopes);
    const std::string path_ = "/api/v1/admin/domain_blocks";
};

TEST_F(AdminDomainsApi, AreMadeChangedListedAndTakenBack) {
    const auto made = admin_.client.post(
        path_, "domain=Spam.test&severity=suspend&public_comment=Spam&private_comment=seen&obfuscate=true");
    ASSERT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(made.json().at("domain"), "spam.test");
    EXPECT_EQ(made.json().at("severity"), "suspend");
    EXPECT_EQ(made.json().at("reject_media"), false);
    EXPECT_EQ(made.json().at("obfuscate"), true);
    const std::string one = path_ + "/" + id_of(made);

    const auto changed = admin_.client.request("PUT", one + "?severity=silence&reject_media=true&public_comment=");
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(changed.json().at("severity"), "silence");
    EXPECT_EQ(changed.json().at("reject_media"), true);
    EXPECT_TRUE(changed.json().at("public_comment").is_null());
    EXPECT_EQ(changed.json().at("private_comment"), "seen");
    EXPECT_EQ(admin_.client.get(one).json(), changed.json());

    ASSERT_EQ(admin_.client.post(path_, "domain=loud.test").status, 200);
    const auto page = admin_.client.get(path_ + "?limit=1");
    ASSERT_EQ(page.json().as_array().size(), 1u);
    EXPECT_EQ(page.json().as_array().at(0).at("domain"), "loud.test");
    EXPECT_THAT(page.header("link"), HasSubstr("max_id="));

    EXPECT_EQ(admin_.client.request("DELETE", one).status, 200);
    EXPECT_EQ(admin_.client.get(one).status, 404);
    EXPECT_EQ(admin_.client.request("DELETE", one).status, 404);
}

TEST_F(AdminDomainsApi, SayWhatIsThereAlready) {
    const auto first = admin_.client.post(path_, "domain=spam.test&severity=suspend");
    const auto second = admin_.client.post(path_, "domain=a.spam.test&severity=silence");

    EXPECT_EQ(second.status, 422);
    EXPECT_EQ(second.json().at("existing_domain_block"), first.json());
    EXPECT_EQ(admin_.client.post(path_, "domain=x.test&severity=odd").status, 422);
    EXPECT_EQ(admin_.client.post(path_, "domain=").status, 422);
}

TEST_F(AdminDomainsApi, AreForThoseWhoManageFederation) {
    auto moderator = server_.sign_in({.role = accounts::Role::Moderator}, kScopes);
    auto reader = server_.sign_in_again(admin_.account.id, "read write");
    for (const auto& path : {path_, std::string("/api/v1/admin/domain_allows")}) {
        EXPECT_EQ(server_.client().get(path).status, 401);
        EXPECT_EQ(reader.get(path).status, 403);
        EXPECT_EQ(moderator.client.get(path).status, 403);
        EXPECT_EQ(moderator.client.get(path + "/1").status, 403);
        EXPECT_EQ(moderator.client.post(path, "domain=x.test").status, 403);
        EXPECT_EQ(moderator.client.request("DELETE", path + "/1").status, 403);
        EXPECT_EQ(admin_.client.get(path + "/1").status, 404);
    }
}

TEST_F(AdminDomainsApi, AreShownToWhomTheConfigurationSays) {
    const std::string path = "/api/v1/instance/domain_blocks";
    admin_.client.post(path_, "domain=spam.example&severity=suspend&public_comment=Spam&obfuscate=true");
    admin_.client.post(path_, "domain=loud.example&severity=silence");
    admin_.client.post(path_, "domain=fine.example&severity=noop");
    EXPECT_EQ(admin_.client.get(path).status, 404);

    server_.world().config.federation_show_blocks = Shown::Users;
    EXPECT_EQ(server_.client().get(path).status, 404);
    const auto seen = admin_.client.get(path).json().as_array();
    ASSERT_EQ(seen.size(), 2u);
    EXPECT_EQ(seen.at(0).at("domain"), "loud.example");
    EXPECT_EQ(seen.at(1).at("domain"), "spam.****ple");
    EXPECT_TRUE(seen.at(1).at("comment").is_null());

    server_.world().config.federation_show_blocks = Shown::Everybody;
    server_.world().config.federation_show_block_reasons = Shown::Everybody;
    EXPECT_EQ(server_.client().get(path).json().as_array().at(1).at("comment"), "Spam");
}

TEST_F(AdminDomainsApi, AllowsAreMadeListedAndTakenBack) {
    const std::string path = "/api/v1/admin/domain_allows";
    const auto made = admin_.client.post(path, "domain=friends.test");
    ASSERT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(admin_.client.post(path, "domain=friends.test").json(), made.json());
    EXPECT_EQ(admin_.client.get(path).json().as_array().size(), 1u);
    EXPECT_EQ(admin_.client.get(path + "/" + id_of(made)).json().at("domain"), "friends.test");
    EXPECT_EQ(admin_.client.post(path, "domain=!").status, 422);

    EXPECT_EQ(admin_.client.request("DELETE", path + "/" + id_of(made)).status, 200);
    EXPECT_EQ(admin_.client.get(path).json().as_array().size(), 0u);
}

TEST(AllowList, ShowsNothingToWhoIsNotSignedIn) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    server.world().config.federation_allow_list = true;
    auto app = server.client_with([&] {
        std::string token;
        server.write([&](db::Tx& tx) { token = make_token(tx, {}); });
        return token;
    }());

    for (const char* path : {"/api/v1/timelines/public", "/api/v2/instance", "/api/v1/instance/peers",
                             "/api/v1/custom_emojis", "/api/v1/accounts/lookup?acct=alice"}) {
        EXPECT_EQ(server.client().get(path).status, 401) << path;
        EXPECT_EQ(app.get(path).status, 401) << path;
        const auto seen = alice.client.get(path);
        EXPECT_EQ(seen.status, 200) << path << seen.body;
        EXPECT_EQ(seen.header("cache-control"), "private, no-store") << path;
    }
    EXPECT_EQ(server.client().post("/api/v1/apps", "client_name=a&redirect_uris=urn:ietf:wg:oauth:2.0:oob").status,
              200);
    EXPECT_EQ(server.client().get("/nodeinfo/2.0").status, 200);
    EXPECT_EQ(alice.client.get("/api/v2/instance").json().at("configuration").at("limited_federation"), true);
}

} // namespace

#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string text(const json::Value& value) { return std::string(value.as_string()); }

TEST(AccountsApi, ShowsAnAccountToAnybody) {
    ApiServer server;
    const auto alice = server.sign_in({.username = "alice", .display_name = "アリス"});
    auto anonymous = server.client();

    const auto reply = anonymous.get(alice.path());

    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.json().at("display_name"), "アリス");
    EXPECT_EQ(anonymous.get("/api/v1/accounts/lookup?acct=Alice@akebono.test").json().at("id"), reply.json().at("id"));
    EXPECT_EQ(
        anonymous.get("/api/v1/accounts?id[]=" + to_string(alice.account.id) + "&id[]=1").json().as_array().size(), 1U);
}

TEST(AccountsApi, KnowsNobodyByAWrongName) {
    ApiServer server;
    auto client = server.client();

    for (const auto* path : {"/api/v1/accounts/1", "/api/v1/accounts/alice", "/api/v1/accounts/-1",
                             "/api/v1/accounts/99999999999999999999", "/api/v1/accounts/lookup?acct=nobody",
                             "/api/v1/accounts/lookup", "/api/v1/accounts/1/followers"}) {
        const auto reply = client.get(path);
        EXPECT_EQ(reply.status, 404) << path;
        EXPECT_EQ(reply.error(), "Record not found") << path;
    }
}

TEST(AccountsApi, DoesNotShowWhoWaitsForApproval) {
    ApiServer server;
    const auto waiting = server.sign_in({.is_approved = false});
    auto client = server.client();

    EXPECT_EQ(client.get(waiting.path()).status, 404);
    EXPECT_EQ(client.get("/api/v1/accounts/lookup?acct=" + waiting.account.username).status, 404);
}

TEST(AccountsApi, VerifiesCredentialsOfWhoHasThem) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    auto posts_only = server.sign_in_again(alice.account.id, "write:statuses");
    auto profile_only = server.sign_in_again(alice.account.id, "profile");
    auto bad = server.client_with("nonsense");
    auto anonymous = server.client();
    const auto* path = "/api/v1/accounts/verify_credentials";

    EXPECT_EQ(alice.client.get(path).json().at("source").at("privacy"), "public");
    EXPECT_EQ(profile_only.get(path).status, 200);
    EXPECT_EQ(posts_only.get(path).status, 403);
    EXPECT_EQ(bad.get(path).status, 401);
    EXPECT_EQ(anonymous.get(path).status, 401);
}

TEST(UpdateCredentials, TakesTheFieldsOfAppsInAllTheirSpellings) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto* path = "/api/v1/accounts/update_credentials";
    const HttpHeaders form = {{"Content-Type", "application/x-www-form-urlencoded"}};

    const auto hash = alice.client.request(
        "PATCH", path, form,
        "display_name=%E3%82%A2&locked=true&bot=1&fields_attributes[0][name]=a&fields_attributes[0][value]=b"
        "&fields_attributes[1][name]=c&fields_attributes[1][value]=d&source[privacy]=unlisted&source[sensitive]=true"
        "&source[language]=ja");
    const auto array = alice.client.request("PATCH", path, {{"Content-Type", "application/json"}}, R"({"fields_attributes":[{"name":"x","value":"y"}],"note":"hi","locked":false,"attribution_domains":["a.test"],
            "source":{"quote_policy":"nobody"}})");
    const auto file = alice.client.request(
        "PATCH", path, {{"Content-Type", "multipart/form-data; boundary=b"}},
        "--b\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
        "x\r\n--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nwith a picture\r\n--b--\r\n");

    ASSERT_EQ(hash.status, 200) << hash.body;
    EXPECT_EQ(hash.json().at("display_name"), "ア");
    EXPECT_TRUE(hash.json().at("locked").as_bool());
    EXPECT_TRUE(hash.json().at("bot").as_bool());
    EXPECT_THAT(hash.json().at("source").at("fields").as_array(), SizeIs(2));
    EXPECT_EQ(hash.json().at("source").at("privacy"), "unlisted");
    EXPECT_EQ(hash.json().at("source").at("language"), "ja");
    ASSERT_EQ(array.status, 200) << array.body;
    EXPECT_EQ(array.json().at("fields").at(0).at("value"), "y");
    EXPECT_EQ(array.json().at("display_name"), "ア");
    EXPECT_EQ(array.json().at("source").at("quote_policy"), "nobody");
    EXPECT_EQ(file.status, 422);
    EXPECT_THAT(file.error(), HasSubstr("kind that this server does not take"));
    EXPECT_EQ(alice.client.get("/api/v1/accounts/verify_credentials").json().at("source").at("note"), "hi");
}

TEST(UpdateCredentials, ChangesNothingWhenOneThingIsWrong) {
    ApiServer server;
    auto alice = server.sign_in({.display_name = "Alice"});

    const auto reply =
        alice.client.request("PATCH", "/api/v1/accounts/update_credentials", {{"Content-Type", "application/json"}},
                             R"({"display_name":"New","source":{"privacy":"secret"}})");

    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(alice.client.get(alice.path()).json().at("display_name"), "Alice");
}

TEST(UpdateCredentials, NeedsItsScope) {
    ApiServer server;
    auto reader = server.sign_in({}, "read");

    EXPECT_EQ(reader.client.request("PATCH", "/api/v1/accounts/update_credentials").status, 403);
    EXPECT_EQ(server.client().request("PATCH", "/api/v1/accounts/update_credentials").status, 401);
}

TEST(PreferencesApi, AreTheDefaultsOfPosting) {
    ApiServer server;
    auto alice = server.sign_in();

    const auto preferences = alice.client.get("/api/v1/preferences").json().as_object();

    EXPECT_EQ(preferences.at("posting:default:visibility"), "public");
    EXPECT_TRUE(preferences.at("posting:default:language").is_null());
    EXPECT_EQ(preferences.size(), 7U);
    EXPECT_EQ(server.client().get("/api/v1/preferences").status, 401);
}

TEST(PicturesApi, AreThereForWhoHasChosenNone) {
    ApiServer server;
    const auto alice = server.sign_in();
    auto client = server.client();
    const auto account = client.get(alice.path()).json();
    const std::string origin = "https://akebono.test";

    for (const auto* member : {"avatar", "avatar_static", "header", "header_static"}) {
        const std::string url = text(account.at(member));
        ASSERT_TRUE(url.starts_with(origin)) << url;
        const auto picture = client.get(url.substr(origin.size()));
        EXPECT_EQ(picture.status, 200) << url;
        EXPECT_EQ(picture.header("content-type"), "image/png");
        EXPECT_EQ(picture.body.substr(1, 3), "PNG");
        EXPECT_THAT(picture.header("cache-control"), HasSubstr("max-age=604800"));
    }
    EXPECT_EQ(client.get("/avatars/original/other.png").status, 404);
}

} // namespace

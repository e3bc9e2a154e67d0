#include "instance/legal_texts.h"
#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(InstanceApi, IsThereForAnybody) {
    ApiServer server;
    auto client = server.client();
    auto bad = server.client_with("nonsense");

    EXPECT_EQ(client.get("/api/v2/instance").json().at("domain"), "akebono.test");
    EXPECT_EQ(client.get("/api/v1/instance").json().at("uri"), "akebono.test");
    EXPECT_EQ(bad.get("/api/v2/instance").status, 200); // Clients ask with an old token before they sign in again.
    for (const auto* path : {"/api/v1/instance/rules", "/api/v1/instance/peers", "/api/v1/custom_emojis"}) {
        EXPECT_EQ(client.get(path).body, "[]") << path;
    }
    EXPECT_EQ(client.get("/api/v1/instance/extended_description").status, 200);
    EXPECT_EQ(client.get("/api/v1/instance/nothing").status, 404);
}

TEST(InstanceApi, SaysHowManyPicturesAPostMayHave) {
    ApiServer server;
    server.world().config.media_per_post = 16;
    for (const auto* path : {"/api/v1/instance", "/api/v2/instance"}) {
        const auto statuses = server.client().get(path).json().at("configuration").at("statuses");
        EXPECT_EQ(statuses.at("max_media_attachments"), 16) << path;
    }
}

TEST(InstanceApi, ShowsItsPrivacyPolicy) {
    ApiServer server;
    auto client = server.client();
    const auto url = [&] {
        const auto urls = client.get("/api/v2/instance").json().at("configuration").at("urls");
        return std::string(urls.at("privacy_policy").as_string());
    };
    EXPECT_EQ(client.get("/api/v1/instance/privacy_policy").status, 404);
    EXPECT_EQ(client.get("/privacy-policy").status, 404);
    EXPECT_EQ(url(), "https://akebono.test/about");

    server.write([](db::Tx& tx) { ASSERT_TRUE(instance::publish_privacy_policy(tx, "<h2>We keep little</h2>")); });

    const auto policy = client.get("/api/v1/instance/privacy_policy").json();
    EXPECT_EQ(policy.at("content"), "<h2>We keep little</h2>");
    EXPECT_EQ(policy.at("updated_at").as_string(), base::iso8601(server.world().clock.now()));
    EXPECT_EQ(url(), "https://akebono.test/privacy-policy");
    EXPECT_THAT(client.get("/privacy-policy").body, HasSubstr("<h2>We keep little</h2>"));
}

TEST(InstanceApi, ShowsItsTermsOfService) {
    ApiServer server;
    auto client = server.client();
    const std::string path = "/api/v1/instance/terms_of_service";
    const auto today = std::chrono::floor<std::chrono::days>(server.world().clock.now());
    const std::string now = base::iso_date(today), later = base::iso_date(today + std::chrono::days(30));
    EXPECT_EQ(client.get(path).status, 404);
    EXPECT_TRUE(client.get("/api/v2/instance").json().at("configuration").at("urls").at("terms_of_service").is_null());

    server.write([&](db::Tx& tx) {
        ASSERT_TRUE(instance::publish_terms(tx, today, "<p>Be kind</p>"));
        ASSERT_TRUE(instance::publish_terms(tx, today + std::chrono::days(30), "<p>Be kinder</p>"));
    });

    const auto current = client.get(path).json(), next = client.get(path + "/" + later).json();
    EXPECT_EQ(current.at("effective_date").as_string(), now);
    EXPECT_EQ(current.at("effective"), true);
    EXPECT_EQ(current.at("content"), "<p>Be kind</p>");
    EXPECT_EQ(current.at("succeeded_by").as_string(), later);
    EXPECT_EQ(next.at("effective"), false);
    EXPECT_TRUE(next.at("succeeded_by").is_null());
    EXPECT_EQ(client.get(path + "/" + now).body, client.get(path).body);
    for (const auto* unknown : {"/2001-01-01", "/yesterday", "/2026-13-99"}) {
        EXPECT_EQ(client.get(path + unknown).status, 404) << unknown;
    }
    EXPECT_THAT(client.get("/terms-of-service").body, HasSubstr("<p>Be kind</p>"));
    EXPECT_THAT(client.get("/terms-of-service/" + later).body, HasSubstr("<p>Be kinder</p>"));
}

TEST(InstanceApi, PicturesOfTheSiteAreThere) {
    ApiServer server;
    auto client = server.client();
    const auto instance = client.get("/api/v2/instance").json();
    const std::string origin = "https://akebono.test";
    std::vector<std::string> urls = {std::string(instance.at("thumbnail").at("url").as_string())};
    for (const auto& icon : instance.at("icon").as_array()) urls.emplace_back(icon.at("src").as_string());

    for (const auto& url : urls) {
        ASSERT_THAT(url, StartsWith(origin));
        EXPECT_EQ(client.get(url.substr(origin.size())).header("content-type"), "image/png") << url;
    }
}

TEST(InstanceApi, NamesLanguages) {
    ApiServer server;

    const auto languages = server.client().get("/api/v1/instance/languages").json().as_array();

    EXPECT_TRUE(std::ranges::any_of(languages, [](const auto& language) { return language.at("code") == "ja"; }));
}

TEST(NodeinfoApi, LeadsToTheDocument) {
    ApiServer server;
    server.sign_in();
    auto client = server.client();

    const auto links = client.get("/.well-known/nodeinfo").json().at("links").as_array();
    const auto old = client.get("/nodeinfo/2.0"), newer = client.get("/nodeinfo/2.1");

    ASSERT_EQ(links.size(), 2U);
    EXPECT_EQ(links.at(0).at("rel"), "http://nodeinfo.diaspora.software/ns/schema/2.0");
    EXPECT_EQ(links.at(0).at("href"), "https://akebono.test/nodeinfo/2.0");
    EXPECT_EQ(old.json().at("version"), "2.0");
    EXPECT_EQ(old.json().at("software").at("name"), "akebono");
    EXPECT_EQ(old.json().at("usage").at("users").at("total"), 1);
    EXPECT_EQ(newer.json().at("version"), "2.1");
    EXPECT_THAT(newer.header("content-type"), HasSubstr("schema/2.1#"));
}

TEST(WebfingerApi, AnswersForOurAccounts) {
    ApiServer server;
    server.sign_in({.username = "alice"});
    auto client = server.client();

    const auto found = client.get("/.well-known/webfinger?resource=acct:alice@akebono.test");

    EXPECT_EQ(found.json().at("subject"), "acct:alice@akebono.test");
    EXPECT_THAT(found.header("content-type"), StartsWith("application/jrd+json"));
    EXPECT_THAT(found.body, HasSubstr(R"({"rel":"http://ostatus.org/schema/1.0/subscribe",)"
                                      R"("template":"https://akebono.test/authorize_interaction?uri={uri}"})"));
    for (const std::string intent : {"Object", "Follow"}) {
        EXPECT_THAT(found.body,
                    HasSubstr(R"({"rel":"https://w3id.org/fep/3b86/)" + intent
                              + R"(","template":"https://akebono.test/authorize_interaction?uri={object}"})"));
    }
    EXPECT_EQ(client.get("/.well-known/webfinger?resource=acct:bob@akebono.test").status, 404);
    EXPECT_EQ(client.get("/.well-known/webfinger").status, 400);
    EXPECT_THAT(client.get("/.well-known/host-meta").body,
                HasSubstr("template=\"https://akebono.test/.well-known/webfinger?resource={uri}\""));
    EXPECT_EQ(client.get("/.well-known/host-meta.json").status, 200);
}

TEST(MarkersApi, AreSetAndRead) {
    ApiServer server;
    auto alice = server.sign_in();

    const auto as_form =
        alice.client.post("/api/v1/markers", "home[last_read_id]=103&notifications[last_read_id]=5").json();
    const auto as_json = alice.client.post_json("/api/v1/markers", R"({"home":{"last_read_id":"104"}})").json();
    const auto both = alice.client.get("/api/v1/markers?timeline[]=home&timeline[]=notifications").json();
    const auto one = alice.client.get("/api/v1/markers?timeline=notifications").json();

    EXPECT_EQ(as_form.at("home").at("last_read_id"), "103");
    EXPECT_EQ(as_form.at("notifications").at("version"), 1);
    EXPECT_FALSE(as_json.as_object().contains("notifications"));
    EXPECT_EQ(both.at("home").at("last_read_id"), "104");
    EXPECT_EQ(both.at("home").at("version"), 2);
    EXPECT_FALSE(one.as_object().contains("home"));
    EXPECT_EQ(alice.client.post("/api/v1/markers", "home[last_read_id]=x").status, 422);
    EXPECT_EQ(alice.client.post("/api/v1/markers").body, "{}");
    EXPECT_EQ(server.client().get("/api/v1/markers").status, 401);
    EXPECT_EQ(server.sign_in({}, "read").client.post("/api/v1/markers").status, 403);
}

} // namespace

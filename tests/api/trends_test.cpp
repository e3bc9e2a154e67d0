#include "support/api_server.h"
#include "trends/trends.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

std::string id_of(const HttpReply& reply) { return std::string(reply.json().at("id").as_string()); }

// What is talked about, as the job would find it.
class TrendsApi : public testing::Test {
protected:
    TrendsApi() {
        for (int i = 0; i < 5; ++i) {
            people_.push_back(server_.sign_in());
            people_.back().client.post("/api/v1/statuses", "status=%23festival https://news.example.org/a");
        }
        server_.write([](db::Tx& tx) {
            tx.exec("update preview_cards set title = 'The news'");
            tx.exec("update accounts set is_discoverable = true");
        });
        liked_ = id_of(people_[0].client.post("/api/v1/statuses", "status=hello"));
        for (auto& person : people_) person.client.post("/api/v1/statuses/" + liked_ + "/favourite");
        server_.write([](db::Tx& tx) { trends::keep(tx, trends::look(tx)); });
    }

    ApiServer server_;
    std::vector<ApiServer::Person> people_;
    std::string liked_;
};

TEST_F(TrendsApi, ShowWhatIsTalkedAbout) {
    auto client = server_.client();

    EXPECT_EQ(client.get("/api/v1/trends/tags").json().at(0).at("name"), "festival");
    EXPECT_EQ(client.get("/api/v1/trends").json().at(0).at("name"), "festival");
    EXPECT_EQ(client.get("/api/v1/trends/statuses").json().at(0).at("id").as_string(), liked_);
    const auto links = client.get("/api/v1/trends/links").json();
    ASSERT_EQ(links.as_array().size(), 1U);
    EXPECT_EQ(links.at(0).at("title"), "The news");
    EXPECT_EQ(links.at(0).at("history").as_array().size(), 7U);
    EXPECT_EQ(client.get("/api/v1/trends/links?offset=1").json().as_array().size(), 0U);
}

TEST_F(TrendsApi, AreNotOfThoseWhomOneAvoids) {
    people_[1].client.post(people_[0].path("/block"));

    EXPECT_EQ(people_[1].client.get("/api/v1/trends/statuses").json().as_array().size(), 0U);
}

TEST_F(TrendsApi, LeadToThePostsThatLinkThere) {
    const std::string path = "/api/v1/timelines/link?url=https%3A%2F%2Fnews.example.org%2Fa";

    EXPECT_EQ(server_.client().get(path).json().as_array().size(), 5U);
    const auto page = server_.client().get(path + "&limit=2");
    EXPECT_EQ(page.json().as_array().size(), 2U);
    EXPECT_NE(page.header("link").find("max_id="), std::string::npos);
    people_[1].client.post(people_[0].path("/mute"));
    EXPECT_EQ(people_[1].client.get(path).json().as_array().size(), 4U);
    EXPECT_EQ(server_.client().get("/api/v1/timelines/link?url=https%3A%2F%2Fnews.example.org%2Fnever").status, 404);
    EXPECT_EQ(server_.client().get("/api/v1/timelines/link").status, 404);
}

TEST_F(TrendsApi, LeadToNobodyWhoDoesNotWantToBeDiscoveredAndToNoLinkOfNoTrend) {
    const std::string path = "/api/v1/timelines/link?url=https%3A%2F%2Fnews.example.org%2Fa";
    people_[0].client.request("PATCH", "/api/v1/accounts/update_credentials",
                              {{"Content-Type", "application/x-www-form-urlencoded"}}, "discoverable=false");
    people_[0].client.post("/api/v1/statuses", "status=https://news.example.org/hardly-read");

    EXPECT_EQ(server_.client().get(path).json().as_array().size(), 4U);
    EXPECT_EQ(server_.client().get("/api/v1/timelines/link?url=https%3A%2F%2Fnews.example.org%2Fhardly-read").status,
              404);
}

} // namespace

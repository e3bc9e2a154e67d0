#include "support/api_server.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;

std::string id_of(const json::Value& entity) { return std::string(entity.at("id").as_string()); }

std::string keyword_at(const json::Value& filter, std::size_t place) {
    return std::string(filter.at("keywords").as_array().at(place).at("keyword").as_string());
}

TEST(FiltersApi, MakeChangeAndDelete) {
    ApiServer server;
    auto alice = server.sign_in();

    const auto made = alice.client.post_json("/api/v2/filters", R"({
        "title": "Football", "context": ["home", "public"], "filter_action": "hide", "expires_in": 3600,
        "keywords_attributes": [{"keyword": "goal", "whole_word": false}, {"keyword": "ゴール"}]})");
    ASSERT_EQ(made.status, 200) << made.body;
    const auto filter = made.json();
    const std::string path = "/api/v2/filters/" + id_of(filter);
    const std::string goal = id_of(filter.at("keywords").as_array().at(0));

    EXPECT_EQ(filter.at("title"), "Football");
    EXPECT_EQ(filter.at("context"), (json::Array{"home", "public"}));
    EXPECT_EQ(filter.at("filter_action"), "hide");
    EXPECT_EQ(filter.at("expires_at"), "2024-01-02T04:04:05.678Z");
    EXPECT_EQ(filter.at("statuses"), json::Array());
    EXPECT_FALSE(filter.at("keywords").as_array().at(0).at("whole_word").as_bool());
    EXPECT_TRUE(filter.at("keywords").as_array().at(1).at("whole_word").as_bool());
    EXPECT_EQ(alice.client.get(path).json(), filter);
    EXPECT_EQ(alice.client.get("/api/v2/filters").json(), (json::Array{filter}));

    const auto changed =
        alice.client.request("PUT", path, {{"Content-Type", "application/x-www-form-urlencoded"}},
                             "title=Rugby&expires_in=&keywords_attributes[][id]=" + goal
                                 + "&keywords_attributes[][_destroy]=true&keywords_attributes[][keyword]=try");
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(changed.json().at("title"), "Rugby");
    EXPECT_TRUE(changed.json().at("expires_at").is_null());
    EXPECT_EQ(changed.json().at("filter_action"), "hide");

    EXPECT_EQ(alice.client.del(path).json(), json::Object());
    EXPECT_EQ(alice.client.get(path).status, 404);
}

TEST(FiltersApi, TakeKeywordsOneByOne) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto filter = alice.client.post("/api/v2/filters", "title=a&context[]=thread").json();
    const std::string path = "/api/v2/filters/" + id_of(filter) + "/keywords";

    const auto made = alice.client.post(path, "keyword=goal").json();
    const std::string one = "/api/v2/filters/keywords/" + id_of(made);

    EXPECT_TRUE(made.at("whole_word").as_bool());
    EXPECT_EQ(alice.client.get(one).json(), made);
    EXPECT_EQ(alice.client.get(path).json(), (json::Array{made}));
    EXPECT_EQ(alice.client.request("PATCH", one, {{"Content-Type", "application/json"}}, R"({"whole_word":false})")
                  .json()
                  .at("whole_word"),
              false);
    EXPECT_EQ(keyword_at(alice.client.get("/api/v2/filters/" + id_of(filter)).json(), 0), "goal");
    EXPECT_EQ(alice.client.del(one).status, 200);
    EXPECT_EQ(alice.client.get(one).status, 404);
}

TEST(FiltersApi, TakeSinglePosts) {
    ApiServer server;
    auto alice = server.sign_in();
    StatusId status;
    server.write([&](db::Tx& tx) { status = make_status(tx, alice.account, "Hello"); });
    const auto filter = alice.client.post("/api/v2/filters", "title=a&context[]=thread").json();
    const std::string path = "/api/v2/filters/" + id_of(filter) + "/statuses";

    const auto made = alice.client.post(path, "status_id=" + to_string(status)).json();
    const std::string one = "/api/v2/filters/statuses/" + id_of(made);

    EXPECT_EQ(made.at("status_id").as_string(), to_string(status));
    EXPECT_EQ(alice.client.get(one).json(), made);
    EXPECT_EQ(alice.client.get(path).json(), (json::Array{made}));
    EXPECT_EQ(alice.client.post(path, "status_id=" + to_string(status)).status, 422);
    EXPECT_EQ(alice.client.post(path).status, 422);
    EXPECT_EQ(alice.client.del(one).status, 200);
    EXPECT_EQ(alice.client.get(one).status, 404);
}

TEST(FiltersApi, SpeakTheFirstVersion) {
    ApiServer server;
    auto alice = server.sign_in();

    const auto made =
        alice.client.post("/api/v1/filters", "phrase=goal&context[]=home&irreversible=true&whole_word=false").json();
    const std::string path = "/api/v1/filters/" + id_of(made);
    const auto filter = alice.client.get("/api/v2/filters").json().as_array().at(0);

    EXPECT_EQ(made.at("phrase"), "goal");
    EXPECT_TRUE(made.at("irreversible").as_bool());
    EXPECT_FALSE(made.at("whole_word").as_bool());
    EXPECT_TRUE(made.at("expires_at").is_null());
    EXPECT_EQ(filter.at("filter_action"), "hide");
    EXPECT_EQ(keyword_at(filter, 0), "goal");
    EXPECT_EQ(alice.client.get(path).json(), made);
    EXPECT_EQ(alice.client.get("/api/v1/filters").json(), (json::Array{made}));
    EXPECT_EQ(
        alice.client
            .request("PUT", path, {{"Content-Type", "application/json"}},
                     R"({"phrase":"match","context":["home","thread"],"irreversible":false,"expires_in":"86400"})")
            .json()
            .at("expires_at"),
        "2024-01-03T03:04:05.678Z");
    EXPECT_EQ(alice.client.get("/api/v2/filters").json().as_array().at(0).at("title"), "match");
    EXPECT_EQ(alice.client.del(path).status, 200);
    EXPECT_EQ(alice.client.get("/api/v2/filters").json(), json::Array());
}

TEST(FiltersApi, RefuseAsMastodonDoes) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    auto reader = server.sign_in_again(alice.account.id, "read");
    auto writer = server.sign_in_again(alice.account.id, "write:statuses read:statuses");
    const auto filter =
        alice.client.post("/api/v2/filters", "title=a&context[]=home&keywords_attributes[][keyword]=b").json();
    const std::string path = "/api/v2/filters/" + id_of(filter);
    const std::string word = id_of(filter.at("keywords").as_array().at(0));

    for (const std::string& each :
         {std::string("/api/v2/filters"), path, path + "/keywords", path + "/statuses",
          "/api/v2/filters/keywords/" + word, std::string("/api/v1/filters"), "/api/v1/filters/" + word}) {
        EXPECT_EQ(server.client().get(each).status, 401) << each;
        EXPECT_EQ(writer.get(each).status, 403) << each;
        EXPECT_EQ(reader.get(each).status, 200) << each;
    }
    for (const std::string& each : {path, path + "/keywords", path + "/statuses", "/api/v2/filters/keywords/" + word,
                                    "/api/v1/filters/" + word}) {
        EXPECT_EQ(bob.client.get(each).status, 404) << each;
    }
    EXPECT_EQ(reader.post("/api/v2/filters", "title=a&context[]=home").status, 403);
    EXPECT_EQ(bob.client.del(path).status, 404);
    EXPECT_EQ(bob.client.post(path + "/keywords", "keyword=c").status, 404);
    EXPECT_EQ(bob.client.post(path + "/statuses", "status_id=1").status, 404);
    EXPECT_EQ(bob.client.del("/api/v2/filters/keywords/" + word).status, 404);
    EXPECT_EQ(bob.client.del("/api/v1/filters/" + word).status, 404);
    EXPECT_EQ(alice.client.get("/api/v2/filters/1").status, 404);
    EXPECT_EQ(alice.client.get("/api/v2/filters/x").status, 404);
    EXPECT_EQ(alice.client.get("/api/v2/filters/statuses/1").status, 404);

    const auto blank = alice.client.post("/api/v2/filters", "context[]=home");
    EXPECT_EQ(blank.status, 422);
    EXPECT_THAT(blank.error(), HasSubstr("Title can't be blank"));
    EXPECT_EQ(alice.client.post("/api/v2/filters", "title=a&context[]=home&expires_in=soon").status, 422);
    EXPECT_EQ(
        alice.client
            .post_json("/api/v2/filters",
                       R"({"title":"a","context":["home"],"keywords_attributes":[{"keyword":"","whole_word":true}]})")
            .status,
        422);
    EXPECT_EQ(alice.client.get("/api/v2/filters").json().as_array().size(), 1u); // Nothing is left of refused ones.
}

} // namespace

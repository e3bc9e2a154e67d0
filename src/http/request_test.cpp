#include "http/request.h"

#include "http/reply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace http {
namespace {

using testing::ElementsAre;

Request with_params(std::string_view text) {
    Request request;
    request.params = json::parse(text).value().as_object();
    return request;
}

TEST(Request, CastsAsRailsDoes) {
    const auto request = with_params(R"({"n":5,"text":"5","real":1.5,"yes":"on","no":"off","zero":0,"false":false,"null":null,
                                         "empty":"","list":["1",2,true,null,{}],"object":{"a":1},"big":"99999999999999999999"})");

    EXPECT_EQ(request.text("n"), "5");
    EXPECT_EQ(request.text("real"), "1.5");
    EXPECT_EQ(request.text("list"), std::nullopt);
    EXPECT_EQ(request.text("null"), std::nullopt);
    EXPECT_EQ(request.integer("text"), 5);
    EXPECT_EQ(request.integer("real"), std::nullopt);
    EXPECT_EQ(request.integer("big"), std::nullopt);
    EXPECT_TRUE(request.flag("yes"));
    EXPECT_EQ(request.boolean("no"), false);
    EXPECT_EQ(request.boolean("zero"), false);
    EXPECT_EQ(request.boolean("false"), false);
    EXPECT_EQ(request.boolean("empty"), std::nullopt);
    EXPECT_EQ(request.boolean("null"), std::nullopt);
    EXPECT_THAT(request.texts("list"), ElementsAre("1", "2", "true"));
    EXPECT_THAT(request.texts("text"), ElementsAre("5"));
    EXPECT_THAT(request.texts("object"), ElementsAre());
    EXPECT_NE(request.object("object"), nullptr);
    EXPECT_EQ(request.object("list"), nullptr);
}

TEST(Request, TakesNumberedMembersForAList) {
    EXPECT_THAT(with_params(R"({"a":{"10":"c","2":"b","0":"a"}})").texts("a"), ElementsAre("a", "b", "c"));
}

TEST(Request, FindsIds) {
    const auto request = with_params(R"({"id":"12","number":13,"bad":"1x","minus":"-1","list":["3","x","4","5"]})");

    EXPECT_EQ(request.id<StatusId>("id")->value, 12);
    EXPECT_EQ(request.maybe_id<StatusId>("number")->value, 13);
    EXPECT_FALSE(request.id<StatusId>("bad"));
    EXPECT_FALSE(request.id<StatusId>("minus"));
    EXPECT_FALSE(request.id<StatusId>("none"));
    EXPECT_THAT(request.ids<StatusId>("list", 2), ElementsAre(StatusId{3}, StatusId{4}));
}

TEST(Request, BoundsPages) {
    EXPECT_EQ(with_params(R"({})").page(20, 40).limit, 20);
    EXPECT_EQ(with_params(R"({"limit":"-5"})").page(20, 40).limit, 5);
    EXPECT_EQ(with_params(R"({"limit":"1000000000000"})").page(20, 40).limit, 40);
    EXPECT_EQ(with_params(R"({"limit":"0"})").page(20, 40).limit, 20);
    EXPECT_EQ(with_params(R"({"limit":"x"})").page(20, 40).limit, 20);

    const auto page = with_params(R"({"max_id":"9","since_id":"3","min_id":"4"})").page();
    EXPECT_EQ(page.max_id, 9);
    EXPECT_EQ(page.lower(), 4);
    EXPECT_TRUE(page.from_below());
}

TEST(Request, FindsCookies) {
    Request request;
    request.headers = {{"cookie", "a=1; session=x=y; ab=2"}, {"cookie", "c=3"}};

    EXPECT_EQ(request.cookie("session"), "x=y");
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request.cookie("c"), "3");
    EXPECT_EQ(request.cookie("b"), "");
}

std::string links(std::size_t count, std::string query, std::string path = "/api/v1/timelines/home") {
    Request request;
    request.path = std::move(path);
    request.query = std::move(query);
    Reply reply;
    add_link_header(reply, request, "https://a.test", Page{.limit = 2}, 9, 7, count);
    return reply.headers.empty() ? "" : reply.headers.front().second;
}

TEST(LinkHeader, PointsToBothNeighboursAndKeepsTheRest) {
    EXPECT_EQ(links(2, "limit=2&max_id=11&local=true&access_token=secret"),
              "<https://a.test/api/v1/timelines/home?limit=2&local=true&max_id=7>; rel=\"next\", "
              "<https://a.test/api/v1/timelines/home?limit=2&local=true&min_id=9>; rel=\"prev\"");
}

TEST(LinkHeader, HasNoNextOnTheLastPageAndNothingOnAnEmptyOne) {
    EXPECT_EQ(links(1, ""), "<https://a.test/api/v1/timelines/home?min_id=9>; rel=\"prev\"");
    EXPECT_EQ(links(0, ""), "");
}

TEST(LinkHeader, EncodesThePath) {
    EXPECT_EQ(links(1, "", "/api/v1/timelines/tag/曙>"),
              "<https://a.test/api/v1/timelines/tag/%E6%9B%99%3E?min_id=9>; rel=\"prev\"");
}

TEST(Reply, ARefusalBecomesMastodonsError) {
    const Reply missing = base::not_found();
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.body, R"({"error":"Record not found"})");
    EXPECT_TRUE(missing.is_refusal);

    const Reply grant = base::Error{base::Refusal::BadRequest, "No \"such\" grant", "invalid_grant"};
    EXPECT_EQ(grant.body, R"({"error":"invalid_grant","error_description":"No \"such\" grant"})");
}

TEST(Reply, JsonIsWhatIsWritten) {
    const auto reply = json([](json::Writer& out) { out.value("x"); });

    EXPECT_EQ(reply.body, "\"x\"");
    EXPECT_EQ(reply.status, 200);
}

} // namespace
} // namespace http

#include "http/params.h"

#include <gtest/gtest.h>

namespace http {
namespace {

std::string tree(std::string_view query) {
    json::Object params;
    std::size_t count = 0;
    const auto result = read_form(query, params, count);
    return result ? boost::json::serialize(params) : "refused: " + result.error().message;
}

std::string tree_of_body(std::string_view content_type, std::string_view body, std::string_view query = "") {
    Request request;
    request.headers = {{"content-type", std::string(content_type)}};
    request.query = query;
    request.body = body;
    const auto result = read_params(request);
    return result ? boost::json::serialize(request.params) : "refused: " + result.error().message;
}

TEST(Params, FollowRailsSpellings) {
    EXPECT_EQ(tree("a=1&b=2"), R"({"a":"1","b":"2"})");
    EXPECT_EQ(tree("id[]=1&id[]=2"), R"({"id":["1","2"]})");
    EXPECT_EQ(tree("poll[options][]=x&poll[options][]=y&poll[multiple]=true"),
              R"({"poll":{"options":["x","y"],"multiple":"true"}})");
    EXPECT_EQ(tree("f[0][name]=n&f[0][value]=v&f[1][name]=m"),
              R"({"f":{"0":{"name":"n","value":"v"},"1":{"name":"m"}}})");
    EXPECT_EQ(tree("k[][w]=a&k[][on]=1&k[][w]=b"), R"({"k":[{"w":"a","on":"1"},{"w":"b"}]})");
    EXPECT_EQ(tree("k[][w][]=a&k[][w][]=b"), R"({"k":[{"w":["a","b"]}]})");
}

TEST(Params, TheLastOfSeveralWins) { EXPECT_EQ(tree("a=1&a=2"), R"({"a":"2"})"); }

TEST(Params, ReadPercentAndPlus) {
    EXPECT_EQ(tree("q=%E6%9B%99+%2B%20x&a%5Bb%5D=%26"), R"({"q":"曙 + x","a":{"b":"&"}})");
}

TEST(Params, WithoutValueAreNullAndNoElements) {
    EXPECT_EQ(tree("local&ids[]&=x&&a="), R"({"local":null,"ids":[],"a":""})");
}

TEST(Params, WithOddBracketsAreNames) {
    EXPECT_EQ(tree("a[=1&a]=2&[b]=3&a[b]c=4"), R"({"a[":"1","a]":"2","[b]":"3","a[b]c":"4"})");
}

TEST(Params, OfTwoKindsAreRefused) {
    EXPECT_EQ(tree("a=1&a[b]=2").substr(0, 7), "refused");
    EXPECT_EQ(tree("a[]=1&a[b]=2").substr(0, 7), "refused");
    EXPECT_EQ(tree("a[b]=1&a[]=2").substr(0, 7), "refused");
}

TEST(Params, BadEncodingsAreRefused) {
    for (const auto* query : {"a=%", "a=%4", "a=%zz", "a=%FF", "%C0%AF=1", "a=%00", "a=\xFF", "a=%ED%A0%80"}) {
        EXPECT_EQ(tree(query).substr(0, 7), "refused") << query;
    }
}

TEST(Params, AreBounded) {
    std::string deep = "a";
    for (int i = 0; i < 31; ++i) deep += "[b]";
    EXPECT_NE(tree(deep + "=1").substr(0, 7), "refused");
    EXPECT_EQ(tree(deep + "[b]=1").substr(0, 7), "refused");

    std::string many;
    for (std::size_t i = 0; i < kMaxParams; ++i) many += "a[]=1&";
    EXPECT_NE(tree(many).substr(0, 7), "refused");
    EXPECT_EQ(tree(many + "a[]=1").substr(0, 7), "refused");
}

TEST(JsonBody, BecomesTheTree) {
    EXPECT_EQ(tree_of_body("application/json", R"({"media_ids":["1",2],"poll":{"multiple":true}})"),
              R"({"media_ids":["1",2],"poll":{"multiple":true}})");
    EXPECT_EQ(tree_of_body("Application/JSON; charset=utf-8", R"({"a":1})", "a=0&b=2"), R"({"a":1,"b":"2"})");
}

TEST(JsonBody, ThatIsNoObjectHasANameOfItsOwn) {
    EXPECT_EQ(tree_of_body("application/json", "[1]"), R"({"_json":[1]})");
    EXPECT_EQ(tree_of_body("application/json", "null", "a=1"), R"({"a":"1","_json":null})");
}

TEST(JsonBody, ThatIsBadIsRefused) {
    for (const auto* body :
         {"{", "{\"a\":1e999}", "{\"a\":\"\\u0000\"}", "{\"a\\u0000\":[]}", "\xFF", "{\"a\":\"\xC0\"}"}) {
        EXPECT_EQ(tree_of_body("application/json", body).substr(0, 7), "refused") << body;
    }
    EXPECT_EQ(tree_of_body("application/json", R"({"a":"\\u0000"})"), R"({"a":"\\u0000"})"); // Six harmless characters.
}

TEST(FormBody, WinsOverTheQueryAndNeedsNoType) {
    EXPECT_EQ(tree_of_body("application/x-www-form-urlencoded", "a=2", "a=1&b=1"), R"({"a":"2","b":"1"})");
    EXPECT_EQ(tree_of_body("application/x-www-form-urlencoded", "a[b]=2", "a=1"), R"({"a":{"b":"2"}})");
    EXPECT_EQ(tree_of_body("", "a=2"), R"({"a":"2"})");
}

TEST(OtherBodies, AreLeftToTheHandler) {
    EXPECT_EQ(tree_of_body("application/activity+json", "{", "a=1"), R"({"a":"1"})");
}

Request multipart(std::string body, std::string boundary = "XX") {
    Request request;
    request.headers = {{"content-type", "multipart/form-data; boundary=" + boundary}};
    request.body = std::move(body);
    return request;
}

TEST(Multipart, HasFieldsAndFiles) {
    auto request = multipart("--XX\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n曙\r\nline\r\n"
                             "--XX\r\nContent-Disposition: form-data; name=\"f[0][name]\"\r\n\r\n\r\n"
                             "--XX\r\ncontent-disposition: form-data; name=avatar; filename=\"a \\\"b\\\".png\"\r\n"
                             "Content-Type: image/png\r\n\r\n\x89PNG\r\n--XY\r\n--XX--\r\n");

    ASSERT_TRUE(read_params(request));

    EXPECT_EQ(boost::json::serialize(request.params), R"({"note":"曙\r\nline","f":{"0":{"name":""}}})");
    const auto* file = request.file("avatar");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->filename, "a \"b\".png");
    EXPECT_EQ(file->content_type, "image/png");
    EXPECT_EQ(file->bytes, "\x89PNG\r\n--XY");
}

TEST(Multipart, TakesAQuotedBoundaryAndAPreamble) {
    auto request =
        multipart("ignored\r\n--a b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--a b--", "\"a b\"");

    ASSERT_TRUE(read_params(request));

    EXPECT_EQ(request.text("x"), "1");
}

TEST(Multipart, AFileThatWasNotChosenIsNone) {
    auto request = multipart("--XX\r\nContent-Disposition: form-data; name=\"a\"; filename=\"\"\r\n\r\n\r\n--XX--");

    ASSERT_TRUE(read_params(request));

    EXPECT_TRUE(request.files.empty());
}

TEST(Multipart, ThatIsBadIsRefused) {
    const std::string part = "--XX\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n";
    for (const std::string& body :
         {part, part + "--XX", std::string("--XX"), std::string("x"), std::string("--XX\r\n\r\n--XX--"),
          "--XX\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XX--" + std::string(),
          "--XX\r\nContent-Disposition: form-data; name=x\r\n\r\n\xFF\r\n--XX--" + std::string()}) {
        auto request = multipart(body);
        EXPECT_FALSE(read_params(request)) << body;
    }
    auto request = multipart(part + "--XX--", "");
    EXPECT_FALSE(read_params(request));
}

TEST(Multipart, HasABoundedNumberOfFiles) {
    std::string body;
    for (std::size_t i = 0; i <= kMaxFiles; ++i) {
        body += "--XX\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n1\r\n";
    }
    auto request = multipart(body + "--XX--");

    EXPECT_FALSE(read_params(request));
}

} // namespace
} // namespace http

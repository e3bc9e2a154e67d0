#include "http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace http {
namespace {

using testing::ElementsAre;
using testing::Pair;

Reply nothing(const Request&, db::Tx&) { return {}; }

constexpr Route kRoutes[] = {
    {Method::Get, "/api/v1/accounts/:id", anyone(), nothing},
    {Method::Get, "/api/v1/accounts/verify_credentials", user(), nothing},
    {Method::Patch, "/api/v1/accounts/update_credentials", user(), nothing},
    {Method::Post, "/api/v1/accounts", app(), nothing},
    {Method::Get, "/api/v1/accounts/:account_id/statuses", anyone(), nothing},
    {Method::Delete, "/api/v1/accounts/:id", user(), nothing},
    {Method::Get, "/@:name", no_token(), nothing},
    {Method::Get, "/@:name/:id", no_token(), nothing},
    {Method::Get, "/system/*file", no_token(), nothing},
    {Method::Get, "/", no_token(), nothing},
};

std::string route_of(Method method, std::string_view path) {
    static const Router router(kRoutes);
    const auto match = router.find(method, path);
    if (!match) return "bad";
    return match->route ? std::string(match->route->path) : "none";
}

std::vector<std::pair<std::string, std::string>> params_of(std::string_view path) {
    static const Router router(kRoutes);
    const auto match = router.find(Method::Get, path);
    std::vector<std::pair<std::string, std::string>> params;
    for (const auto& [name, value] : match->params) params.emplace_back(name, value);
    return params;
}

TEST(Router, WhatIsWrittenOutGoesFirst) {
    EXPECT_EQ(route_of(Method::Get, "/api/v1/accounts/verify_credentials"), "/api/v1/accounts/verify_credentials");
    EXPECT_EQ(route_of(Method::Get, "/api/v1/accounts/1"), "/api/v1/accounts/:id");
    EXPECT_EQ(route_of(Method::Get, "/api/v1/accounts/verify_credentials/statuses"),
              "/api/v1/accounts/:account_id/statuses");
}

TEST(Router, LooksFurtherWhenTheMethodDoesNotFit) {
    EXPECT_EQ(route_of(Method::Get, "/api/v1/accounts/update_credentials"), "/api/v1/accounts/:id");
    EXPECT_EQ(route_of(Method::Delete, "/api/v1/accounts/verify_credentials"), "/api/v1/accounts/:id");
}

TEST(Router, HeadIsWhereGetIs) {
    EXPECT_EQ(route_of(Method::Head, "/api/v1/accounts/1"), "/api/v1/accounts/:id");
    EXPECT_EQ(route_of(Method::Head, "/api/v1/accounts"), "none");
}

TEST(Router, KnowsNoOtherPathOrMethod) {
    EXPECT_EQ(route_of(Method::Get, "/api/v1/accounts"), "none");
    EXPECT_EQ(route_of(Method::Post, "/api/v1/accounts/1"), "none");
    EXPECT_EQ(route_of(Method::Get, "/api/v2/accounts/1"), "none");
    EXPECT_EQ(route_of(Method::Get, "/api"), "none");
    EXPECT_EQ(route_of(Method::Get, "/@"), "none");
    EXPECT_EQ(route_of(Method::Get, "/" + std::string(100, '/') + "a/a"), "none");
    std::string long_path;
    for (int i = 0; i < 1000; ++i) long_path += "/a";
    EXPECT_EQ(route_of(Method::Get, long_path), "none");
}

TEST(Router, SlashesMoreOrLessDoNotMatter) {
    EXPECT_EQ(route_of(Method::Get, "//api/v1//accounts/1/"), "/api/v1/accounts/:id");
    EXPECT_EQ(route_of(Method::Get, "/"), "/");
    EXPECT_EQ(route_of(Method::Get, ""), "/");
}

TEST(Router, DecodesWhatItTakes) {
    EXPECT_THAT(params_of("/api/v1/accounts/a%2Fb%20+c"), ElementsAre(Pair("id", "a/b +c")));
    EXPECT_THAT(params_of("/%40%E6%9B%99/12"), ElementsAre(Pair("name", "曙"), Pair("id", "12")));
    EXPECT_THAT(params_of("/system/a/b.png"), ElementsAre(Pair("file", "a/b.png")));
}

TEST(Router, RefusesBadEncodings) {
    for (const auto* path : {"/api/v1/accounts/%", "/%FF", "/api/%00/x", "/@\xC0\xAF"}) {
        EXPECT_EQ(route_of(Method::Get, path), "bad") << path;
    }
}

TEST(Router, RefusesTwoRoutesOfTheSameShape) {
    constexpr Route kSame[] = {
        {Method::Get, "/a/:id", anyone(), nothing},
        {Method::Get, "/a/:name", anyone(), nothing},
    };
    EXPECT_THROW(Router{kSame}, std::logic_error);
}

} // namespace
} // namespace http

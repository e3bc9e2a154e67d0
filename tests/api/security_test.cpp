#include "app/jobs.h"
#include "app/routes.h"
#include "jobs/runner.h"
#include "support/api_server.h"
#include "support/media_builders.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

// Classes of past vulnerabilities of others, by their number: those that hold for the whole surface.
namespace {

// "/api/v1/admin/domain_blocks/1"
std::string path_of(const http::Route& route) {
    std::string path;
    for (std::size_t i = 0; i < route.path.size(); ++i) {
        if (route.path[i] != ':' && route.path[i] != '*') {
            path += route.path[i];
            continue;
        }
        while (i + 1 < route.path.size() && route.path[i + 1] != '/') ++i;
        path += '1';
    }
    return path;
}

std::string method_of(const http::Route& route) {
    switch (route.method) {
    case http::Method::Get: return "GET";
    case http::Method::Post: return "POST";
    case http::Method::Put: return "PUT";
    case http::Method::Patch: return "PATCH";
    case http::Method::Delete: return "DELETE";
    default: return "HEAD";
    }
}

bool is_admins(const http::Route& route) { return route.path.find("/admin/") != std::string_view::npos; }

// There is one way out, which looks where it leads: nothing else in the program speaks to machines that others name.
// What speaks to those that the operator names (mail, the database) has no address from elsewhere.
TEST(Security19, OnlyTheGuardedClientLeavesTheServer) {
    const std::set<std::string> may_use_curl = {"http", "mail"};
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("src")) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".h") continue;
        if (entry.path().stem().string().ends_with("_test")) continue;
        ++files;
        const auto folder = std::next(entry.path().begin())->string();
        std::ifstream file(entry.path());
        const std::string source((std::istreambuf_iterator<char>(file)), {});
        const auto uses = [&](std::string_view what) { return source.find(what) != std::string::npos; };
        EXPECT_TRUE(!uses("<curl/") || may_use_curl.contains(folder)) << entry.path();
        for (const char* call : {"getaddrinfo(", " ::connect(", "async_connect(", "async_resolve(", "gethostbyname("}) {
            EXPECT_FALSE(uses(call)) << entry.path() << ": " << call;
        }
    }
    EXPECT_GT(files, 400);
}

TEST(Security42, WhoShowsNoTokenCostsNoQuery) {
    ApiServer server;
    auto nobody = server.client();
    int admin_routes = 0;
    for (const auto& route : app::routes()) {
        const bool needs_token = route.needs.who == http::Needs::Who::User || route.needs.who == http::Needs::Who::App;
        EXPECT_TRUE(needs_token || !is_admins(route)) << route.path;
        if (!needs_token) continue;
        admin_routes += is_admins(route) ? 1 : 0;
        const auto before = server.database().statement_count();

        const auto reply = nobody.request(method_of(route), path_of(route));

        EXPECT_EQ(reply.status, 401) << method_of(route) << " " << route.path << ": " << reply.body;
        EXPECT_EQ(server.database().statement_count(), before) << method_of(route) << " " << route.path;
    }
    EXPECT_GT(admin_routes, 9);
}

// Whoever may not is told so once their token was looked up, whatever they ask for.
TEST(Security42, WhoIsNoModeratorCostsNoQueryButThatOfTheToken) {
    ApiServer server;
    auto alice = server.sign_in({}, "read write follow push admin:read admin:write");
    ASSERT_EQ(alice.client.post("/api/v1/statuses", "status=x").status, 200); // That the token is used is noted once,
    ASSERT_EQ(alice.client.get("/api/v1/preferences").status, 200);           // and whose it is remembered.
    for (const auto& route : app::routes()) {
        if (!is_admins(route)) continue;
        const auto before = server.database().statement_count();

        const auto reply = alice.client.request(method_of(route), path_of(route));

        EXPECT_EQ(reply.status, 403) << method_of(route) << " " << route.path << ": " << reply.body;
        EXPECT_EQ(server.database().statement_count(), before + 1) << method_of(route) << " " << route.path;
    }
}

// A file is shown to whoever has its address, as everywhere in the fediverse: so nobody finds one out. The address is
// 128 bits of chance, says nothing of the file, stands nowhere but with the post, and ends with it.
TEST(Security54, WhereAPictureForFollowersIsStandsWithItsPostAlone) {
    ApiServer server;
    auto alice = server.sign_in(), follower = server.sign_in(), stranger = server.sign_in();
    server.write([&](db::Tx& tx) { make_follow(tx, follower.account.id, alice.account.id); });
    std::set<std::string> urls;
    std::string status, last;
    for (int i = 0; i < 2; ++i) {
        const auto posted = alice.client.post("/api/v1/statuses", "status=x&visibility=private&media_ids[]="
                                                                      + upload(alice.client, "turned.jpg"));
        ASSERT_EQ(posted.status, 200) << posted.body;
        status = posted.json().at("id").as_string();
        last = posted.json().at("media_attachments").at(0).at("url").as_string();
        urls.insert(last);
    }

    ASSERT_EQ(urls.size(), 2u) << "the same picture has another address each time";
    const auto& url = *urls.begin();
    const auto name = url.substr(url.rfind('/') + 1);
    EXPECT_EQ(name.find('.'), 32u) << name;
    EXPECT_TRUE(std::all_of(name.begin(), name.begin() + 32, [](unsigned char c) { return std::isxdigit(c); }));
    EXPECT_EQ(follower.client.get("/api/v1/statuses/" + status).status, 200);
    EXPECT_EQ(stranger.client.get("/api/v1/statuses/" + status).status, 404);
    EXPECT_EQ(stranger.client.get(alice.path("/statuses?only_media=true")).body, "[]");
    auto nobody = server.client();
    const auto folder = url.substr(url.find("/system/"), url.rfind('/') - url.find("/system/"));
    EXPECT_EQ(nobody.get(folder).status, 404);
    EXPECT_EQ(nobody.get(folder + "/").status, 404);

    const auto path = last.substr(last.find("/system/"));
    EXPECT_EQ(nobody.get(path).status, 200);
    EXPECT_EQ(alice.client.del("/api/v1/statuses/" + status + "?delete_media=true").status, 200);
    jobs::Runner(
        {.context = server.world().context, .database = server.database(), .kinds = app::job_kinds(), .schedule = {}})
        .run_due();
    EXPECT_EQ(nobody.get(path).status, 404);
}

} // namespace

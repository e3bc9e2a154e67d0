#include "support/api_server.h"
#include "support/columns.h"
#include "support/media_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Security 27: what is too long, in every field of text and every list that a client may send.
namespace {

constexpr std::size_t kLong = 60'000;
constexpr int kMany = 3000;

// In a body LONG is a text, MANY a list of texts and IDS one of ids; OTHER, MEDIA and so on are ids of what is there.
struct Write {
    const char *method, *path, *body;
    int status;
};

// Refused with a reason, as on Mastodon; or 200 where it cuts (the fields of a profile) or leaves out what it cannot
// use.
constexpr Write kWrites[] = {
    {"POST", "/api/v1/apps", R"({"client_name":"LONG","redirect_uris":"https://a.test/"})", 422},
    {"POST", "/api/v1/apps", R"({"client_name":"a","redirect_uris":"https://a.test/LONG"})", 422},
    {"POST", "/api/v1/apps", R"({"client_name":"a","redirect_uris":MANY})", 422},
    {"POST", "/api/v1/apps", R"({"client_name":"a","redirect_uris":"https://a.test/","scopes":"LONG"})", 422},
    {"POST", "/api/v1/apps", R"({"client_name":"a","redirect_uris":"https://a.test/","website":"https://LONG"})", 422},
    {"PATCH", "/api/v1/accounts/update_credentials", R"({"display_name":"LONG"})", 422},
    {"PATCH", "/api/v1/accounts/update_credentials", R"({"note":"LONG"})", 422},
    {"PATCH", "/api/v1/accounts/update_credentials", R"({"fields_attributes":[{"name":"LONG","value":"v"}]})", 200},
    {"PATCH", "/api/v1/accounts/update_credentials", R"({"fields_attributes":[{"name":"n","value":"LONG"}]})", 200},
    {"PATCH", "/api/v1/accounts/update_credentials", R"({"attribution_domains":MANY})", 422},
    {"PATCH", "/api/v1/accounts/update_credentials", R"({"attribution_domains":["LONG"]})", 422},
    {"PATCH", "/api/v1/accounts/update_credentials", R"({"source":{"language":"LONG"}})", 200},
    {"PATCH", "/api/v1/accounts/update_credentials", R"({"source":{"privacy":"LONG"}})", 422},
    {"PATCH", "/api/v1/profile", R"({"avatar_description":"LONG"})", 422},
    {"PATCH", "/api/v1/profile", R"({"header_description":"LONG"})", 422},
    {"POST", "/api/v1/accounts/OTHER/note", R"({"comment":"LONG"})", 422},
    {"POST", "/api/v1/accounts/OTHER/follow", R"({"languages":MANY})", 422},
    {"POST", "/api/v1/accounts/OTHER/follow", R"({"languages":["LONG"]})", 422},
    {"POST", "/api/v2/filters", R"({"title":"LONG","context":["home"]})", 422},
    {"POST", "/api/v2/filters", R"({"title":"a","context":MANY})", 422},
    {"POST", "/api/v2/filters", R"({"title":"a","context":["home"],"keywords_attributes":[{"keyword":"LONG"}]})", 422},
    {"POST", "/api/v1/filters", R"({"phrase":"LONG","context":["home"]})", 422},
    {"PUT", "/api/v2/filters/FILTER", R"({"title":"LONG"})", 422},
    {"POST", "/api/v2/filters/FILTER/keywords", R"({"keyword":"LONG"})", 422},
    {"POST", "/api/v1/domain_blocks", R"({"domain":"LONG"})", 422},
    {"POST", "/api/v1/featured_tags", R"({"name":"LONG"})", 422},
    {"POST", "/api/v1/tags/LONG/follow", "{}", 404},
    {"POST", "/api/v1/statuses", R"({"status":"LONG"})", 422},
    {"POST", "/api/v1/statuses", R"({"status":"a","spoiler_text":"LONG"})", 422},
    {"POST", "/api/v1/statuses", R"({"status":"a","language":"LONG"})", 200},
    {"POST", "/api/v1/statuses", R"({"status":"a","visibility":"LONG"})", 422},
    {"POST", "/api/v1/statuses", R"({"status":"a","media_ids":IDS})", 422},
    {"POST", "/api/v1/statuses", R"({"status":"a","poll":{"options":["LONG","b"],"expires_in":3600}})", 422},
    {"POST", "/api/v1/statuses", R"({"status":"a","poll":{"options":MANY,"expires_in":3600}})", 422},
    {"POST", "/api/v1/statuses", R"({"status":"a","allowed_mentions":MANY})", 200},
    {"POST", "/api/v1/statuses", R"({"status":"LONG","scheduled_at":"2030-01-01T00:00:00Z"})", 422},
    {"POST", "/api/v1/statuses", R"({"status":"a","quote_approval_policy":"LONG"})", 422},
    {"PUT", "/api/v1/statuses/STATUS", R"({"status":"LONG"})", 422},
    {"PUT", "/api/v1/statuses/STATUS", R"({"status":"a","spoiler_text":"LONG"})", 422},
    {"PUT", "/api/v1/statuses/STATUS",
     R"({"status":"a","media_ids":["MEDIA"],"media_attributes":[{"id":"MEDIA","description":"LONG"}]})", 422},
    {"PUT", "/api/v1/statuses/STATUS/interaction_policy", R"({"quote_approval_policy":"LONG"})", 422},
    {"PUT", "/api/v1/media/UNUSED", R"({"description":"LONG"})", 422},
    {"PUT", "/api/v1/media/UNUSED", R"({"focus":"LONG"})", 200},
    {"POST", "/api/v1/lists", R"({"title":"LONG"})", 422},
    {"POST", "/api/v1/lists", R"({"title":"a","replies_policy":"LONG"})", 422},
    {"PUT", "/api/v1/lists/LIST", R"({"title":"LONG"})", 422},
    {"POST", "/api/v1/lists/LIST/accounts", R"({"account_ids":IDS})", 404},
    {"POST", "/api/v1/collections", R"({"name":"LONG"})", 422},
    {"POST", "/api/v1/collections", R"({"name":"a","description":"LONG"})", 422},
    {"POST", "/api/v1/collections", R"({"name":"a","language":"LONG"})", 422},
    {"POST", "/api/v1/collections", R"({"name":"a","tag_name":"LONG"})", 422},
    {"POST", "/api/v1/collections", R"({"name":"a","account_ids":IDS})", 422},
    {"POST", "/api/v1/markers", R"({"home":{"last_read_id":"LONG"}})", 422},
    {"POST", "/api/v1/reports", R"({"account_id":"OTHER","comment":"LONG"})", 422},
    {"POST", "/api/v1/reports", R"({"account_id":"OTHER","category":"LONG"})", 422},
    {"POST", "/api/v1/reports", R"({"account_id":"OTHER","status_ids":IDS})", 200},
    {"POST", "/api/v1/reports", R"({"account_id":"OTHER","rule_ids":IDS})", 422},
    {"POST", "/api/v1/reports", R"({"account_id":"OTHER","forward":true,"forward_to_domains":MANY})", 200},
    {"PATCH", "/api/v2/notifications/policy", R"({"for_not_following":"LONG"})", 422},
    {"POST", "/api/v1/admin/domain_blocks", R"({"domain":"LONG"})", 422},
    {"POST", "/api/v1/admin/domain_blocks", R"({"domain":"a.test","private_comment":"LONG"})", 422},
    {"POST", "/api/v1/admin/domain_blocks", R"({"domain":"b.test","public_comment":"LONG"})", 422},
    {"POST", "/api/v1/admin/domain_blocks", R"({"domain":"c.test","severity":"LONG"})", 422},
    {"PUT", "/api/v1/admin/domain_blocks/BLOCK", R"({"public_comment":"LONG"})", 422},
    {"POST", "/api/v1/admin/domain_allows", R"({"domain":"LONG"})", 422},
};

void replace_all(std::string& text, std::string_view name, const std::string& by) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + by.size())) {
        text.replace(at, name.size(), by);
    }
}

// ["x1.test", …]
std::string list_of(const std::string& before, const std::string& after) {
    json::Array texts;
    for (int i = 1; i <= kMany; ++i) texts.push_back(json::Value(before + std::to_string(i) + after));
    return boost::json::serialize(texts);
}

class Security27 : public testing::Test {
protected:
    std::string id_of(const HttpReply& reply) { return std::string(reply.json().at("id").as_string()); }

    ApiServer server;
    ApiServer::Person alice =
        server.sign_in({.role = accounts::Role::Admin}, "read write follow push admin:read admin:write");
    ApiServer::Person other = server.sign_in();
};

TEST_F(Security27, WhatIsTooLongIsRefusedInEveryFieldThatIsWritten) {
    const std::string many = list_of("x", ".test"), ids = list_of("", "");
    const std::string media = upload(alice.client), unused = upload(alice.client);
    const std::string block = id_of(alice.client.post("/api/v1/admin/domain_blocks", "domain=bad.test"));
    const std::string status = id_of(alice.client.post("/api/v1/statuses", "status=a&media_ids[]=" + media));
    const std::string filter = id_of(alice.client.post("/api/v2/filters", "title=a&context[]=home"));
    const std::string list = id_of(alice.client.post("/api/v1/lists", "title=a"));
    for (const auto& write : kWrites) {
        std::string path = write.path, body = write.body;
        for (auto* text : {&path, &body}) {
            replace_all(*text, "OTHER", to_string(other.account.id));
            replace_all(*text, "MEDIA", media);
            replace_all(*text, "UNUSED", unused);
            replace_all(*text, "BLOCK", block);
            replace_all(*text, "STATUS", status);
            replace_all(*text, "FILTER", filter);
            replace_all(*text, "LIST", list);
            replace_all(*text, "LONG", std::string(text == &path ? 4000 : kLong, 'x'));
            replace_all(*text, "MANY", many);
            replace_all(*text, "IDS", ids);
        }

        const auto reply = alice.client.request(write.method, path, {{"Content-Type", "application/json"}}, body);

        EXPECT_EQ(reply.status, write.status)
            << write.method << " " << write.path << " " << write.body << ": " << reply.body.substr(0, 300);
    }
    server.write([&](db::Tx& tx) { EXPECT_THAT(columns_beyond(tx, 2100, {}), testing::IsEmpty()); });
}

TEST_F(Security27, WhoSignsUpWithSomethingTooLongIsToldWhat) {
    server.world().config.registrations = base::Registrations::Open;
    std::string token;
    server.write([&](db::Tx& tx) { token = make_token(tx, {}, "read write"); });
    auto app = server.client_with(token);
    const std::string lengthy(kLong, 'x');
    const std::vector<std::pair<std::string, int>> fields = {
        {"username", 422}, {"email", 422},     {"password", 422},    {"reason", 422},
        {"locale", 200},   {"time_zone", 200}, {"invite_code", 200}, // What is none is nothing.
    };
    for (const auto& [field, status] : fields) {
        json::Object form{{"username", "who_" + field},
                          {"email", field + "@example.test"},
                          {"password", "long enough"},
                          {"agreement", true},
                          {"locale", "en"}};
        form[field] = field == "email" ? lengthy + "@example.test" : lengthy;

        const auto reply = app.post_json("/api/v1/accounts", boost::json::serialize(form));

        EXPECT_EQ(reply.status, status) << field << ": " << reply.body.substr(0, 300);
    }
    server.write([](db::Tx& tx) { EXPECT_THAT(columns_beyond(tx, 2100, {}), testing::IsEmpty()); });
}

} // namespace

#include "support/api_server.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::Not;

const HttpHeaders kActivity = {{"Accept", "application/activity+json"}};
const std::string kOrigin = "https://akebono.test";

// Posts as somebody; the path of its document.
std::string post(ApiServer::Person& person, const std::string& form) {
    const auto reply = person.client.post("/api/v1/statuses", form);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return "/users/" + person.account.username + "/statuses/" + std::string(reply.json().at("id").as_string());
}

std::string path_of(const json::Value& url) { return std::string(url.as_string()).substr(kOrigin.size()); }

TEST(DocumentsApi, APostIsANoteAndACreate) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    const auto path = post(alice, "status=hello+%23cats&spoiler_text=careful&language=en");

    const auto reply = server.client().get(path, kActivity);
    const auto note = reply.json();
    const auto create = server.client().get(path + "/activity").json();

    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.header("cache-control"), "max-age=180, public");
    EXPECT_THAT(reply.header("vary"), HasSubstr("Accept"));
    EXPECT_EQ(note.at("id"), json::Value(kOrigin + path));
    EXPECT_EQ(note.at("type"), "Note");
    EXPECT_EQ(note.at("attributedTo"), "https://akebono.test/users/alice");
    EXPECT_EQ(note.at("to"), (json::Array{"https://www.w3.org/ns/activitystreams#Public"}));
    EXPECT_EQ(note.at("cc"), (json::Array{"https://akebono.test/users/alice/followers"}));
    EXPECT_EQ(note.at("summary"), "careful");
    EXPECT_EQ(note.at("sensitive"), true);
    EXPECT_EQ(note.at("contentMap").at("en"), note.at("content"));
    EXPECT_EQ(note.at("inReplyTo"), nullptr);
    EXPECT_EQ(note.at("tag").at(0).at("href"), "https://akebono.test/tags/cats");
    EXPECT_EQ(note.at("likes").at("totalItems"), 0);
    EXPECT_EQ(note.at("replies").at("first").at("items"), json::Array());
    EXPECT_EQ(create.at("id"), json::Value(kOrigin + path + "/activity"));
    EXPECT_EQ(create.at("type"), "Create");
    EXPECT_EQ(create.at("actor"), note.at("attributedTo"));
    EXPECT_EQ(create.at("object").at("id"), note.at("id"));
    EXPECT_FALSE(create.at("object").as_object().contains("@context"));
}

TEST(DocumentsApi, APostHasOneDocumentAtBothItsAddressesForServersAlone) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    const auto path = post(alice, "status=hello"), page = "/@alice" + path.substr(path.rfind('/'));
    auto client = server.client();
    const auto document = client.get(path, kActivity).body;

    for (const auto* accept : {"application/activity+json", "text/html;q=0.9, application/activity+json",
                               R"(application/ld+json; profile="https://www.w3.org/ns/activitystreams")"}) {
        EXPECT_EQ(client.get(path, {{"Accept", accept}}).body, document) << accept;
        EXPECT_EQ(client.get(page, {{"Accept", accept}}).body, document) << accept;
    }
    for (const auto* accept : {"text/html", "text/html, application/activity+json;q=0.9", "application/json", "*/*"}) {
        EXPECT_EQ(client.get(path, {{"Accept", accept}}).status, 404) << accept;
        EXPECT_EQ(client.get(page, {{"Accept", accept}}).status, 404) << accept;
        EXPECT_THAT(client.get(page, {{"Accept", accept}}).header("vary"), HasSubstr("Accept")) << accept;
    }
}

// Row 41 of the classes of past vulnerabilities.
TEST(Security41, WhatOneMayNotSeeLooksLikeWhatIsNotThere) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"}), bob = server.sign_in({.username = "bob"});
    const auto private_path = post(alice, "status=secret&visibility=private");
    const auto direct_path = post(alice, "status=secret+@bob&visibility=direct");
    const auto absent = "/users/alice/statuses/" + std::to_string(server.world().ids.next(kTestTime));
    auto client = server.client();

    for (const auto& path : {private_path, direct_path, "/users/bob" + private_path.substr(12)}) {
        for (const auto* language : {"en", "ja", "de", ""}) {
            for (const auto* more : {"", "/activity", "/replies", "/replies?page=true", "/likes", "/shares"}) {
                const HttpHeaders headers = {{"Accept", "application/activity+json"}, {"Accept-Language", language}};
                auto hidden = client.get(path + more, headers), missing = client.get(absent + more, headers);
                for (auto* reply : {&hidden, &missing}) {
                    std::erase_if(reply->headers, [](const auto& header) {
                        return header.first == "x-request-id" || header.first == "X-Request-Id"
                               || header.first == "Date" || header.first == "date"
                               || header.first.starts_with("X-RateLimit");
                    });
                }
                EXPECT_EQ(hidden.status, 404) << path << more;
                EXPECT_EQ(hidden.status, missing.status);
                EXPECT_EQ(hidden.body, missing.body);
                EXPECT_EQ(hidden.headers, missing.headers);
            }
        }
    }
}

TEST(DocumentsApi, IsNotThereOnceItIsDeleted) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    const auto path = post(alice, "status=hello");
    alice.client.del("/api/v1/statuses/" + path.substr(path.rfind('/') + 1));

    EXPECT_EQ(server.client().get(path, kActivity).status, 404);
    EXPECT_EQ(server.client().get("/users/alice/outbox?page=true").json().at("orderedItems"), json::Array());
}

TEST(DocumentsApi, ABoostIsAnAnnounceThatLeadsToItsOriginal) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"}), bob = server.sign_in({.username = "bob"});
    const auto original = post(alice, "status=hello");
    const auto boost =
        bob.client.post("/api/v1/statuses/" + original.substr(original.rfind('/') + 1) + "/reblog").json();
    const auto path = "/users/bob/statuses/" + std::string(boost.at("id").as_string());

    const auto reply = server.client().get(path, kActivity);
    const auto announce = server.client().get(path + "/activity").json();
    const auto note = server.client().get(original, kActivity).json();

    EXPECT_EQ(reply.status, 302);
    EXPECT_EQ(reply.header("location"), kOrigin + original);
    EXPECT_EQ(announce.at("type"), "Announce");
    EXPECT_EQ(announce.at("actor"), "https://akebono.test/users/bob");
    EXPECT_EQ(announce.at("object"), json::Value(kOrigin + original));
    EXPECT_EQ(announce.at("cc"),
              (json::Array{"https://akebono.test/users/alice", "https://akebono.test/users/bob/followers"}));
    EXPECT_EQ(note.at("shares").at("totalItems"), 1);
    EXPECT_EQ(server.client().get(original + "/shares").json().at("totalItems"), 1);
    EXPECT_EQ(server.client().get(path + "/likes").status, 404);
}

TEST(DocumentsApi, TheOutboxHoldsWhatIsForEverybody) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    for (int i = 0; i < 21; ++i) post(alice, "status=post" + std::to_string(i));
    post(alice, "status=secret&visibility=private");
    auto client = server.client();

    const auto outbox = client.get("/users/alice/outbox").json();
    const auto first = client.get(path_of(outbox.at("first"))).json();
    const auto second = client.get(path_of(first.at("next"))).json();
    const auto last = client.get(path_of(outbox.at("last"))).json();

    EXPECT_EQ(outbox.at("type"), "OrderedCollection");
    EXPECT_EQ(outbox.at("totalItems"), 22);
    ASSERT_EQ(first.at("orderedItems").as_array().size(), 20U);
    EXPECT_EQ(first.at("orderedItems").at(0).at("type"), "Create");
    EXPECT_THAT(std::string(first.at("orderedItems").at(0).at("object").at("content").as_string()),
                HasSubstr("post20"));
    ASSERT_EQ(second.at("orderedItems").as_array().size(), 1U);
    EXPECT_FALSE(second.as_object().contains("next"));
    EXPECT_EQ(last.at("orderedItems").at(19).at("object").at("id"),
              second.at("orderedItems").at(0).at("object").at("id"));
    EXPECT_EQ(client.get(path_of(second.at("prev"))).json().at("orderedItems"), first.at("orderedItems"));
}

TEST(DocumentsApi, PinsAreFeaturedAndPrivateOnesOnlyNamed) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    const auto open = post(alice, "status=look"), secret = post(alice, "status=secret&visibility=private");
    for (const auto& path : {open, secret}) {
        alice.client.post("/api/v1/statuses/" + path.substr(path.rfind('/') + 1) + "/pin");
    }

    const auto reply = server.client().get("/users/alice/collections/featured");
    const auto featured = reply.json();

    EXPECT_EQ(featured.at("type"), "OrderedCollection");
    EXPECT_EQ(featured.at("totalItems"), 2);
    EXPECT_EQ(featured.at("orderedItems").at(0), json::Value(kOrigin + secret));
    EXPECT_EQ(featured.at("orderedItems").at(1).at("id"), json::Value(kOrigin + open));
    EXPECT_THAT(reply.body, Not(HasSubstr("secret")));
}

TEST(DocumentsApi, RepliesOfTheAuthorComeBeforeThoseOfOthers) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"}), bob = server.sign_in({.username = "bob"});
    const auto path = post(alice, "status=one");
    const auto answer = "in_reply_to_id=" + path.substr(path.rfind('/') + 1) + "&status=";
    const auto others = post(bob, answer + "two"), own = post(alice, answer + "three");
    post(bob, answer + "hidden&visibility=private");
    auto client = server.client();

    const auto replies = client.get(path + "/replies").json();
    const auto first = client.get(path_of(replies.at("first").at("id"))).json();
    const auto second = client.get(path_of(first.at("next"))).json();

    EXPECT_EQ(replies.at("first").at("items"), (json::Array{kOrigin + own}));
    EXPECT_EQ(first.at("items"), (json::Array{kOrigin + own}));
    EXPECT_EQ(second.at("items"), (json::Array{kOrigin + others}));
    EXPECT_FALSE(second.as_object().contains("next"));
    EXPECT_EQ(client.get(own, kActivity).json().at("inReplyTo"), json::Value(kOrigin + path));
}

TEST(DocumentsApi, AllRepliesOfTheAuthorAreFoundFromTheDocument) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    const auto path = post(alice, "status=one");
    const auto answer = "in_reply_to_id=" + path.substr(path.rfind('/') + 1) + "&status=";
    json::Array expected, found;
    for (int i = 0; i < 7; ++i) expected.push_back(json::Value(kOrigin + post(alice, answer + std::to_string(i))));
    auto client = server.client();

    auto page = client.get(path, kActivity).json().at("replies").at("first");
    for (int pages = 1;; ++pages) {
        ASSERT_LT(pages, 5);
        for (const auto& item : page.at("items").as_array()) found.push_back(item);
        const auto* next = page.as_object().if_contains("next");
        if (!next) break;
        const auto follow = path_of(*next);
        page = client.get(follow).json();
    }

    EXPECT_EQ(found, expected);
}

// "/contexts/12-34" of the post there.
std::string thread_of(HttpClient& client, const std::string& path) {
    return path_of(client.get(path, kActivity).json().at("context"));
}

TEST(DocumentsApi, AConversationThatBeganHereIsReadWhole) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"}), bob = server.sign_in({.username = "bob"});
    const auto first = post(alice, "status=one");
    const auto answer_to = [](const std::string& path) {
        return "in_reply_to_id=" + path.substr(path.rfind('/') + 1) + "&status=";
    };
    const auto second = post(bob, answer_to(first) + "two");
    const auto third = post(alice, answer_to(second) + "three&visibility=unlisted");
    const auto hidden = post(alice, answer_to(third) + "hidden&visibility=private");
    post(bob, "status=something+else");
    auto client = server.client();

    const auto path = thread_of(client, first);
    const auto reply = client.get(path);
    const auto thread = reply.json();
    const auto items = client.get(path + "/items").json();
    const auto page = client.get(path + "/items?page=true").json();

    EXPECT_EQ(thread_of(client, third), path);
    EXPECT_EQ(reply.header("content-type"), "application/activity+json; charset=utf-8");
    EXPECT_EQ(reply.header("cache-control"), "max-age=180, public");
    EXPECT_EQ(thread.at("id"), json::Value(kOrigin + path));
    EXPECT_EQ(thread.at("type"), "Collection");
    EXPECT_EQ(thread.at("attributedTo"), "https://akebono.test/users/alice");
    const json::Array all = {kOrigin + first, kOrigin + second, kOrigin + third};
    EXPECT_EQ(thread.at("first").at("items"), all);
    EXPECT_EQ(items.at("id"), json::Value(kOrigin + path + "/items"));
    EXPECT_EQ(items.at("first"), thread.at("first"));
    EXPECT_EQ(page.at("id"), thread.at("first").at("id"));
    EXPECT_EQ(page.at("items"), all);
    EXPECT_EQ(page.at("partOf"), json::Value(kOrigin + path));
    EXPECT_FALSE(page.as_object().contains("next"));
}

TEST(DocumentsApi, AConversationIsReadInPagesOfSixty) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    const auto first = post(alice, "status=one");
    const auto id = first.substr(first.rfind('/') + 1);
    for (int i = 0; i < 60; ++i) post(alice, "status=" + std::to_string(i) + "&in_reply_to_id=" + id);
    auto client = server.client();

    const auto path = thread_of(client, first);
    const auto page = client.get(path).json().at("first");
    const auto next = client.get(path_of(page.at("next"))).json();

    EXPECT_EQ(page.at("items").as_array().size(), 60);
    EXPECT_EQ(next.at("items").as_array().size(), 1);
    EXPECT_FALSE(next.as_object().contains("next"));
}

TEST(DocumentsApi, AConversationIsToldOfOnlyWhereItBeganHereForEverybody) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"}), bob = server.sign_in({.username = "bob"});
    const auto open = post(alice, "status=open"), secret = post(alice, "status=secret&visibility=private");
    auto client = server.client();
    const auto path = thread_of(client, open);
    const auto key = path.substr(0, path.find('-') + 1);

    for (const auto& other : {key + secret.substr(secret.rfind('/') + 1), key + "1", std::string("/contexts/1-1"),
                              std::string("/contexts/x"), std::string("/contexts/-")}) {
        EXPECT_EQ(client.get(other).status, 404) << other;
        EXPECT_EQ(client.get(other + "/items?page=true").status, 404) << other;
    }
    server.write(
        [](db::Tx& tx) { tx.exec("update accounts set suspended_at = $1 where username = 'alice'", {tx.now()}); });
    EXPECT_EQ(client.get(path).status, 403);
}

} // namespace

#include "base/keys.h"
#include "federation/follower_digests.h"
#include "federation/signatures.h"
#include "support/api_server.h"
#include "support/federation_builders.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::Not;

// Somebody elsewhere who signs what they ask for.
class Reader {
public:
    Reader(ApiServer& server, const std::string& username) : server_(server) {
        server.write([&](db::Tx& tx) {
            account_ = make_remote(tx, {.username = username});
            tx.exec("insert into remote_keys (id, account_id, public_key, fetched_at) values ($1, $2, $3, $4)",
                    {key_id(), account_.id, key()->public_pem(), tx.now()});
        });
    }

    const accounts::Account& account() const { return account_; }

    HttpReply get(const std::string& path, std::string_view signed_path = {},
                  federation::Scheme scheme = federation::Scheme::Draft) {
        const std::string signed_url = "https://akebono.test" + std::string(signed_path.empty() ? path : signed_path);
        http::Outgoing request;
        request.url = signed_url;
        request.headers = {{"Accept", "application/activity+json"}};
        federation::sign(request, {.id = key_id(), .key = key()}, scheme, kTestTime);
        std::erase_if(request.headers, [](const auto& header) { return header.first == "Host"; });
        return server_.client().get(path, request.headers);
    }

private:
    static std::shared_ptr<const base::PrivateKey> key() {
        static const auto key = std::make_shared<const base::PrivateKey>(base::PrivateKey::generate());
        return key;
    }
    std::string key_id() const { return "https://remote.test/users/" + account_.username + "#main-key"; }

    ApiServer& server_;
    accounts::Account account_;
};

std::string private_post(ApiServer::Person& author, const std::string& text) {
    const auto posted = author.client.post("/api/v1/statuses", "visibility=private&status=" + text).json();
    return "/users/" + author.account.username + "/statuses/" + std::string(posted.at("id").as_string());
}

TEST(SignedDocuments, FollowersElsewhereReadWhatIsForFollowers) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    Reader bob(server, "bob"), eve(server, "eve");
    server.write([&](db::Tx& tx) { make_follow(tx, bob.account().id, alice.account.id); });
    const auto path = private_post(alice, "secret");

    EXPECT_EQ(bob.get(path).status, 200);
    EXPECT_EQ(bob.get(path, {}, federation::Scheme::Rfc9421).status, 200);
    EXPECT_THAT(bob.get(path).body, HasSubstr("secret"));
    EXPECT_THAT(bob.get("/users/alice/outbox?page=true").body, HasSubstr("secret"));
    EXPECT_EQ(eve.get(path).status, 404);
    EXPECT_THAT(eve.get("/users/alice/outbox?page=true").body, Not(HasSubstr("secret")));
    EXPECT_EQ(bob.get(path, "/users/alice/statuses/1").status, 404); // Signed for something else.
}

TEST(SignedDocuments, WhoIsBlockedOrSuspendedReadsNoMoreThanNobody) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    Reader bob(server, "bob"), eve(server, "eve");
    server.write([&](db::Tx& tx) {
        for (const auto& reader : {bob.account(), eve.account()}) make_follow(tx, reader.id, alice.account.id);
        make_block(tx, alice.account.id, bob.account().id);
        tx.exec("update accounts set suspended_at = 1 where id = $1", {eve.account().id});
    });
    const auto path = private_post(alice, "secret");

    EXPECT_EQ(bob.get(path).status, 404);
    EXPECT_EQ(eve.get(path).status, 404);
}

TEST(SignedDocuments, AServerLearnsWhichOfItsPeopleFollow) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    Reader bob(server, "bob");
    server.write([&](db::Tx& tx) {
        make_follow(tx, bob.account().id, alice.account.id);
        make_follow(tx, make_remote(tx, {.domain = "else.test"}).id, alice.account.id);
    });
    const std::string path = "/users/alice/followers_synchronization";

    const auto reply = bob.get(path);

    EXPECT_EQ(reply.json().at("orderedItems"), (json::Array{"https://remote.test/users/bob"}));
    EXPECT_EQ(reply.header("cache-control"), "private, no-store");
    EXPECT_EQ(server.client().get(path).status, 401);
    EXPECT_EQ(bob.get("/users/nobody/followers_synchronization").status, 404);
}

// Whoever reads a list unfollows for those who are not on it: a part of one would be worse than none.
TEST(SignedDocuments, ThereIsNoListOfMoreFollowersThanADigestCounts) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    Reader bob(server, "bob");
    const std::string path = "/users/alice/followers_synchronization";
    server.write([&](db::Tx& tx) {
        make_follow(tx, bob.account().id, alice.account.id);
        tx.exec(R"(
            with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < $1 - 1)
            insert into accounts (id, username, domain, uri, created_at, updated_at)
            select n, 'fan' || n, 'far.test', 'https://far.test/users/' || n, $2, $2 from numbers)", {federation::kMostFollowers, tx.now()});
        tx.exec(R"(
            insert into follows (id, account_id, target_account_id, created_at)
            select id, id, $1, $2 from accounts where domain = 'far.test')", {alice.account.id, tx.now()});
        EXPECT_EQ(federation::follower_digests(tx, alice.account.id).size(), 2U);
    });
    EXPECT_EQ(bob.get(path).json().at("orderedItems"), (json::Array{"https://remote.test/users/bob"}));

    server.write([&](db::Tx& tx) {
        make_follow(tx, make_remote(tx).id, alice.account.id);
        EXPECT_TRUE(federation::follower_digests(tx, alice.account.id).empty());
    });

    EXPECT_EQ(bob.get(path).status, 404);
}

// Row 43 of the classes of past vulnerabilities: no cache gives one reader what another was given.
TEST(Security43, WhatOneReaderGetsIsKeptForNobodyElse) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    Reader bob(server, "bob");
    server.write([&](db::Tx& tx) { make_follow(tx, bob.account().id, alice.account.id); });
    const auto path = private_post(alice, "secret");

    for (const auto& asked :
         {path, path + "/activity", path + "/replies", path + "/likes", std::string("/users/alice/outbox?page=true"),
          std::string("/users/alice/outbox"), std::string("/users/alice/collections/featured")}) {
        const auto given = bob.get(asked);
        EXPECT_EQ(given.header("cache-control"), "private, no-store") << asked;
        const auto open = server.client().get(asked, {{"Accept", "application/activity+json"}});
        EXPECT_THAT(open.header("vary"), HasSubstr("Signature")) << asked;
    }
}

} // namespace

#include "jobs/jobs.h"
#include "statuses/remote_deletion_jobs.h"
#include "support/builders.h"
#include "support/fediverse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Somebody has got another address on their server, and kept their handle: alice follows both, for we had met them
// under another name there, too.
namespace {

class Merged : public testing::Test {
protected:
    Merged() {
        web_.let_follow(alice_, before_);
        web_.deliver(before_, Fediverse::create(Fediverse::note(before_, "1", "from before")));
    }
    // The handle bob@remote.test is that of `other_` from now on; and who comes to know it.
    void take_handle() {
        web_.put("http://remote.test/.well-known/webfinger?resource=acct%3Abob%40remote.test",
                 {.content_type = "application/jrd+json",
                  .body = boost::json::serialize(json::Object{
                      {"subject", "acct:bob@remote.test"},
                      {"links", {{{"rel", "self"}, {"type", "application/activity+json"}, {"href", now_.uri}}}}})});
        auto document = now_.document();
        document["preferredUsername"] = "bob";
        document["webfinger"] = "bob@remote.test";
        if (has_old_key_) document["publicKey"].as_object()["publicKeyPem"] = before_.key.key->public_pem();
        web_.put(now_.uri, document);
        web_.write([&](db::Tx& tx) {
            jobs::enqueue_waiting(tx, "refresh_account", {{"account_id", web_account(tx, now_.uri)}});
        });
        settle();
    }
    void settle() {
        web_.settle();
        web_.write([](db::Tx& tx) {
            const bool is_left =
                tx.query_integer("select 1 from jobs where name = 'delete_remote_account'").has_value();
            const auto id = tx.query_integer("select id from accounts where username like 'bob\\_%' escape '\\'");
            if (is_left && id) statuses::delete_remote_account(jobs::Arguments({{"account_id", *id}}), tx);
        });
    }
    static std::int64_t web_account(db::Tx& tx, const std::string& uri) {
        return *tx.query_integer("select id from accounts where uri = $1", {uri});
    }
    // "bob http://…" of all who are not ours, in order.
    std::vector<std::string> known() {
        return web_.read<std::vector<std::string>>([](db::Tx& tx) {
            std::vector<std::string> all;
            auto rows = tx.query("select username, uri from accounts where domain <> '' order by uri");
            while (rows.next()) all.push_back(rows.string(0) + " " + rows.string(1));
            return all;
        });
    }
    bool follows_now() {
        return web_.read<bool>([&](db::Tx& tx) {
            return tx
                .query_integer("select 1 from follows f join accounts a on a.id = f.target_account_id "
                               "where f.account_id = $1 and a.uri = $2",
                               {alice_.id, now_.uri})
                .has_value();
        });
    }
    std::string author_of_post() {
        return web_.read<std::string>([&](db::Tx& tx) {
            auto rows = tx.query("select a.uri from statuses s join accounts a on a.id = s.account_id where s.uri = $1",
                                 {before_.url("/statuses/1")});
            return rows.next() ? rows.string(0) : std::string();
        });
    }

    Fediverse web_;
    accounts::Account alice_ = web_.person("alice");
    Fediverse::Actor before_ = web_.known_actor("bob"), now_ = web_.known_actor("robert");
    bool has_old_key_ = false;
};

TEST_F(Merged, WithWhoSignsWithTheSameKey) {
    has_old_key_ = true;

    take_handle();

    EXPECT_THAT(known(), testing::ElementsAre("bob " + now_.uri));
    EXPECT_TRUE(follows_now());
    EXPECT_EQ(author_of_post(), now_.uri);
}

TEST_F(Merged, WhenTheOldAddressLeadsToNobody) {
    web_.remove(before_.uri);

    take_handle();

    EXPECT_THAT(known(), testing::ElementsAre("bob " + now_.uri));
    EXPECT_TRUE(follows_now());
    EXPECT_EQ(author_of_post(), now_.uri);
}

TEST_F(Merged, WhenTheOldAddressLeadsToTheNewOne) {
    auto document = now_.document();
    document["preferredUsername"] = "bob";
    web_.put(before_.uri, document);

    take_handle();

    EXPECT_THAT(known(), testing::ElementsAre("bob " + now_.uri));
    EXPECT_TRUE(follows_now());
}

TEST_F(Merged, WhenTheOldAddressLeadsToAnotherHost) {
    now_ = web_.known_actor("robert", "other.test");
    web_.put(before_.uri, FakePage{.status = 301, .body = "", .location = now_.uri});

    take_handle();

    EXPECT_THAT(known(), testing::Contains("bob " + now_.uri));
    EXPECT_THAT(known(), testing::Not(testing::Contains(testing::EndsWith(before_.uri))));
    EXPECT_TRUE(follows_now());
    EXPECT_EQ(author_of_post(), now_.uri);
}

TEST_F(Merged, NotWhileNobodyKnowsWhoIsThere) {
    web_.put(before_.uri, FakePage{.status = 503, .body = ""});

    take_handle();
    EXPECT_FALSE(follows_now());
    EXPECT_EQ(author_of_post(), before_.uri);

    web_.remove(before_.uri);
    web_.world().clock.advance(std::chrono::minutes(5));
    settle();
    EXPECT_TRUE(follows_now());
}

TEST_F(Merged, NotWithWhoLivesOnUnderAnotherName) {
    web_.put("http://remote.test/.well-known/webfinger?resource=acct%3Abobby%40remote.test",
             {.content_type = "application/jrd+json",
              .body = boost::json::serialize(json::Object{
                  {"subject", "acct:bobby@remote.test"},
                  {"links", {{{"rel", "self"}, {"type", "application/activity+json"}, {"href", before_.uri}}}}})});
    auto document = before_.document();
    document["preferredUsername"] = "bobby";
    web_.put(before_.uri, document);

    take_handle();

    EXPECT_THAT(known(), testing::ElementsAre("bobby " + before_.uri, "bob " + now_.uri));
    EXPECT_FALSE(follows_now());
    EXPECT_EQ(author_of_post(), before_.uri);
}

// Whom our moderators suspended shall not come back by another address.
TEST_F(Merged, NotWithWhoIsSuspendedHere) {
    web_.write([&](db::Tx& tx) { tx.exec("update accounts set suspended_at = 1 where uri = $1", {before_.uri}); });
    web_.remove(before_.uri);

    take_handle();

    EXPECT_EQ(known().size(), 2u);
    EXPECT_EQ(author_of_post(), before_.uri);
}

} // namespace

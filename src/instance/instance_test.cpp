#include "instance/instance_json.h"

#include "accounts/accounts.h"
#include "instance/counts.h"
#include "instance/custom_emojis.h"
#include "instance/peers.h"
#include "instance/webfinger.h"
#include "moderation/domain_blocks.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace instance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

template <typename Write>
json::Object written(Write&& write) {
    std::string text;
    json::Writer out(text);
    write(out);
    return json::parse(text).value().as_object();
}

TEST(Instance, SaysWhatItIs) {
    db::Tx tx = TestDb().begin();

    const auto v2 = written([&](json::Writer& out) { write_instance(out, tx); });
    const auto v1 = written([&](json::Writer& out) { write_instance_v1(out, tx); });

    EXPECT_THAT(std::string(v2.at("version").as_string()), StartsWith("4.6.0 (compatible; Akebono "));
    EXPECT_EQ(v1.at("version"), v2.at("version"));
    EXPECT_EQ(v2.at("api_versions").at("mastodon"), 3);
    EXPECT_EQ(v2.at("configuration").at("urls").at("streaming"), "wss://akebono.test");
    EXPECT_EQ(v2.at("configuration").at("statuses").at("max_characters"), 500);
    EXPECT_TRUE(v2.at("contact").at("account").is_null());
    EXPECT_EQ(v1.at("urls").at("streaming_api"), "wss://akebono.test");
    EXPECT_EQ(v1.at("uri"), "akebono.test");
}

TEST(Instance, SaysWhoMayReadItsTimelines) {
    TestDb db;
    db::Tx tx = db.begin();
    const auto access = [&] {
        const auto v2 = written([&](json::Writer& out) { write_instance(out, tx); });
        return boost::json::serialize(v2.at("configuration").at("timelines_access").at("trending_link_feeds"));
    };

    EXPECT_EQ(access(), R"({"local":"public","remote":"public"})");
    db.world().config.federation_allow_list = true;
    EXPECT_EQ(access(), R"({"local":"authenticated","remote":"authenticated"})");
}

TEST(Instance, ShowsItsContact) {
    TestDb db;
    db.world().config.contact_account = "Owner";
    db::Tx tx = db.begin();
    make_user(tx, {.username = "owner"});

    const auto v2 = written([&](json::Writer& out) { write_instance(out, tx); });

    EXPECT_EQ(v2.at("contact").at("account").at("username"), "owner");
}

TEST(SiteCounts, CountThoseWhoMaySignInAndTheirPosts) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx), bob = make_user(tx);
    make_user(tx, {.is_approved = false});
    make_account(tx, {.domain = "a.test"});
    make_account(tx, {.domain = "a.test"});
    accounts::count_statuses(tx, make_account(tx, {.domain = "b.test"}).id, 7);
    accounts::count_statuses(tx, alice.account.id, 2);
    accounts::count_statuses(tx, bob.account.id, 3);
    tx.exec("update users set last_active_at = $2 where id = $1", {alice.id, tx.now() - std::chrono::weeks(3)});
    tx.exec("update users set last_active_at = $2 where id = $1", {bob.id, tx.now() - std::chrono::weeks(20)});

    const Counts now = counts(tx);

    EXPECT_EQ(now.users, 2);
    EXPECT_EQ(now.statuses, 5);
    EXPECT_EQ(now.domains, 2);
    EXPECT_EQ(now.active_month, 1);
    EXPECT_EQ(now.active_halfyear, 2);
    EXPECT_THAT(peers(tx), ElementsAre("a.test", "b.test"));
}

TEST(SiteCounts, AreReadAsTheJobLeftThem) {
    db::Tx tx = TestDb().begin();
    make_user(tx);
    count_site(jobs::Arguments({}), tx);
    make_user(tx);

    EXPECT_EQ(counts(tx).users, 1);
    EXPECT_EQ(statements_of(tx, [&] { (void)counts(tx); }), 1);
    count_site(jobs::Arguments({}), tx);
    EXPECT_EQ(counts(tx).users, 2);
}

TEST(Peers, LeaveOutWhomModeratorsKeepAway) {
    db::Tx tx = TestDb().begin();
    for (const char* domain : {"a.test", "bad.test", "c.test"}) make_account(tx, {.domain = domain});
    ASSERT_TRUE(moderation::block_domain(tx, {.domain = "bad.test"}));

    EXPECT_THAT(peers(tx), ElementsAre("a.test", "c.test"));
    EXPECT_THAT(peers_with_prefix(tx, "ba"), IsEmpty());
}

TEST(Peers, ComeFromAnIndex) {
    db::Tx tx = TestDb().begin();

    EXPECT_THAT(peers(tx), IsEmpty());
    EXPECT_THAT(whole_table_steps(tx, [&] { (void)peers(tx); }), IsEmpty());
}

TEST(Shortcodes, AreFoundWhereNothingTouchesThem) {
    EXPECT_THAT(shortcodes_in("a :cat: b :dog:"), ElementsAre("cat", "dog"));
    EXPECT_THAT(shortcodes_in(":cat::dog:"), IsEmpty());
    EXPECT_THAT(shortcodes_in("<p>:cat:</p>"), ElementsAre("cat"));
    EXPECT_THAT(shortcodes_in(":cat: :cat:"), ElementsAre("cat"));
    EXPECT_THAT(shortcodes_in("x:cat: :cat:y 猫:cat: :cat:猫 12:34:56"), IsEmpty());
    EXPECT_THAT(shortcodes_in(":a: : :: :é: :cat"), IsEmpty());
    EXPECT_THAT(shortcodes_in(":cat :dog: "), ElementsAre("dog"));
}

TEST(Webfinger, KnowsOurAccountsByAllTheirNames) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx, {.username = "Alice"}).account;
    make_account(tx, {.username = "bob", .domain = "remote.test"});
    make_account(tx, {.username = "barred", .is_suspended = true});

    for (const auto* resource : {"acct:alice@akebono.test", "alice@AKEBONO.test", "acct:@alice@akebono.test",
                                 "https://akebono.test/@alice", "https://akebono.test/users/Alice"}) {
        const auto found = find_by_resource(tx, resource);
        EXPECT_TRUE(found && found->id == alice.id) << resource;
    }
    for (const auto* resource : {"alice", "acct:alice", "acct:bob@remote.test", "acct:gone@akebono.test",
                                 "https://akebono.test/", "https://akebono.test/@alice/1", "https://remote.test/@alice",
                                 "acct:@akebono.test", "https://akebono.test/users/alice@akebono.test", ""}) {
        EXPECT_FALSE(find_by_resource(tx, resource)) << resource;
    }
    EXPECT_TRUE(find_by_resource(tx, "acct:barred@akebono.test"));
    const auto jrd = written([&](json::Writer& out) { write_webfinger(out, tx, alice); });
    EXPECT_EQ(jrd.at("subject"), "acct:Alice@akebono.test");
    EXPECT_EQ(jrd.at("links").at(1).at("href"), "https://akebono.test/users/Alice");
}

TEST(Webfinger, KnowsTheServerItself) {
    db::Tx tx = TestDb().begin();

    for (const auto* resource : {"acct:akebono.test@akebono.test", "https://akebono.test/actor"}) {
        EXPECT_TRUE(is_instance_actor(tx.config(), resource)) << resource;
    }
    for (const auto* resource : {"acct:alice@akebono.test", "akebono.test", "https://akebono.test/actors", ""}) {
        EXPECT_FALSE(is_instance_actor(tx.config(), resource)) << resource;
    }
}

} // namespace
} // namespace instance

#include "moderation/domain_blocks.h"

#include "accounts/remote_accounts.h"
#include "app/jobs.h"
#include "federation/delivery.h"
#include "federation/domain_policy.h"
#include "federation/keys.h"
#include "federation/remote_keys.h"
#include "jobs/runner.h"
#include "moderation/domain_allows.h"
#include "moderation/domain_blocks_jobs.h"
#include "moderation/servers.h"
#include "relationships/follows.h"
#include "statuses/remote_attachments.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace moderation {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

// Runs the jobs that wait, as the runner would, until none is left.
void run_jobs(db::Tx& tx) {
    for (int i = 0; i < 100; ++i) {
        auto rows = tx.query("select id, name, arguments from jobs where is_waiting = $1 order by id limit 1", {false});
        if (!rows.next()) return;
        const auto id = rows.integer(0);
        const auto name = rows.string(1);
        const jobs::Arguments arguments(json::parse(rows.text(2))->as_object());
        tx.exec("delete from jobs where id = $1", {id});
        for (const auto& kind : app::job_kinds()) {
            if (kind.name == name && kind.run) kind.run(arguments, tx);
        }
    }
    FAIL() << "the jobs do not end";
}

accounts::Account found(db::Tx& tx, const accounts::Account& account) { return accounts::find(tx, account.id).value(); }

DomainBlock made(db::Tx& tx, const std::string& domain, Severity severity) {
    auto block = block_domain(tx, {.domain = domain, .severity = severity});
    EXPECT_TRUE(block);
    return *block;
}

// Somebody whom we hear of now.
Result<AccountId> newcomer(db::Tx& tx, const std::string& domain, const std::string& avatar = "") {
    accounts::RemoteProfile profile;
    profile.uri = "https://" + domain + "/users/new";
    profile.username = "new";
    profile.domain = domain;
    profile.avatar = avatar;
    profile.inbox = "https://" + domain + "/inbox";
    return accounts::keep_remote(tx, profile);
}

TEST(DomainBlocks, SuspendHidesPartsAndDeletes) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_remote(tx, {.username = "bob"}), below = make_remote(tx, {.domain = "a.remote.test"});
    const auto near = make_remote(tx, {.domain = "notremote.test"});
    make_follow(tx, alice.id, bob.id);
    make_follow(tx, below.id, alice.id);
    const auto post = make_remote_status(tx, bob);

    made(tx, "https://Remote.test/", Severity::Suspend);
    run_jobs(tx);

    EXPECT_TRUE(found(tx, bob).is_suspended);
    EXPECT_TRUE(found(tx, below).is_suspended);
    EXPECT_FALSE(found(tx, near).is_suspended);
    EXPECT_FALSE(relationships::is_following(tx, alice.id, bob.id));
    EXPECT_FALSE(relationships::is_following(tx, below.id, alice.id));
    EXPECT_FALSE(tx.query_integer("select 1 from statuses where id = $1", {post}));
    EXPECT_THAT(queued_deliveries(tx),
                UnorderedElementsAre("Undo https://remote.test/users/bob/inbox",
                                     "Reject https://a.remote.test/users/" + below.username + "/inbox"));
}

TEST(DomainBlocks, TellThoseWhoLostSomebodyOnceAndHowMany) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    make_follow(tx, alice.id, make_remote(tx).id);
    make_follow(tx, make_remote(tx, {.domain = "a.remote.test"}).id, alice.id);
    ASSERT_TRUE(relationships::follow(tx, alice, make_remote(tx).id)); // Only asked.

    made(tx, "remote.test", Severity::Suspend);
    run_jobs(tx);

    EXPECT_THAT(told(tx, alice), ElementsAre("severed_relationships from alice"));
    auto rows = tx.query("select kind, target_name, followers_count, following_count from severances");
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.integer(0), 0);
    EXPECT_EQ(rows.text(1), "remote.test");
    EXPECT_EQ(rows.integer(2), 1);
    EXPECT_EQ(rows.integer(3), 1);
}

TEST(DomainBlocks, TakenBackLetPeopleComeAgain) {
    db::Tx tx = TestDb().begin();
    const auto bob = make_remote(tx), suspended = make_remote(tx, {.is_suspended = true});
    tx.exec("update accounts set suspended_at = 1 where id = $1", {suspended.id});
    const auto block = made(tx, "remote.test", Severity::Suspend);
    run_jobs(tx);

    ASSERT_TRUE(unblock_domain(tx, block.id));
    run_jobs(tx);

    EXPECT_FALSE(found(tx, bob).is_suspended);
    EXPECT_TRUE(found(tx, suspended).is_suspended); // Who was suspended before stays so.
    EXPECT_EQ(unblock_domain(tx, block.id).error().refusal, base::Refusal::NotFound);
}

TEST(DomainBlocks, NobodyComesFromASuspendedServer) {
    db::Tx tx = TestDb().begin();
    made(tx, "remote.test", Severity::Suspend);

    EXPECT_EQ(newcomer(tx, "x.remote.test").error().refusal, base::Refusal::Forbidden);
    EXPECT_TRUE(newcomer(tx, "else.test"));
}

TEST(DomainBlocks, SilenceLimitsThoseWhoAreKnownAndThoseWhoCome) {
    db::Tx tx = TestDb().begin();
    const auto bob = make_remote(tx);
    const auto block = made(tx, "remote.test", Severity::Silence);
    run_jobs(tx);

    EXPECT_TRUE(found(tx, bob).is_limited);
    const auto late = newcomer(tx, "x.remote.test");
    ASSERT_TRUE(late);
    EXPECT_TRUE(accounts::find(tx, *late)->is_limited);

    ASSERT_TRUE(change_domain_block(tx, block.id, {.severity = Severity::Noop}));
    run_jobs(tx);
    EXPECT_FALSE(found(tx, bob).is_limited);
    EXPECT_FALSE(accounts::find(tx, *late)->is_limited);
}

TEST(DomainBlocks, OfADomainAboveHoldWhenTheNearerOneEnds) {
    db::Tx tx = TestDb().begin();
    const auto bob = make_remote(tx, {.domain = "a.remote.test"});
    const auto near = made(tx, "a.remote.test", Severity::Silence);
    run_jobs(tx);
    tx.exec("update domain_blocks set created_at = created_at - 1", {}); // Not at the same moment.
    tx.exec("update accounts set silenced_at = silenced_at - 1 where silenced_at is not null", {});
    made(tx, "remote.test", Severity::Silence);
    run_jobs(tx);

    ASSERT_TRUE(unblock_domain(tx, near.id));
    run_jobs(tx);

    EXPECT_TRUE(found(tx, bob).is_limited);
}

TEST(DomainBlocks, RefuseWhatAddsNothing) {
    db::Tx tx = TestDb().begin();
    made(tx, "remote.test", Severity::Silence);

    const auto refusal = [&](const std::string& domain, Severity severity) {
        const auto block = block_domain(tx, {.domain = domain, .severity = severity});
        return block ? base::Refusal::TooMany : block.error().refusal;
    };
    EXPECT_EQ(refusal("remote.test", Severity::Suspend), base::Refusal::Conflict);
    EXPECT_EQ(refusal("a.remote.test", Severity::Noop), base::Refusal::Conflict);
    EXPECT_EQ(refusal("no domain", Severity::Suspend), base::Refusal::Invalid);
    EXPECT_EQ(refusal("akebono.test", Severity::Suspend), base::Refusal::Invalid);
    EXPECT_TRUE(block_domain(tx, {.domain = "a.remote.test", .severity = Severity::Suspend}));
}

TEST(DomainBlocks, RejectPicturesAndEmojis) {
    db::Tx tx = TestDb().begin();
    const auto bob = make_remote(tx);
    const auto before = make_remote_status(tx, bob), after = make_remote_status(tx, bob);
    statuses::RemoteAttachment picture;
    picture.type = "image";
    picture.url = "https://remote.test/1.png";
    picture.preview_url = "https://remote.test/2.png";
    statuses::keep_attachments(tx, bob.id, before, {picture});
    tx.exec("update accounts set avatar = 'https://remote.test/a.png' where id = $1", {bob.id});
    tx.exec(
        "insert into custom_emojis (id, shortcode, domain, url, static_url) values (1, 'a', 'remote.test', 'x', 'x')");

    ASSERT_TRUE(block_domain(tx, {.domain = "remote.test", .severity = Severity::Noop, .rejects_media = true}));
    run_jobs(tx);

    EXPECT_FALSE(tx.query_integer("select 1 from accounts where avatar <> ''"));
    EXPECT_FALSE(tx.query_integer("select 1 from custom_emojis"));
    statuses::keep_attachments(tx, bob.id, after, {picture});
    EXPECT_EQ(tx.query_integer("select count(*) from media_attachments where type = 'unknown'"), 2);
    EXPECT_EQ(tx.query_integer("select count(*) from media_attachments where remote_preview_url <> ''"), 0);
    EXPECT_FALSE(found(tx, bob).is_limited);
    ASSERT_TRUE(newcomer(tx, "remote.test", "https://remote.test/b.png"));
    EXPECT_FALSE(tx.query_integer("select 1 from accounts where avatar <> ''"));
}

TEST(DomainBlocks, NothingIsSentToWhoIsKeptAway) {
    db::Tx tx = TestDb().begin();
    made(tx, "remote.test", Severity::Suspend);
    const std::vector<std::string> inboxes = {"https://remote.test/inbox", "https://a.remote.test:8443/inbox",
                                              "https://else.test/inbox"};

    federation::deliver(tx, federation::kInstanceActor, R"({"type":"Create"})", inboxes);
    federation::deliver(tx, federation::kInstanceActor, R"({"type":"Follow"})", inboxes, federation::Reach::Everyone);

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Create https://else.test/inbox", "Follow https://else.test/inbox"));
}

TEST(DomainBlocks, ShowHalfOfAName) {
    const DomainBlock block{.domain = "spam.example.com", .is_obfuscated = true};
    EXPECT_EQ(block.public_domain(), "spam.*******.com");
    EXPECT_EQ((DomainBlock{.domain = "spam.example.com"}.public_domain()), "spam.example.com");
}

TEST(DomainBlocks, AreFoundByIndex) {
    db::Tx tx = TestDb().begin();
    made(tx, "remote.test", Severity::Suspend);

    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        domain_blocks(tx, {});
        (void)domain_block_over(tx, "a.remote.test");
        (void)federation::is_kept_away(tx, "a.remote.test");
        (void)federation::silenced_since(tx, "a.remote.test");
        domain_allows(tx, {});
    });
}

// One statement finds a key and says what is_kept_away() says of its host.
TEST(DomainBlocks, KeepKeysAwayLikeTheirHosts) {
    TestDb database;
    db::Tx tx = database.begin();
    made(tx, "remote.test", Severity::Suspend);
    made(tx, "silent.test", Severity::Silence);
    tx.exec("insert into domain_allows (id, domain, created_at) values (1, 'good.test', 0), (2, 'remote.test', 0), "
            "(3, 'owner.test', 0)");
    const auto owner = make_remote(tx, {.domain = "owner.test"});
    for (const bool has_list : {false, true}) {
        database.world().config.federation_allow_list = has_list;
        int kept_away = 0;
        for (const std::string host : {"remote.test", "a.remote.test", "a.remote.test:8443", "notremote.test",
                                       "silent.test", "good.test", "good.test:8443", "a.good.test"}) {
            const std::string key = "https://" + host + "/key";
            tx.exec(R"(
                insert into remote_keys (id, account_id, public_key, fetched_at) values ($1, $2, '', 0)
                on conflict (id) do nothing)", {key, owner.id});
            const bool is_kept_away = federation::is_kept_away(tx, host);
            EXPECT_EQ(federation::find_remote_key(tx, key)->is_kept_away, is_kept_away) << host << " " << has_list;
            kept_away += is_kept_away ? 1 : 0;
        }
        EXPECT_EQ(kept_away, has_list ? 6 : 3);
    }
}

TEST(DomainBlocks, ReachEverybodyOfALargeServer) {
    db::Tx tx = TestDb().begin();
    for (int i = 0; i < 450; ++i) make_account(tx, {.domain = "remote.test"});
    made(tx, "remote.test", Severity::Suspend);
    run_jobs(tx);

    EXPECT_EQ(tx.query_integer("select count(*) from accounts where suspended_at is not null"), 450);
}

TEST(Purge, DeletesAllOfAServerAndLetsItComeBack) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_remote(tx);
    make_remote_status(tx, bob);
    make_follow(tx, alice.id, bob.id);
    const auto below = make_remote(tx, {.domain = "a.remote.test"});

    const auto planned = plan_purge(tx, "remote.test", Below::Left);
    ASSERT_TRUE(planned);
    EXPECT_EQ(planned->accounts, 1);
    EXPECT_EQ(plan_purge(tx, "remote.test", Below::Included)->accounts, 2);
    purge(tx, *planned);
    run_jobs(tx);

    EXPECT_FALSE(accounts::find(tx, bob.id));
    EXPECT_TRUE(accounts::find(tx, below.id));
    EXPECT_FALSE(tx.query_integer("select 1 from statuses"));
    EXPECT_FALSE(federation::is_kept_away(tx, "remote.test"));
    EXPECT_EQ(plan_purge(tx, "akebono.test", Below::Left).error().refusal, base::Refusal::Invalid);
}

} // namespace
} // namespace moderation

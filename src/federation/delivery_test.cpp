#include "federation/delivery.h"

#include "base/wakeup.h"
#include "federation/delivery_queue.h"
#include "federation/hosts.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace federation {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> inboxes(db::Tx& tx) {
    std::vector<std::string> found;
    auto rows = tx.query("select host, inbox_url from deliveries order by id");
    while (rows.next()) found.push_back(rows.string(0) + " " + rows.string(1));
    return found;
}

std::vector<std::int64_t> due_ids(db::Tx& tx, std::string_view host = "") {
    std::vector<std::int64_t> ids;
    for (const auto& delivery : find_due(tx, Priority::Normal, 100)) {
        if (host.empty() || delivery.host == host) ids.push_back(delivery.id);
    }
    return ids;
}

std::int64_t documents(db::Tx& tx) { return *tx.query_integer("select count(*) from delivery_documents"); }

void deliver_to(db::Tx& tx, const std::vector<std::string>& urls, Reach reach = Reach::Available,
                Priority priority = Priority::Normal) {
    deliver(tx, kInstanceActor, R"({"type":"Create"})", urls, reach, {}, Signed::OnTheWay, priority);
}

TEST(Deliver, WritesARowForEachInboxOnce) {
    db::Tx tx = TestDb().begin();

    deliver_to(tx, {"https://remote.test/inbox", "https://Remote.test:443/inbox",
                    "https://other.test:444/users/a/inbox", "https://remote.test/inbox"});

    EXPECT_THAT(inboxes(tx), ElementsAre("other.test:444 https://other.test:444/users/a/inbox",
                                         "remote.test https://remote.test/inbox"));
    EXPECT_EQ(documents(tx), 1);
    EXPECT_EQ(*tx.query_integer("select account_id from delivery_documents"), -99);
}

TEST(Deliver, LeavesOutWhatIsNoInboxOfAnother) {
    db::Tx tx = TestDb().begin();

    deliver_to(tx, {});
    deliver_to(tx, {"", "inbox", "ftp://remote.test/", "https://a:b@remote.test/", "https://akebono.test/inbox"});

    EXPECT_THAT(inboxes(tx), IsEmpty());
    EXPECT_EQ(documents(tx), 0);
}

TEST(Deliver, ThousandsAreAFewStatements) {
    db::Tx tx = TestDb().begin();
    std::vector<std::string> urls;
    for (int i = 0; i < 2000; ++i)
        urls.push_back("https://host" + std::to_string(i % 500) + ".test/" + std::to_string(i));

    EXPECT_EQ(statements_of(tx, [&] { deliver_to(tx, urls); }), 4);

    EXPECT_EQ(*tx.query_integer("select count(*) from deliveries"), 2000);
    EXPECT_EQ(*tx.query_integer(
                  "select count(distinct inbox_url) from deliveries where inbox_url like 'https://' || host || '/%'"),
              2000);
    // The servers take turns.
    std::set<std::string> first;
    for (const auto& due : find_due(tx, Priority::Normal, 500)) first.insert(due.host);
    EXPECT_EQ(first.size(), 500u);
}

TEST(Deliver, RingsTheBellWhenItIsCommitted) {
    TestDatabase database;
    base::Wakeup bell;
    database.world().context.deliveries_waiting = &bell;

    database->write([](db::Tx& tx) { deliver_to(tx, {"https://remote.test/inbox"}); });

    const auto begun = std::chrono::steady_clock::now();
    bell.sleep(seconds(10));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(5));
}

TEST(Deliver, SilentServersAreLeftAloneUnlessSomebodyAsksForThem) {
    db::Tx tx = TestDb().begin();
    for (int day = 0; day < 7; ++day) {
        tx.exec("update federation_hosts set last_failure_at = $1", {tx.now() - days(1)});
        EXPECT_EQ(note_failure(tx, "silent.test", "nobody answers"), day == 6);
        EXPECT_EQ(host_is_unavailable(tx, "silent.test"), day == 6);
    }

    deliver_to(tx, {"https://silent.test/inbox", "https://remote.test/inbox"});
    EXPECT_THAT(inboxes(tx), ElementsAre("remote.test https://remote.test/inbox"));
    deliver_to(tx, {"https://silent.test/inbox"}, Reach::Everyone);
    EXPECT_EQ(inboxes(tx).size(), 2u);

    note_alive(tx, "silent.test");
    deliver_to(tx, {"https://silent.test/inbox"});
    EXPECT_EQ(inboxes(tx).size(), 3u);
}

TEST(Hosts, FailuresOfOneDayCountOnce) {
    db::Tx tx = TestDb().begin();

    for (int i = 0; i < 20; ++i) EXPECT_FALSE(note_failure(tx, "a.test", "HTTP 500"));

    const auto hosts = list_hosts(tx, 10);
    ASSERT_EQ(hosts.size(), 1u);
    EXPECT_EQ(hosts[0].failing_days, 1);
    EXPECT_EQ(hosts[0].last_error, "HTTP 500");
    EXPECT_EQ(hosts[0].last_failure_at, tx.now());
    note_success(tx, "a.test");
    EXPECT_THAT(list_hosts(tx, 10), IsEmpty());
}

TEST(Hosts, KeepTheSignaturesTheyTake) {
    db::Tx tx = TestDb().begin();
    keep_scheme(tx, "a.test", Scheme::Rfc9421);
    note_success(tx, "a.test");
    note_failure(tx, "b.test", "HTTP 500");

    const auto known = find_hosts(tx, {"a.test", "b.test", "c.test"});

    ASSERT_EQ(known.size(), 2u);
    for (const auto& host : known) {
        EXPECT_EQ(host.scheme, host.host == "a.test" ? Scheme::Rfc9421 : Scheme::Draft);
        EXPECT_EQ(host.is_well, host.host == "a.test");
    }
}

TEST(DeliveryQueue, ALeaseIsNobodyElsesUntilItEnds) {
    TestDatabase database;
    auto& clock = database.world().clock;
    std::vector<std::int64_t> ids;
    database->write([&](db::Tx& tx) {
        deliver_to(tx, {"https://a.test/inbox", "https://b.test/inbox"});
        ids = due_ids(tx);
        const auto leased = lease(tx, {ids[0]});
        ASSERT_EQ(leased.size(), 1u);
        EXPECT_EQ(leased[0].inbox_url, "https://a.test/inbox");
        EXPECT_THAT(lease(tx, {ids[0]}), IsEmpty());
        EXPECT_THAT(due_ids(tx), ElementsAre(ids[1]));
    });

    clock.advance(minutes(3));
    database->write([&](db::Tx& tx) {
        EXPECT_THAT(due_ids(tx), UnorderedElementsAre(ids[0], ids[1]));
        EXPECT_EQ(lease(tx, ids).size(), 2u);
        release(tx, {ids[1]}, tx.now());
        EXPECT_THAT(due_ids(tx), ElementsAre(ids[1]));
        put_off(tx, ids, tx.now() + minutes(1));
        EXPECT_THAT(due_ids(tx), IsEmpty());
        EXPECT_EQ(next_due(tx).normal, tx.now() + minutes(1));
        fail(tx, ids[1], tx.now() + minutes(5), std::string(1000, 'a'));
        EXPECT_EQ(release_all(tx), 1);
    });
}

TEST(DeliveryQueue, LooksBehindBusyServers) {
    db::Tx tx = TestDb().begin();
    std::vector<std::string> urls = {"https://b.test/inbox", "https://c.test/inbox"};
    for (int i = 0; i < 50; ++i) urls.push_back("https://a.test/" + std::to_string(i));
    deliver_to(tx, urls);
    const auto hosts = [&](std::string_view after, int limit) {
        std::vector<std::string> names;
        for (const auto& due : find_due_of_hosts(tx, Priority::Normal, after, limit)) names.push_back(due.host);
        return names;
    };

    EXPECT_THAT(hosts("", 10), ElementsAre("a.test", "b.test", "c.test"));
    EXPECT_THAT(hosts("", 2), ElementsAre("a.test", "b.test"));
    EXPECT_THAT(hosts("b.test", 10), ElementsAre("c.test"));
    EXPECT_THAT(hosts("c.test", 10), IsEmpty());
    put_off(tx, due_ids(tx, "a.test"), tx.now() + minutes(1)); // Nothing is due there: it hides nobody.
    EXPECT_THAT(hosts("", 1), ElementsAre("b.test"));
}

TEST(DeliveryQueue, WhatIsOfLowPriorityComesLast) {
    db::Tx tx = TestDb().begin();
    deliver_to(tx, {"https://a.test/low", "https://b.test/low"}, Reach::Available, Priority::Low);
    EXPECT_EQ(next_due(tx).normal, std::nullopt);
    EXPECT_EQ(next_due(tx).low, tx.now());
    deliver_to(tx, {"https://a.test/1", "https://b.test/1"});

    auto ids = due_ids(tx);
    EXPECT_EQ(ids.size(), 2u);
    for (const auto& due : find_due(tx, Priority::Low, 10)) ids.push_back(due.id);
    std::vector<std::string> leased;
    for (const auto& delivery : lease(tx, ids)) leased.push_back(delivery.inbox_url);

    EXPECT_THAT(leased,
                ElementsAre("https://a.test/1", "https://b.test/1", "https://a.test/low", "https://b.test/low"));
}

TEST(DeliveryQueue, DocumentsGoWithTheirLastDelivery) {
    db::Tx tx = TestDb().begin();
    deliver_to(tx, {"https://a.test/inbox", "https://b.test/inbox"});
    const auto ids = due_ids(tx);
    const auto document = *tx.query_integer("select id from delivery_documents");

    remove(tx, {ids[0]});
    remove_done_documents(tx, {document});
    remove_lost_documents(tx, tx.now() + days(1), 10);
    EXPECT_EQ(documents(tx), 1);
    remove(tx, {ids[1]});
    remove_lost_documents(tx, tx.now() - days(1), 10);
    EXPECT_EQ(documents(tx), 1);
    remove_done_documents(tx, {document});
    EXPECT_EQ(documents(tx), 0);
}

TEST(DeliveryQueue, AGoneInboxIsForgotten) {
    db::Tx tx = TestDb().begin();
    const auto bob = make_account(tx, {.username = "bob", .domain = "a.test"}).id;
    tx.exec(R"(
        insert into remote_actors (account_id, inbox_url, delivery_inbox_url, fetched_at)
        values ($1, 'https://a.test/bob', 'https://a.test/bob', $2))", {bob, tx.now()});
    deliver_to(tx, {"https://a.test/bob", "https://a.test/carol"});

    forget_inbox(tx, "a.test", "https://a.test/bob");

    EXPECT_THAT(inboxes(tx), ElementsAre("a.test https://a.test/carol"));
    EXPECT_FALSE(tx.query_integer("select 1 from remote_actors where delivery_inbox_url <> ''"));
}

TEST(DeliveryQueue, WalksIndexes) {
    db::Tx tx = TestDb().begin();
    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        find_due(tx, Priority::Low, 10);
        find_due_of_hosts(tx, Priority::Low, "a", 10);
        next_due(tx);
        lease(tx, {1, 2});
        remove(tx, {1, 2});
        forget_inbox(tx, "a.test", "https://a.test/inbox");
        remove_done_documents(tx, {1, 2});
        find_hosts(tx, {"a.test"});
        unavailable_among(tx, {"a.test"});
    });
}

} // namespace
} // namespace federation

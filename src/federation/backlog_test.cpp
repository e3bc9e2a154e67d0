#include "federation/backlog.h"

#include "accounts/remote_accounts.h"
#include "federation/received.h"
#include "support/federation_builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gtest/gtest.h>

namespace federation {
namespace {

using base::Refusal;

class InboxBacklog : public testing::Test {
protected:
    AccountId actor_on(const std::string& host) {
        AccountId id;
        database->write([&](db::Tx& tx) { id = make_remote(tx, {.domain = host}).id; });
        return id;
    }
    void keep(AccountId actor, int how_many, const std::string& activity = "{}") {
        database->write([&](db::Tx& tx) {
            for (int i = 0; i < how_many; ++i) keep_received(tx, actor, std::nullopt, activity, std::to_string(++kept));
        });
    }
    std::optional<Refusal> refusal(const std::string& host) {
        const auto checked = backlog.check(*database, database.world().clock.now(), host);
        return checked ? std::nullopt : std::optional(checked.error().refusal);
    }
    void a_second_later() { database.world().clock.advance(std::chrono::seconds(1)); }

    TestDatabase database;
    Backlog backlog{90};
    int kept = 0;
};

TEST_F(InboxBacklog, OneServerHasAThirdOfTheRoomAndOthersHaveTheirs) {
    const auto flooder = actor_on("flood.test");
    keep(flooder, 30);
    EXPECT_EQ(refusal("flood.test"), std::nullopt);
    keep(flooder, 1);
    a_second_later();

    EXPECT_EQ(refusal("flood.test"), Refusal::TooMany);
    EXPECT_EQ(refusal("other.test"), std::nullopt);
}

TEST_F(InboxBacklog, ManyFloodersLeaveRoomForWhoIsNew) {
    for (int i = 0; i < 8; ++i) keep(actor_on("flood" + std::to_string(i) + ".test"), 10);

    for (int i = 0; i < 8; ++i) EXPECT_EQ(refusal("flood" + std::to_string(i) + ".test"), Refusal::TooMany);
    EXPECT_EQ(refusal("other.test"), std::nullopt);
}

TEST_F(InboxBacklog, WhenItIsFullNobodyIsTaken) {
    keep(actor_on("remote.test"), 90);

    EXPECT_EQ(refusal("other.test"), Refusal::Unavailable);
}

TEST_F(InboxBacklog, HasRoomAgainWhenSomethingWasApplied) {
    keep(actor_on("remote.test"), 31);
    ASSERT_EQ(refusal("remote.test"), Refusal::TooMany);
    database->write([](db::Tx& tx) { tx.exec("delete from received_activities"); });

    EXPECT_EQ(refusal("remote.test"), Refusal::TooMany); // Counted once a second.
    a_second_later();
    EXPECT_EQ(refusal("remote.test"), std::nullopt);
}

TEST_F(InboxBacklog, CountsWhatThisProcessTakesAtOnce) {
    ASSERT_EQ(refusal("remote.test"), std::nullopt);
    for (int i = 0; i < 31; ++i) backlog.add("remote.test", "{}");

    EXPECT_EQ(refusal("remote.test"), Refusal::TooMany);
}

TEST_F(InboxBacklog, WhatIsLongCountsForMore) {
    keep(actor_on("remote.test"), 4, std::string(8 * kPortionBytes, ' '));

    EXPECT_EQ(refusal("remote.test"), Refusal::TooMany);
}

TEST_F(InboxBacklog, AsksTheDatabaseOnceASecond) {
    ASSERT_EQ(refusal("remote.test"), std::nullopt);
    const auto before = database->statement_count();

    for (int i = 0; i < 100; ++i) EXPECT_EQ(refusal("remote.test"), std::nullopt);

    EXPECT_EQ(database->statement_count(), before);
    a_second_later();
    EXPECT_EQ(refusal("remote.test"), std::nullopt);
    EXPECT_EQ(database->statement_count(), before + 1);
}

} // namespace
} // namespace federation

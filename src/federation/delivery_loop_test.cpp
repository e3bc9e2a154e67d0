#include "federation/delivery_loop.h"

#include "support/delivery_loop_fixture.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace federation {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::AllOf;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

TEST_F(DeliveryLoopTest, SendsTheDocumentSignedToEachInbox) {
    const std::string document = R"({"type":"Create","id":"https://akebono.test/1"})";
    deliver_to({"http://a.test/inbox", "http://b.test/users/bob/inbox"}, document);

    EXPECT_EQ(run_due(), 2u);

    EXPECT_THAT(inboxes_.visits(), testing::UnorderedElementsAre("a.test/inbox", "b.test/users/bob/inbox"));
    for (const auto& request : inboxes_.requests()) {
        EXPECT_THAT(request, HasSubstr("\r\n\r\n" + document));
        EXPECT_EQ(raw_header(request, "Content-Type"), "application/activity+json");
        EXPECT_THAT(raw_header(request, "Signature"),
                    StartsWith(R"(keyId="https://akebono.test/users/alice#main-key")"));
        EXPECT_THAT(raw_header(request, "Digest"), StartsWith("SHA-256="));
    }
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
    EXPECT_EQ(run_due(), 0u);
}

TEST_F(DeliveryLoopTest, WhatFailsIsTriedAgainLater) {
    inboxes_.say("a.test", "503 Service Unavailable");
    deliver_to({"http://a.test/inbox", "http://b.test/inbox"});

    EXPECT_EQ(run_due(), 2u);

    ASSERT_THAT(rows(), SizeIs(1));
    EXPECT_EQ(rows()[0].attempts, 1);
    EXPECT_EQ(rows()[0].error, "HTTP 503");
    EXPECT_THAT(rows()[0].due_in, AllOf(Ge(seconds(16)), Le(seconds(24))));
    EXPECT_EQ(run_due(), 0u);
    inboxes_.say("a.test", "202 Accepted");
    clock().advance(minutes(1));
    EXPECT_EQ(run_due(), 1u);
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
}

TEST_F(DeliveryLoopTest, ASignatureWithinIsMadeOnceForAllWhoGetIt) {
    inboxes_.say("a.test", "503 Service Unavailable");
    database_->write([&](db::Tx& tx) {
        deliver(tx, alice_, R"({"@context":"https://www.w3.org/ns/activitystreams","id":"https://akebono.test/1"})",
                std::vector<std::string>{"http://a.test/inbox", "http://b.test/inbox", "http://c.test/inbox"},
                Reach::Available, {}, Signed::Within);
    });
    make_loop({.held = 1})->run_due(); // One after the other.
    clock().advance(minutes(1));
    inboxes_.say("a.test", "202 Accepted");

    EXPECT_EQ(run_due(), 1u);

    std::set<std::string> bodies;
    for (const auto& request : inboxes_.requests()) bodies.insert(request.substr(request.find("\r\n\r\n") + 4));
    ASSERT_THAT(inboxes_.requests(), SizeIs(4));
    ASSERT_THAT(bodies, SizeIs(1));
    const auto document = json::parse(*bodies.begin())->get_object();
    const auto& signature = document.at("signature").get_object();
    EXPECT_EQ(signature.at("type").as_string(), "RsaSignature2017");
    EXPECT_EQ(signature.at("creator").as_string(), "https://akebono.test/users/alice#main-key");
}

TEST_F(DeliveryLoopTest, WhatCannotBeSignedWithinIsSentWithout) {
    const std::string document = R"({"@context":"https://elsewhere.test/","id":"https://akebono.test/1"})";
    database_->write([&](db::Tx& tx) {
        deliver(tx, alice_, document, std::vector<std::string>{"http://a.test/inbox"}, Reach::Available, {},
                Signed::Within);
    });

    EXPECT_EQ(run_due(), 1u);

    EXPECT_THAT(inboxes_.requests(), testing::Each(HasSubstr("\r\n\r\n" + document)));
}

TEST_F(DeliveryLoopTest, FailuresWaitLongerEachTimeAndEndAfterSixteen) {
    inboxes_.say("a.test", "500 Internal Server Error");
    deliver_to({"http://a.test/inbox"});

    for (int failures = 1; failures < 16; ++failures) {
        ASSERT_EQ(run_due(), 1u) << failures;
        ASSERT_THAT(rows(), SizeIs(1)) << failures;
        const seconds least(failures * failures * failures * failures + 15);
        EXPECT_THAT(rows()[0].due_in, AllOf(Ge(least), Le(least * 3 / 2))) << failures;
        EXPECT_EQ(rows()[0].attempts, failures);
        clock().advance(std::max<seconds>(rows()[0].due_in, Lanes::kLongestPause) + seconds(1));
    }
    EXPECT_EQ(run_due(), 1u);
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
}

TEST_F(DeliveryLoopTest, WhatIsOfLowPriorityIsGivenUpAfterEight) {
    inboxes_.say("a.test", "500 Internal Server Error");
    deliver_low({"http://a.test/inbox"});

    for (int failures = 1; failures < 8; ++failures) {
        ASSERT_EQ(run_due(), 1u) << failures;
        ASSERT_THAT(rows(), SizeIs(1)) << failures;
        clock().advance(std::max<seconds>(rows()[0].due_in, Lanes::kLongestPause) + seconds(1));
    }
    EXPECT_EQ(run_due(), 1u);
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, WhatIsOfLowPriorityLetsTheRestGoFirstAndHasItsShare) {
    std::vector<std::string> low, normal;
    for (int i = 0; i < 40; ++i) {
        const auto host = "host" + std::to_string(i) + ".test";
        connect(host);
        low.push_back("http://" + host + "/low");
        normal.push_back("http://" + host + "/normal");
    }
    deliver_low(low);
    clock().advance(minutes(1));
    deliver_to(normal);

    make_loop({.under_way = 1, .held = 10, .held_low = 2})->run_due();

    const auto visits = inboxes_.visits();
    const auto is_low = [](const std::string& visit) { return visit.ends_with("/low"); };
    const std::span first_half(visits.begin(), 40);
    ASSERT_THAT(visits, SizeIs(80));
    EXPECT_FALSE(is_low(visits[0]));
    EXPECT_THAT(std::ranges::count_if(first_half, is_low), AllOf(Ge(1), Le(16)));
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, WhatIsRefusedIsNotTriedAgain) {
    for (const auto* status :
         {"400 Bad Request", "403 Forbidden", "404 Not Found", "422 Unprocessable", "501 Not Implemented"}) {
        inboxes_.say("a.test", status);
        deliver_to({"http://a.test/inbox"});
        EXPECT_EQ(run_due(), 1u) << status;
        EXPECT_THAT(rows(), IsEmpty()) << status;
    }
    for (const auto* status :
         {"401 Unauthorized", "408 Timeout", "429 Too Many", "500 Error", "502 Bad Gateway", "302 Found"}) {
        inboxes_.say("b.test", status);
        clock().advance(hours(1));
        deliver_to({"http://b.test/inbox"});
        run_due();
        EXPECT_THAT(rows(), Not(IsEmpty())) << status;
        database_->write([](db::Tx& tx) { tx.exec("delete from deliveries"); });
    }
}

TEST_F(DeliveryLoopTest, AGoneInboxIsNotUsedAgain) {
    database_->write([&](db::Tx& tx) {
        const auto bob = make_account(tx, {.username = "bob", .domain = "a.test"}).id;
        tx.exec(R"(
            insert into remote_actors (account_id, inbox_url, delivery_inbox_url, fetched_at)
            values ($1, 'http://a.test/bob', 'http://a.test/bob', $2))", {bob, tx.now()});
    });
    inboxes_.say("a.test", "410 Gone");
    deliver_to({"http://a.test/bob"});

    run_due();

    EXPECT_THAT(rows(), IsEmpty());
    database_->read([](db::Tx& tx) {
        EXPECT_EQ(*tx.query_integer("select count(*) from remote_actors where delivery_inbox_url = ''"), 1);
    });
}

TEST_F(DeliveryLoopTest, TheOtherSignaturesAreTriedAtOnceAndRemembered) {
    inboxes_.say("a.test", "not the draft");
    deliver_to({"http://a.test/inbox"});

    EXPECT_EQ(run_due(), 1u);
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_THAT(inboxes_.requests(), SizeIs(2));
    EXPECT_THAT(raw_header(inboxes_.requests()[1], "Signature-Input"), StartsWith("sig1=("));

    deliver_to({"http://a.test/inbox"});
    run_due(); // Another loop: it knows from the database.
    EXPECT_THAT(inboxes_.requests(), SizeIs(3));
    inboxes_.say("a.test", "202 Accepted");
}

TEST_F(DeliveryLoopTest, WhoHasLeftCannotProveItAndNobodyWaitsForThat) {
    AccountId carol;
    database_->write([&](db::Tx& tx) {
        carol = make_account(tx, {.username = "carol"}).id;
        tx.exec("insert into own_keys (account_id, private_key, public_key, created_at) values ($1, $2, $3, $4)",
                {carol, alices_key().pem(), alices_key().public_pem(), tx.now()});
        tx.exec("update accounts set left_at = $2, suspended_at = $2 where id = $1", {alice_, tx.now()});
    });
    auto loop = make_loop();
    inboxes_.say("a.test", "401 Unauthorized");
    for (int i = 0; i < 3; ++i) deliver_to({"http://a.test/inbox"});

    EXPECT_EQ(loop->run_due(), 3u);

    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_THAT(inboxes_.requests(), SizeIs(6)); // With both kinds of signatures.
    inboxes_.say("a.test", "202 Accepted");
    database_->write([&](db::Tx& tx) { deliver(tx, carol, "{}", std::vector<std::string>{"http://a.test/inbox"}); });
    EXPECT_EQ(loop->run_due(), 1u);
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, ADeadServerIsLeftAloneUntilItAnswers) {
    auto loop = make_loop();
    inboxes_.say("a.test", "drop");
    for (int i = 0; i < 20; ++i) deliver_to({"http://a.test/inbox"}, "{}");

    EXPECT_EQ(loop->run_due(), 1u); // One finds out for all.
    EXPECT_THAT(rows(), SizeIs(20));
    EXPECT_EQ(loop->run_due(), 0u);
    clock().advance(seconds(30));
    EXPECT_EQ(loop->run_due(), 1u);
    clock().advance(seconds(20));
    EXPECT_EQ(loop->run_due(), 0u); // Twice as long.

    inboxes_.say("a.test", "202 Accepted");
    clock().advance(minutes(2));
    EXPECT_EQ(loop->run_due(), 20u);
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, AServerMayAskForAPause) {
    auto loop = make_loop();
    inboxes_.say("a.test", "429 Too Many Requests");
    inboxes_.add_header("Retry-After: 600\r\n");
    deliver_to({"http://a.test/1", "http://a.test/2", "http://a.test/3"});

    loop->run_due();

    EXPECT_THAT(inboxes_.requests(), SizeIs(1));
    for (const auto& row : rows()) EXPECT_GE(row.due_in, seconds(600)) << row.inbox;
}

TEST_F(DeliveryLoopTest, AServerThatFailsForAWeekFallsSilent) {
    auto loop = make_loop();
    inboxes_.say("a.test", "drop");
    for (int day = 0; day < 7; ++day) {
        deliver_to({"http://a.test/inbox"});
        EXPECT_GE(loop->run_due(), 1u);
        clock().advance(days(1));
    }

    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
    ASSERT_THAT(hosts(), SizeIs(1));
    EXPECT_TRUE(hosts()[0].unavailable_since);
    deliver_to({"http://a.test/inbox"});
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, WhatNobodyCanSignIsForgotten) {
    database_->write(
        [](db::Tx& tx) { deliver(tx, AccountId{4711}, "{}", std::vector<std::string>{"http://a.test/inbox"}); });

    run_due();

    EXPECT_THAT(inboxes_.requests(), IsEmpty());
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
}

} // namespace
} // namespace federation

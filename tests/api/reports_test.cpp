#include "support/api_server.h"
#include "support/federation_builders.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

TEST(ReportsApi, KeepAndAnswerAReport) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in(), staff = server.sign_in({.role = accounts::Role::Moderator});
    StatusId status;
    server.write([&](db::Tx& tx) { status = make_status(tx, bob.account, "buy this"); });

    const auto answer =
        alice.client.post("/api/v1/reports", "account_id=" + to_string(bob.account.id)
                                                 + "&status_ids[]=" + to_string(status) + "&comment=ads&category=spam");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto report = answer.json();
    EXPECT_EQ(report.at("category"), "spam");
    EXPECT_EQ(report.at("comment"), "ads");
    EXPECT_FALSE(report.at("action_taken").as_bool());
    EXPECT_EQ(report.at("status_ids").as_array().at(0).as_string(), to_string(status));
    EXPECT_EQ(report.at("target_account").at("id").as_string(), to_string(bob.account.id));

    const auto told = staff.client.get("/api/v1/notifications").json().as_array();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told.at(0).at("type"), "admin.report");
    EXPECT_EQ(told.at(0).at("report"), report);
}

TEST(ReportsApi, GoOnToTheServersThatAreNamed) {
    ApiServer server;
    auto alice = server.sign_in();
    std::string form = "&forward=true&account_id=";
    server.write([&](db::Tx& tx) {
        const auto bob = make_remote(tx, {.username = "bob"}), erin = make_remote(tx, {.domain = "answered.test"});
        const auto rude = make_remote_status(tx, bob, "rude");
        tx.exec("update statuses set in_reply_to_account_id = $2 where id = $1", {rude, erin.id});
        form += to_string(bob.id) + "&status_ids[]=" + to_string(rude);
    });
    const auto sent_after = [&](const std::string& more) {
        const auto answer = alice.client.post("/api/v1/reports", more + form);
        EXPECT_TRUE(answer.json().at("forwarded").as_bool()) << answer.body;
        std::vector<std::string> sent;
        server.write([&](db::Tx& tx) {
            sent = queued_deliveries(tx);
            forget_deliveries(tx);
        });
        return sent;
    };

    EXPECT_THAT(sent_after("comment=rude"), testing::ElementsAre("Flag https://remote.test/users/bob/inbox"));
    EXPECT_THAT(sent_after("forward_to_domains[]=answered.test"),
                testing::ElementsAre("Flag https://answered.test/inbox"));
}

TEST(ReportsApi, RefuseAsMastodonDoes) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    auto reader = server.sign_in_again(alice.account.id, "read");
    const std::string form = "account_id=" + to_string(bob.account.id);

    EXPECT_EQ(server.client().post("/api/v1/reports", form).status, 401);
    EXPECT_EQ(reader.post("/api/v1/reports", form).status, 403);
    EXPECT_EQ(alice.client.post("/api/v1/reports").status, 404);
    EXPECT_EQ(alice.client.post("/api/v1/reports", "account_id=1").status, 404);
    EXPECT_EQ(alice.client.post("/api/v1/reports", form + "&category=boring").status, 422);
    EXPECT_EQ(alice.client.post("/api/v1/reports", form + "&rule_ids[]=1").status, 422);
    EXPECT_EQ(alice.client.post("/api/v1/reports", form + "&comment=" + std::string(1001, 'a')).status, 422);
}

} // namespace

#include "federation/federation_cli.h"

#include "base/json.h"
#include "federation/delivery.h"
#include "federation/hosts.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace federation {
namespace {

using testing::HasSubstr;

void make_trouble(db::Tx& tx) {
    note_success(tx, "well.test");
    note_failure(tx, "failing.test", "HTTP 503");
    deliver(tx, kInstanceActor, "{}",
            std::vector<std::string>{"https://failing.test/1", "https://failing.test/2", "https://well.test/inbox"});
    deliver(tx, kInstanceActor, "{}", std::vector<std::string>{"https://failing.test/1"}, Reach::Available, {},
            Signed::OnTheWay, Priority::Low);
}

TEST(FederationStatus, ListsServersWithTheLongestQueueFirst) {
    db::Tx tx = TestDb().begin();
    make_trouble(tx);
    cli::Invocation invocation;
    invocation.set("--json", "");

    ASSERT_TRUE(cli_status(invocation, tx));

    const auto hosts = json::parse(invocation.output())->as_array();
    ASSERT_EQ(hosts.size(), 2u);
    EXPECT_EQ(hosts[0].at("host"), "failing.test");
    EXPECT_EQ(hosts[0].at("state"), "failing");
    EXPECT_EQ(hosts[0].at("waiting"), 3);
    EXPECT_EQ(hosts[0].at("waiting_low_priority"), 1);
    EXPECT_EQ(hosts[0].at("failing_days"), 1);
    EXPECT_EQ(hosts[0].at("last_error"), "HTTP 503");
    EXPECT_TRUE(hosts[0].at("last_success_at").is_null());
    EXPECT_EQ(hosts[1].at("host"), "well.test");
    EXPECT_EQ(hosts[1].at("state"), "well");
    EXPECT_EQ(hosts[1].at("last_success_at"), base::iso8601(tx.now()).c_str());
    EXPECT_EQ(hosts[1].at("signatures"), "draft-cavage-12");
}

TEST(FederationStatus, IsATableForPeople) {
    db::Tx tx = TestDb().begin();
    const cli::Invocation before;
    ASSERT_TRUE(cli_status(before, tx));
    EXPECT_THAT(before.output(), HasSubstr("nothing is wrong"));

    make_trouble(tx);
    cli::Invocation invocation;
    invocation.set("--limit", "1");
    ASSERT_TRUE(cli_status(invocation, tx));
    EXPECT_THAT(invocation.output(), HasSubstr("failing.test"));
    EXPECT_THAT(invocation.output(), HasSubstr("HTTP 503"));
    EXPECT_THAT(invocation.output(), Not(HasSubstr("well.test")));
    invocation.set("--limit", "0");
    EXPECT_FALSE(cli_status(invocation, tx));
}

} // namespace
} // namespace federation

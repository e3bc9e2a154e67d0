#include "statuses/posting_jobs.h"

#include "support/builders.h"
#include "support/test_db.h"

#include <gtest/gtest.h>

namespace statuses {
namespace {

TEST(IdempotencyKeys, AreForgottenAfterADay) {
    db::Tx tx = TestDb().begin();
    const auto account = make_account(tx);
    const auto add = [&](std::string_view key, base::Time created_at) {
        tx.exec("insert into idempotency_keys (account_id, key, status_id, created_at) values ($1, $2, 1, $3)",
                {account.id, key, created_at});
    };
    add("old", tx.now() - std::chrono::hours(25));
    add("young", tx.now() - std::chrono::hours(2));

    delete_idempotency_keys(jobs::Arguments({}), tx);

    auto rows = tx.query("select key from idempotency_keys");
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.text(0), "young");
    EXPECT_FALSE(rows.next());
}

} // namespace
} // namespace statuses

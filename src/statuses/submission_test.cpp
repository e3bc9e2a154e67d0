#include "statuses/submission.h"

#include "statuses/deletion.h"
#include "statuses/scheduling.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gtest/gtest.h>

namespace statuses {
namespace {

Submission submission_with(std::string key) {
    Submission submission{.draft = {}, .scheduled_at = {}, .idempotency_key = std::move(key)};
    submission.draft.text = "once";
    return submission;
}

std::int64_t count(db::Tx& tx, std::string_view table) {
    return *tx.query_integer("select count(*) from " + std::string(table));
}

TEST(Submission, TheSameKeyPostsOnce) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto bob = make_person(tx, "bob");

    const auto first = submit(tx, alice, submission_with("k"))->status;
    const auto second = submit(tx, alice, submission_with("k"))->status;
    const auto of_bob = submit(tx, bob, submission_with("k"))->status;

    EXPECT_EQ(first, second);
    EXPECT_NE(first, of_bob);
    EXPECT_EQ(count(tx, "statuses"), 2);
}

TEST(Submission, AKeyIsForgottenAfterAnHour) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto first = submit(tx, alice, submission_with("k"))->status;

    tx.exec("update idempotency_keys set created_at = created_at - 3600001");
    const auto second = submit(tx, alice, submission_with("k"))->status;

    EXPECT_NE(first, second);
    EXPECT_EQ(submit(tx, alice, submission_with("k"))->status, second);
}

TEST(Submission, AKeyOfWhatWasDeletedPostsAgain) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto first = submit(tx, alice, submission_with("k"))->status;
    ASSERT_TRUE(delete_status(tx, alice, first));

    const auto second = submit(tx, alice, submission_with("k"))->status;

    EXPECT_TRUE(is_shown(tx, second, alice));
}

TEST(Submission, APastTimeIsNow) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    Submission submission = submission_with("");
    submission.scheduled_at = tx.now() - std::chrono::hours(1);

    const auto posted = submit(tx, alice, submission);

    EXPECT_TRUE(is_shown(tx, posted->status, alice));
    EXPECT_EQ(count(tx, "scheduled_statuses"), 0);
}

TEST(Submission, TheSameKeySchedulesOnceAndStandsForWhatIsPublished) {
    TestDb database;
    db::Tx tx = database.begin();
    const auto alice = make_person(tx);
    Submission submission = submission_with("k");
    submission.scheduled_at = tx.now() + std::chrono::minutes(10);
    const auto scheduled = submit(tx, alice, submission)->scheduled;

    EXPECT_EQ(submit(tx, alice, submission)->scheduled, scheduled);
    EXPECT_EQ(submit(tx, alice, submission_with("k"))->scheduled, scheduled);
    EXPECT_EQ(count(tx, "scheduled_statuses"), 1);

    tx.exec("update scheduled_statuses set scheduled_at = $1", {tx.now()});
    publish_scheduled(tx, scheduled);
    const auto published = submit(tx, alice, submission)->status;
    EXPECT_TRUE(is_shown(tx, published, alice));
    EXPECT_EQ(submit(tx, alice, submission_with("k"))->status, published);
    EXPECT_EQ(count(tx, "statuses"), 1);

    ASSERT_TRUE(delete_status(tx, alice, published));
    EXPECT_TRUE(submit(tx, alice, submission)->scheduled);
}

} // namespace
} // namespace statuses

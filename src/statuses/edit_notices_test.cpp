#include "statuses/edit_notices.h"

#include "app/jobs.h"
#include "jobs/runner.h"
#include "statuses/edits.h"
#include "statuses/lookup.h"
#include "statuses/reblogs.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace statuses {
namespace {

constexpr int kMany = 700; // More than two portions.

// A post that many of our people have boosted, and some quote.
class EditNotices : public testing::Test {
protected:
    void make(int boosters, int quoters) {
        db_->write([&](db::Tx& tx) {
            author_ = make_person(tx, "alice");
            post_ = make_status(tx, author_, "Original");
            for (int i = 0; i < boosters; ++i) {
                const auto reader = make_person(tx);
                ASSERT_TRUE(reblog(tx, reader, post_, Visibility::Public));
            }
            for (int i = 0; i < quoters; ++i) {
                Draft draft;
                draft.text = "Look";
                draft.quoted = post_;
                make_status(tx, make_person(tx), draft);
            }
        });
    }
    void change(const std::string& text) {
        db_->write([&](db::Tx& tx) {
            Edit change;
            change.text = text;
            ASSERT_TRUE(edit(tx, author_, post_, change));
        });
    }
    void run_jobs() {
        jobs::Runner runner({.context = db_.world().context,
                             .database = *db_,
                             .kinds = app::job_kinds(),
                             .schedule = {},
                             .threads = 1,
                             .queue = jobs::Queue::Working});
        while (runner.run_due() > 0) {
        }
    }
    std::int64_t count(std::string_view sql, db::Params params = {}) {
        std::int64_t found = 0;
        db_->read([&](db::Tx& tx) { found = tx.query_integer(sql, params).value_or(0); });
        return found;
    }
    std::int64_t told(std::string_view kind) {
        return count("select count(*) from notifications where type = $1", {kind});
    }
    std::int64_t told_people(std::string_view kind) {
        return count("select count(distinct account_id) from notifications where type = $1", {kind});
    }
    std::int64_t waiting() { return count("select count(*) from jobs where name = 'tell_of_edit'"); }

    TestDatabase db_;
    accounts::Account author_;
    StatusId post_;
};

TEST_F(EditNotices, ReachAFewAtOnce) {
    make(2, 2);
    change("Another");

    EXPECT_EQ(told("update"), 2);
    EXPECT_EQ(told("quoted_update"), 2);
    EXPECT_EQ(waiting(), 0);
}

TEST_F(EditNotices, ReachEverybodyOnceAPortionAtATime) {
    make(3, kMany);
    change("Another");

    EXPECT_LT(told("quoted_update"), kMany / 2) << "nobody else can write meanwhile";
    EXPECT_EQ(waiting(), 1);
    run_jobs();

    EXPECT_EQ(told("update"), 3);
    EXPECT_EQ(told("quoted_update"), kMany);
    EXPECT_EQ(told_people("quoted_update"), kMany);
    EXPECT_EQ(waiting(), 0);
}

TEST_F(EditNotices, AreNotDoubledWhenAPortionRunsTwice) {
    make(kMany, 0);
    change("Another");
    for (int i = 0; i < 2; ++i) {
        db_->write([&](db::Tx& tx) {
            tell_of_edit_job(jobs::Arguments({{"status_id", post_.value}, {"after_boost", 0}, {"after_quote", -1}}),
                             tx);
        });
    }
    EXPECT_EQ(waiting(), 1) << "one goes on for all";
    run_jobs();

    EXPECT_EQ(told("update"), kMany);
    EXPECT_EQ(told_people("update"), kMany);
}

TEST_F(EditNotices, EndWhenThePostIsGone) {
    make(0, 0);
    db_->write([&](db::Tx& tx) {
        tell_of_edit_job(jobs::Arguments({{"status_id", 1}, {"after_boost", 0}, {"after_quote", 0}}), tx);
    });

    EXPECT_EQ(waiting(), 0);
}

TEST_F(EditNotices, WalkIndexes) {
    make(1, 1);
    db_->write([&](db::Tx& tx) {
        const auto status = find_status(tx, post_);
        EXPECT_ALL_WALK_INDEXES(tx, [&] { tell_of_edit(tx, *status); });
    });
}

} // namespace
} // namespace statuses

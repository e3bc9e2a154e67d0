#include "instance/legal_texts.h"

#include "instance/about.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gtest/gtest.h>

namespace instance {
namespace {

using std::chrono::days;

base::Time today(db::Tx& tx) { return std::chrono::floor<days>(tx.now()); }

TEST(PrivacyPolicy, IsTheOneThatWasPublishedLast) {
    db::Tx tx = TestDb().begin();
    EXPECT_FALSE(privacy_policy(tx));
    EXPECT_FALSE(remove_privacy_policy(tx));

    ASSERT_TRUE(publish_privacy_policy(tx, "<p>old</p>"));
    ASSERT_TRUE(publish_privacy_policy(tx, "<p>new</p>\n"));
    EXPECT_EQ(publish_privacy_policy(tx, " ").error().refusal, base::Refusal::Invalid);

    EXPECT_EQ(privacy_policy(tx)->html, "<p>new</p>");
    EXPECT_EQ(privacy_policy(tx)->published_at, tx.now());
    EXPECT_TRUE(about(tx).published.privacy_policy);
    EXPECT_FALSE(about(tx).published.terms);
    ASSERT_TRUE(remove_privacy_policy(tx));
    EXPECT_FALSE(privacy_policy(tx));
}

TEST(Terms, HoldUntilOthersDo) {
    db::Tx tx = TestDb().begin();
    const auto day = today(tx);
    ASSERT_TRUE(publish_terms(tx, day - days(300), "oldest"));
    ASSERT_TRUE(publish_terms(tx, day, "current"));
    ASSERT_TRUE(publish_terms(tx, day + days(30), "next"));

    const auto current = current_terms(tx);

    ASSERT_TRUE(current);
    EXPECT_EQ(current->html, "current");
    EXPECT_EQ(current->succeeded_at, day + days(30));
    EXPECT_EQ(terms_from(tx, day - days(300))->succeeded_at, day);
    EXPECT_FALSE(terms_from(tx, day + days(30))->succeeded_at);
    EXPECT_FALSE(terms_from(tx, day + days(1)));
    EXPECT_EQ(all_terms(tx).size(), 3U);
    EXPECT_EQ(all_terms(tx)[1].succeeded_at, day + days(30));
    EXPECT_FALSE(privacy_policy(tx));
}

TEST(Terms, ThatWillHoldFirstAreShownWhileNoneDo) {
    db::Tx tx = TestDb().begin();
    const auto day = today(tx);
    EXPECT_FALSE(current_terms(tx));
    ASSERT_TRUE(publish_terms(tx, day + days(60), "later"));
    ASSERT_TRUE(publish_terms(tx, day + days(30), "soon"));

    EXPECT_EQ(current_terms(tx)->html, "soon");
    ASSERT_TRUE(remove_terms(tx, day + days(30)));
    EXPECT_FALSE(remove_terms(tx, day + days(30)));
    EXPECT_EQ(current_terms(tx)->html, "later");
}

TEST(Terms, AreNamedByADay) {
    EXPECT_EQ(base::iso_date(parse_day("2026-07-01").value()), "2026-07-01");
    for (const auto* text : {"", "2026-7-1", "2026-13-01", "2026-07-01T", "today......"}) {
        EXPECT_FALSE(parse_day(text)) << text;
    }
}

TEST(LegalTexts, AreFoundByIndex) {
    db::Tx tx = TestDb().begin();

    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        (void)privacy_policy(tx);
        (void)current_terms(tx);
        (void)terms_from(tx, tx.now());
        (void)all_terms(tx);
    });
}

} // namespace
} // namespace instance

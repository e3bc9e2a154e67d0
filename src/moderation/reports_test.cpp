#include "moderation/reports.h"

#include "instance/rules.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace moderation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Report only_report(db::Tx& tx, ReportId id) { return find_reports(tx, std::span(&id, 1)).at(0); }

TEST(Reports, AreKeptWithThePostsThatTheReporterSees) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx), carol = make_person(tx);
    const auto open = make_status(tx, bob, "open");
    const auto secret = make_status(tx, bob, "secret", statuses::Visibility::Private);
    const auto others = make_status(tx, carol, "hers");

    const auto id = report(tx, alice,
                           {.target = bob.id,
                            .statuses = {open, secret, others, StatusId{1}},
                            .comment = "広告ばかりです",
                            .category = "spam",
                            .wants_forward = true});

    ASSERT_TRUE(id);
    const auto kept = only_report(tx, *id);
    EXPECT_EQ(kept.from, alice.id);
    EXPECT_EQ(kept.target, bob.id);
    EXPECT_EQ(kept.category, "spam");
    EXPECT_EQ(kept.comment, "広告ばかりです");
    EXPECT_THAT(kept.statuses, ElementsAre(open));
    EXPECT_FALSE(kept.action_taken_at);
    EXPECT_THAT(whole_table_steps(tx, [&] { only_report(tx, *id); }), IsEmpty());
}

TEST(Reports, NameTheRulesThatWereBroken) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    const auto rule = *instance::add_rule(tx, "Be kind", "");

    const auto kept = only_report(tx, *report(tx, alice, {.target = bob.id, .category = "spam", .rules = {rule}}));

    EXPECT_EQ(kept.category, "violation");
    EXPECT_THAT(kept.rules, ElementsAre(rule));
}

TEST(Reports, TellTheStaffAlone) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx);
    const auto moderator = make_user(tx, {.role = accounts::Role::Moderator}).account;
    const auto owner = make_user(tx, {.role = accounts::Role::Owner}).account;

    ASSERT_TRUE(report(tx, alice, {.target = bob.id}));
    ASSERT_TRUE(report(tx, alice, {.target = bob.id}));

    for (const auto& staff : {moderator, owner}) {
        EXPECT_THAT(told(tx, staff), ElementsAre("admin.report from alice", "admin.report from alice"));
    }
    EXPECT_THAT(told(tx, bob), IsEmpty());
}

TEST(Reports, RefuseWhatMakesNoSense) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    const auto refusal = [&](const ReportDraft& draft) { return report(tx, alice, draft).error().refusal; };

    EXPECT_EQ(refusal({.target = AccountId{1}}), base::Refusal::NotFound);
    EXPECT_EQ(refusal({.target = bob.id, .category = "boring"}), base::Refusal::Invalid);
    EXPECT_EQ(refusal({.target = bob.id, .rules = {1}}), base::Refusal::Invalid);
    EXPECT_EQ(refusal({.target = bob.id, .comment = std::string(kReportCharacters + 1, 'a')}), base::Refusal::Invalid);
    EXPECT_EQ(only_report(tx, *report(tx, alice, {.target = bob.id})).category, "other");
}

} // namespace
} // namespace moderation

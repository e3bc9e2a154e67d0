#include "statuses/scheduling.h"

#include "accounts/accounts.h"
#include "app/jobs.h"
#include "jobs/runner.h"
#include "statuses/deletion.h"
#include "statuses/scheduled_params.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace statuses {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Draft draft_of(std::string text) {
    Draft draft;
    draft.text = std::move(text);
    return draft;
}

Result<> schedule_at(db::Tx& tx, const accounts::Account& author, base::Time at, std::string text = "later") {
    return schedule(tx, author, draft_of(std::move(text)), at,
                    {.id = tx.new_id<ScheduledStatusId>(), .idempotency_key = {}});
}

std::string refusal(const Result<>& result) { return result ? "none" : result.error().message; }

std::vector<ScheduledStatusId> ids_of(const std::vector<ScheduledStatus>& page) {
    std::vector<ScheduledStatusId> ids;
    for (const auto& status : page) ids.push_back(status.id);
    return ids;
}

ScheduledStatusId only_one(db::Tx& tx, const accounts::Account& author) {
    return scheduled_page(tx, author.id, {}).at(0).id;
}

std::vector<StatusId> posts_of(db::Tx& tx, const accounts::Account& author) {
    return tx.query_ids<StatusId>("select id from statuses where account_id = $1 order by id", {author.id});
}

TEST(Scheduling, KeepsWhatTheAuthorWrote) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    Draft draft = draft_of("@alice \"later\"\0"s);
    draft.spoiler_text = "警告";
    draft.visibility = Visibility::Private;
    draft.sensitive = true;
    draft.language = "ja";
    draft.in_reply_to = make_status(tx, alice, "before");
    draft.allowed_mentions = std::vector<AccountId>{alice.id};
    draft.poll = PollDraft{.options = {"a", "b"}, .expires_in = 3600s, .is_multiple = true, .hides_totals = true};
    draft.application = ApplicationId{7};

    const Draft again = draft_of_params(params_of(draft, "nobody"));

    EXPECT_EQ(again.text, "@alice \"later\"");
    EXPECT_EQ(again.spoiler_text, draft.spoiler_text);
    EXPECT_EQ(again.visibility, draft.visibility);
    EXPECT_EQ(again.sensitive, draft.sensitive);
    EXPECT_EQ(again.language, draft.language);
    EXPECT_EQ(again.in_reply_to, draft.in_reply_to);
    EXPECT_EQ(again.allowed_mentions, draft.allowed_mentions);
    EXPECT_EQ(again.poll->options, draft.poll->options);
    EXPECT_EQ(again.poll->expires_in, draft.poll->expires_in);
    EXPECT_TRUE(again.poll->is_multiple && again.poll->hides_totals);
    EXPECT_EQ(again.application, draft.application);
    EXPECT_EQ(again.quote_policy, "nobody");

    const Draft open = draft_of_params(params_of(draft_of("open"), "public"));
    EXPECT_FALSE(open.visibility || open.sensitive || open.language || open.in_reply_to || open.allowed_mentions
                 || open.poll);
}

TEST(Scheduling, RefusesWhatCouldNotBePosted) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const base::Time at = tx.now() + 1h;
    Draft reply = draft_of("re");
    reply.in_reply_to = StatusId{1};

    EXPECT_EQ(refusal(schedule_at(tx, alice, at, "")), "Validation failed: Text can't be blank");
    EXPECT_THAT(refusal(schedule_at(tx, alice, at, std::string(501, 'a'))), HasSubstr("limit of 500 exceeded"));
    EXPECT_THAT(refusal(schedule(tx, alice, reply, at, {})), HasSubstr("does not appear to exist"));
    EXPECT_THAT(refusal(schedule_at(tx, alice, tx.now() + 5min)), HasSubstr("must be in the future"));
    EXPECT_EQ(refusal(schedule_at(tx, alice, tx.now() + 5min + 1ms)), "none");
}

TEST(Scheduling, KnowsHowManyAreEnough) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto bob = make_person(tx);
    const base::Time tomorrow = std::chrono::floor<std::chrono::days>(tx.now()) + 24h;
    for (int i = 0; i < 25; ++i) ASSERT_TRUE(schedule_at(tx, alice, tomorrow + i * 57min));
    const auto first = scheduled_page(tx, alice.id, {.limit = 40}).back().id;

    EXPECT_THAT(refusal(schedule_at(tx, alice, tomorrow + 23h)),
                HasSubstr("exceeded the limit of 25 scheduled posts for today"));
    EXPECT_EQ(refusal(schedule_at(tx, alice, tomorrow + 24h)), "none");
    EXPECT_EQ(refusal(schedule_at(tx, bob, tomorrow)), "none");
    EXPECT_EQ(refusal(reschedule(tx, alice.id, first, tomorrow + 1h)), "none"); // It is one of the 25.

    tx.exec("update scheduled_statuses set scheduled_at = scheduled_at + id - $1", {first});
    for (int i = 26; i < 300; ++i) ASSERT_TRUE(schedule_at(tx, alice, tomorrow + i * 24h));
    EXPECT_EQ(refusal(schedule_at(tx, alice, tomorrow + 400 * 24h)),
              "Validation failed: You have exceeded the limit of 300 scheduled posts");
}

TEST(Scheduling, ListsAPageAtATimeAndOnesOwnOnly) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto bob = make_person(tx);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(schedule_at(tx, alice, tx.now() + 1h * (3 - i)));
    const auto all = ids_of(scheduled_page(tx, alice.id, {}));
    ASSERT_EQ(all.size(), 3u);

    EXPECT_THAT(ids_of(scheduled_page(tx, alice.id, {.limit = 2})), ElementsAre(all[0], all[1]));
    EXPECT_THAT(ids_of(scheduled_page(tx, alice.id, {.max_id = all[1].value})), ElementsAre(all[2]));
    EXPECT_THAT(ids_of(scheduled_page(tx, alice.id, {.since_id = all[1].value})), ElementsAre(all[0]));
    EXPECT_THAT(ids_of(scheduled_page(tx, alice.id, {.min_id = all[2].value, .limit = 1})), ElementsAre(all[1]));
    EXPECT_THAT(scheduled_page(tx, bob.id, {}), IsEmpty());
    EXPECT_FALSE(find_scheduled(tx, bob.id, all[0]));
    EXPECT_FALSE(reschedule(tx, bob.id, all[0], tx.now() + 2h));
    EXPECT_FALSE(cancel_scheduled(tx, bob.id, all[0]));
    EXPECT_TRUE(cancel_scheduled(tx, alice.id, all[0]));
    EXPECT_FALSE(find_scheduled(tx, alice.id, all[0]));
}

TEST(Scheduling, WalksIndexesHoweverLongTheList) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    for (int i = 0; i < 40; ++i) ASSERT_TRUE(schedule_at(tx, alice, tx.now() + 24h * (i + 1)));
    const auto list = [&](int limit) {
        return [&tx, &alice, limit] { scheduled_page(tx, alice.id, {.limit = limit}); };
    };

    EXPECT_ALL_WALK_INDEXES(tx, list(20));
    EXPECT_ALL_WALK_INDEXES(tx, [&] { scheduled_page(tx, alice.id, {.min_id = 1}); });
    EXPECT_EQ(statements_of(tx, list(40)), statements_of(tx, list(1)));
    EXPECT_THAT(whole_table_steps(tx, [&] { EXPECT_TRUE(schedule_at(tx, alice, tx.now() + 1h)); }), IsEmpty());
}

TEST(Scheduling, PublishesOnceAndWhenItIsDue) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    Draft draft = draft_of("@bob lunch?");
    draft.poll = PollDraft{.options = {"a", "b"}, .expires_in = 3600s};
    ASSERT_TRUE(
        schedule(tx, alice, draft, tx.now() + 1h, {.id = tx.new_id<ScheduledStatusId>(), .idempotency_key = {}}));
    const auto id = only_one(tx, alice);

    publish_scheduled(tx, id); // Too early.
    EXPECT_THAT(posts_of(tx, alice), IsEmpty());
    EXPECT_THAT(told(tx, bob), IsEmpty());

    tx.exec("update scheduled_statuses set scheduled_at = $1", {tx.now()});
    publish_scheduled(tx, id);
    publish_scheduled(tx, id); // Once more, as happens.

    ASSERT_EQ(posts_of(tx, alice).size(), 1u);
    EXPECT_THAT(told(tx, bob), ElementsAre("mention from alice"));
    EXPECT_THAT(scheduled_page(tx, alice.id, {}), IsEmpty());
    const auto shown = shown_status(tx, posts_of(tx, alice)[0], bob);
    EXPECT_EQ(shown.at("poll").at("expires_at").as_string(), base::iso8601(tx.now() + 1h));
}

TEST(Scheduling, KeepsWhatCannotBePublished) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto bob = make_person(tx);
    Draft reply = draft_of("re");
    reply.in_reply_to = make_status(tx, bob, "soon gone");
    ASSERT_TRUE(
        schedule(tx, alice, reply, tx.now() + 1h, {.id = tx.new_id<ScheduledStatusId>(), .idempotency_key = {}}));
    const auto id = only_one(tx, alice);
    tx.exec("update scheduled_statuses set scheduled_at = $1", {tx.now()});

    tx.exec("update users set is_disabled = true where account_id = $1", {alice.id});
    publish_scheduled(tx, id);
    EXPECT_EQ(only_one(tx, alice), id);

    tx.exec("update users set is_disabled = false where account_id = $1", {alice.id});
    ASSERT_TRUE(delete_status(tx, bob, *reply.in_reply_to));
    publish_scheduled(tx, id);
    EXPECT_EQ(only_one(tx, alice), id);
    EXPECT_THAT(posts_of(tx, alice), IsEmpty());
}

// A job that throws after it has posted, as one whose process is killed before it commits.
void post_and_die(const jobs::Arguments& arguments, db::Tx& tx) {
    publish_scheduled(tx, arguments.id<ScheduledStatusId>("scheduled_status_id"));
    throw std::runtime_error("killed");
}

TEST(Scheduling, SurvivesWhoeverIsKilledWhilePublishing) {
    TestDatabase database;
    accounts::Account alice;
    database->write([&](db::Tx& tx) {
        alice = make_person(tx);
        ASSERT_TRUE(schedule_at(tx, alice, tx.now() + 1h));
    });
    const auto run_due = [&](std::span<const jobs::Kind> kinds) {
        jobs::Runner({.context = database.world().context, .database = *database, .kinds = kinds, .schedule = {}})
            .run_due();
    };
    const auto count = [&] {
        std::size_t posts = 0;
        database->read([&](db::Tx& tx) { posts = posts_of(tx, alice).size(); });
        return posts;
    };
    const jobs::Kind deadly[] = {{"publish_scheduled_status", 12, post_and_die}};

    run_due(app::job_kinds());
    EXPECT_EQ(count(), 0u);
    database.world().clock.advance(1h);
    run_due(deadly);
    EXPECT_EQ(count(), 0u);
    database.world().clock.advance(1h); // The retry is due.
    run_due(app::job_kinds());
    EXPECT_EQ(count(), 1u);
    database.world().clock.advance(24h);
    run_due(app::job_kinds());
    EXPECT_EQ(count(), 1u);
}

TEST(Scheduling, FollowsItsNewTime) {
    TestDatabase database;
    accounts::Account alice;
    ScheduledStatusId id;
    database->write([&](db::Tx& tx) {
        alice = make_person(tx);
        ASSERT_TRUE(schedule_at(tx, alice, tx.now() + 1h));
        id = only_one(tx, alice);
        ASSERT_TRUE(reschedule(tx, alice.id, id, tx.now() + 3h));
    });
    const auto posts_after = [&](std::chrono::milliseconds time) {
        database.world().clock.advance(time);
        jobs::Runner(
            {.context = database.world().context, .database = *database, .kinds = app::job_kinds(), .schedule = {}})
            .run_due();
        std::size_t posts = 0;
        database->read([&](db::Tx& tx) { posts = posts_of(tx, alice).size(); });
        return posts;
    };

    EXPECT_EQ(posts_after(2h), 0u);
    database->write([&](db::Tx& tx) { ASSERT_TRUE(reschedule(tx, alice.id, id, tx.now() + 10min)); });
    EXPECT_EQ(posts_after(10min), 1u);
    EXPECT_EQ(posts_after(2h), 1u);
}

} // namespace
} // namespace statuses

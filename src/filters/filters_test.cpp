#include "filters/filters.h"

#include "filters/contents.h"
#include "filters/v1.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace filters {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

SettingsChange settings(std::string title, std::vector<std::string> contexts = {"home"}) {
    return {.title = std::move(title), .contexts = std::move(contexts), .action = {}, .lifetime = {}};
}

FilterId make_filter(db::Tx& tx, AccountId owner, const std::string& title = "Football") {
    return *create_filter(tx, owner, settings(title));
}

KeywordChange keyword(std::string text) { return {.id = {}, .keyword = std::move(text), .is_whole_word = {}}; }

std::vector<std::string> keywords_of(db::Tx& tx, AccountId owner, FilterId id) {
    std::vector<std::string> texts;
    const auto filter = find_filter(tx, owner, id);
    for (const Keyword& each : filter->keywords) {
        texts.push_back(each.keyword + (each.is_whole_word ? " as a word" : ""));
    }
    return texts;
}

TEST(Filters, AreKeptAsTheyWereAskedFor) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;

    const auto id = create_filter(tx, alice,
                                  {.title = "サッカー",
                                   .contexts = std::vector<std::string>{"account", "home", "home"},
                                   .action = "blur",
                                   .lifetime = Lifetime(std::chrono::minutes(30))});
    ASSERT_TRUE(id);
    ASSERT_TRUE(add_keyword(tx, alice, *id, keyword("ゴール")));
    ASSERT_TRUE(add_keyword(tx, alice, *id, {.id = {}, .keyword = "goal", .is_whole_word = false}));

    const auto filter = find_filter(tx, alice, *id);
    EXPECT_EQ(filter->title, "サッカー");
    EXPECT_THAT(context_names(filter->contexts), ElementsAre("home", "account"));
    EXPECT_EQ(filter->action, Action::Blur);
    EXPECT_EQ(filter->expires_at, tx.now() + std::chrono::minutes(30));
    EXPECT_THAT(keywords_of(tx, alice, *id), ElementsAre("ゴール as a word", "goal"));
}

TEST(Filters, ChangeOnlyWhatIsSaid) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    SettingsChange wanted = settings("Football");
    wanted.lifetime = Lifetime(std::chrono::hours(1));
    const auto id = *create_filter(tx, alice, wanted);

    ASSERT_TRUE(change_filter(tx, alice, id, {.title = "Rugby", .contexts = {}, .action = {}, .lifetime = {}}));
    EXPECT_TRUE(find_filter(tx, alice, id)->expires_at);
    ASSERT_TRUE(change_filter(tx, alice, id, {.title = {}, .contexts = {}, .action = "hide", .lifetime = Lifetime()}));

    const auto filter = find_filter(tx, alice, id);
    EXPECT_EQ(filter->title, "Rugby");
    EXPECT_THAT(context_names(filter->contexts), ElementsAre("home"));
    EXPECT_EQ(filter->action, Action::Hide);
    EXPECT_FALSE(filter->expires_at);
}

TEST(Filters, RefuseWhatMakesNoSense) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    const auto refuses = [&](SettingsChange wanted) {
        const auto made = create_filter(tx, alice, wanted);
        return !made && made.error().refusal == base::Refusal::Invalid;
    };
    const auto id = make_filter(tx, alice);

    EXPECT_TRUE(refuses({}));
    EXPECT_TRUE(refuses(settings("　")));
    EXPECT_TRUE(refuses(settings("a", {})));
    EXPECT_TRUE(refuses(settings("a", {"home", "nowhere"})));
    EXPECT_TRUE(refuses({.title = "a", .contexts = {{"home"}}, .action = "delete", .lifetime = {}}));
    EXPECT_TRUE(refuses(settings(std::string(kTitleCharacters + 1, 'a'))));
    EXPECT_FALSE(refuses(settings(std::string(kTitleCharacters, 'a'))));
    EXPECT_FALSE(add_keyword(tx, alice, id, keyword("")));
    EXPECT_FALSE(add_keyword(tx, alice, id, keyword("\u200B"))); // Nothing is left of it to look for.
    EXPECT_FALSE(add_keyword(tx, alice, id, keyword(std::string(kKeywordCharacters + 1, 'a'))));
    EXPECT_TRUE(add_keyword(tx, alice, id, keyword(std::string(kKeywordCharacters, 'a'))));
    EXPECT_FALSE(change_filter(tx, alice, id, settings("", {"home"})));
}

TEST(Filters, HaveAnEnd) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    for (std::int64_t i = 0; i < kMaxFilters; ++i) make_filter(tx, alice);

    const auto one_more = create_filter(tx, alice, settings("a"));

    ASSERT_FALSE(one_more);
    EXPECT_EQ(one_more.error().refusal, base::Refusal::Invalid);
}

TEST(Filters, AreTheirOwnersAlone) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    const auto id = make_filter(tx, alice.id);
    const auto word = *add_keyword(tx, alice.id, id, keyword("goal"));
    const auto status = *filter_status(tx, alice, id, make_status(tx, alice, "A goal"));
    const auto is_not_found = [](const auto& result) {
        return !result && result.error().refusal == base::Refusal::NotFound;
    };

    EXPECT_TRUE(is_not_found(find_filter(tx, bob.id, id)));
    EXPECT_TRUE(is_not_found(change_filter(tx, bob.id, id, settings("mine"))));
    EXPECT_TRUE(is_not_found(delete_filter(tx, bob.id, id)));
    EXPECT_TRUE(is_not_found(add_keyword(tx, bob.id, id, keyword("mine"))));
    EXPECT_TRUE(is_not_found(find_keyword(tx, bob.id, word)));
    EXPECT_TRUE(is_not_found(change_keyword(tx, bob.id, word, keyword("mine"))));
    EXPECT_TRUE(is_not_found(delete_keyword(tx, bob.id, word)));
    EXPECT_TRUE(is_not_found(filter_status(tx, bob, id, make_status(tx, bob, "mine"))));
    EXPECT_TRUE(is_not_found(find_filtered_status(tx, bob.id, status)));
    EXPECT_TRUE(is_not_found(unfilter_status(tx, bob.id, status)));
    EXPECT_TRUE(is_not_found(v1::find_phrase(tx, bob.id, word)));
    EXPECT_TRUE(is_not_found(v1::delete_phrase(tx, bob.id, word)));
    EXPECT_THAT(filters_of(tx, bob.id), IsEmpty());
    EXPECT_THAT(keywords_of(tx, alice.id, id), ElementsAre("goal as a word"));
}

TEST(Filters, ChangeSeveralKeywordsAtOnce) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    const auto id = make_filter(tx, alice), other = make_filter(tx, alice);
    const auto goal = *add_keyword(tx, alice, id, keyword("goal"));
    const auto match = *add_keyword(tx, alice, id, keyword("match"));
    const auto elsewhere = *add_keyword(tx, alice, other, keyword("elsewhere"));

    ASSERT_TRUE(change_keywords(tx, alice, id,
                                {{.id = goal, .keyword = {}, .is_whole_word = false},
                                 {.id = match, .keyword = {}, .is_whole_word = {}, .is_removed = true},
                                 {.id = {}, .keyword = {}, .is_whole_word = {}, .is_removed = true},
                                 keyword("penalty")}));

    EXPECT_THAT(keywords_of(tx, alice, id), ElementsAre("goal", "penalty as a word"));
    EXPECT_FALSE(change_keywords(tx, alice, id, {{.id = elsewhere, .keyword = "x", .is_whole_word = {}}}));
}

TEST(Filters, NameOnlyStatusesThatTheirOwnerSees) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    const auto id = make_filter(tx, alice.id);
    const auto open = make_status(tx, bob, "To all");
    const auto secret = make_status(tx, bob, "To nobody", statuses::Visibility::Private);

    const auto added = filter_status(tx, alice, id, open);
    const auto again = filter_status(tx, alice, id, open);
    const auto hidden = filter_status(tx, alice, id, secret);
    const auto unknown = filter_status(tx, alice, id, StatusId{1});

    ASSERT_TRUE(added);
    EXPECT_EQ(find_filtered_status(tx, alice.id, *added)->status, open);
    EXPECT_EQ(again.error().refusal, base::Refusal::Invalid);
    EXPECT_EQ(hidden.error().refusal, base::Refusal::Invalid);
    EXPECT_EQ(hidden.error().message, unknown.error().message); // One cannot ask what there is.
    ASSERT_TRUE(unfilter_status(tx, alice.id, *added));
    EXPECT_THAT(find_filter(tx, alice.id, id)->statuses, IsEmpty());
}

TEST(Filters, TellOpenStreamsOfEveryChange) {
    TestDatabase database;
    accounts::Account alice;
    StatusId status;
    database->write([&](db::Tx& tx) {
        alice = make_user(tx).account;
        status = make_status(tx, alice, "Hello");
    });
    FilterId id;
    KeywordId word;
    FilteredStatusId filtered;
    const auto tells = [&](const std::function<void(db::Tx&)>& change) {
        database.world().events.take();
        database->write(change);
        std::vector<std::string> heard;
        for (const auto& event : database.world().events.take()) heard.push_back(event.channel + " " + event.event);
        const std::string own = to_string(alice.id);
        return testing::Value(heard, testing::UnorderedElementsAre("timeline:system:" + own + " filters_changed",
                                                                   "timeline:" + own + " filters_changed"));
    };

    EXPECT_TRUE(tells([&](db::Tx& tx) { id = make_filter(tx, alice.id); }));
    EXPECT_TRUE(tells([&](db::Tx& tx) { (void)change_filter(tx, alice.id, id, settings("Rugby")); }));
    EXPECT_TRUE(tells([&](db::Tx& tx) { word = *add_keyword(tx, alice.id, id, keyword("goal")); }));
    EXPECT_TRUE(tells([&](db::Tx& tx) { (void)change_keyword(tx, alice.id, word, keyword("try")); }));
    EXPECT_TRUE(tells([&](db::Tx& tx) { (void)delete_keyword(tx, alice.id, word); }));
    EXPECT_TRUE(tells([&](db::Tx& tx) {
        (void)change_filter(tx, alice.id, id, settings("Cricket"));
        (void)change_keywords(tx, alice.id, id, {keyword("bat"), keyword("ball")});
    }));
    EXPECT_TRUE(tells([&](db::Tx& tx) { filtered = *filter_status(tx, alice, id, status); }));
    EXPECT_TRUE(tells([&](db::Tx& tx) { (void)unfilter_status(tx, alice.id, filtered); }));
    EXPECT_TRUE(tells([&](db::Tx& tx) { (void)delete_filter(tx, alice.id, id); }));
}

TEST(Filters, AreListedByIndexesAndInThreeStatements) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    const auto list = [&] { filters_of(tx, alice); };
    (void)add_keyword(tx, alice, make_filter(tx, alice), keyword("goal"));
    const int for_one = statements_of(tx, list);
    for (int i = 0; i < 40; ++i) (void)add_keyword(tx, alice, make_filter(tx, alice), keyword("goal"));

    EXPECT_EQ(statements_of(tx, list), for_one);
    EXPECT_EQ(for_one, 3);
    EXPECT_ALL_WALK_INDEXES(tx, list);
}

TEST(Phrases, AreKeywordsOfFilters) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    v1::PhraseChange wanted{.settings = settings("goal"), .is_whole_word = false};
    wanted.settings.action = "hide";

    const auto id = v1::create_phrase(tx, alice, wanted);
    ASSERT_TRUE(id);

    const auto phrase = v1::find_phrase(tx, alice, *id);
    EXPECT_EQ(phrase->keyword.keyword, "goal");
    EXPECT_FALSE(phrase->keyword.is_whole_word);
    EXPECT_EQ(phrase->settings.title, "goal");
    EXPECT_EQ(phrase->settings.action, Action::Hide);
    EXPECT_THAT(v1::phrases_of(tx, alice), testing::SizeIs(1));
    ASSERT_TRUE(v1::change_phrase(tx, alice, *id, {.settings = settings("match"), .is_whole_word = {}}));
    EXPECT_EQ(filters_of(tx, alice).at(0).title, "match");
    EXPECT_THAT(keywords_of(tx, alice, filters_of(tx, alice).at(0).id), ElementsAre("match"));
    ASSERT_TRUE(v1::delete_phrase(tx, alice, *id));
    EXPECT_THAT(filters_of(tx, alice), IsEmpty());
}

TEST(Phrases, DoNotChangeTheirNeighbours) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    const auto filter = make_filter(tx, alice);
    const auto goal = *add_keyword(tx, alice, filter, keyword("goal"));
    ASSERT_TRUE(add_keyword(tx, alice, filter, keyword("match")));

    EXPECT_FALSE(v1::change_phrase(tx, alice, goal, {.settings = settings("try"), .is_whole_word = {}}));
    EXPECT_TRUE(v1::change_phrase(tx, alice, goal, {.settings = {}, .is_whole_word = false}));
    EXPECT_THAT(keywords_of(tx, alice, filter), ElementsAre("goal", "match as a word"));

    EXPECT_TRUE(v1::delete_phrase(tx, alice, goal));
    EXPECT_THAT(keywords_of(tx, alice, filter), ElementsAre("match as a word"));
}

} // namespace
} // namespace filters

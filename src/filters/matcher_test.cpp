#include "filters/matcher.h"

#include "filters/contents.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace filters {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

FilterId make_filter(db::Tx& tx, AccountId owner, const std::vector<std::string>& keywords, bool is_whole_word = true,
                     Lifetime lifetime = {}) {
    const auto id = *create_filter(tx, owner,
                                   {.title = "about " + (keywords.empty() ? "" : keywords.front()),
                                    .contexts = {{"home"}},
                                    .action = {},
                                    .lifetime = lifetime});
    for (const auto& keyword : keywords) {
        EXPECT_TRUE(add_keyword(tx, owner, id, {.id = {}, .keyword = keyword, .is_whole_word = is_whole_word}));
    }
    return id;
}

json::Array results(const Matcher& matcher, const Post& post, base::Time now = kTestTime) {
    std::string text;
    json::Writer out(text);
    matcher.write(out, post, now);
    return json::parse(text)->as_array();
}

// The keywords of `owner` that `text` meets, one of each filter.
std::vector<std::string> met(db::Tx& tx, AccountId owner, std::string_view text) {
    const std::string folded_text = folded({.spoiler_text = "", .text = text});
    std::vector<std::string> keywords;
    for (const auto& result : results(Matcher(tx, owner), {.status = StatusId{1}, .folded_text = folded_text})) {
        keywords.emplace_back(result.at("keyword_matches").as_array().at(0).as_string());
    }
    return keywords;
}

TEST(Matcher, FindsWholeWords) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    make_filter(tx, alice, {"cat"});

    EXPECT_THAT(met(tx, alice, "A cat!"), ElementsAre("cat"));
    EXPECT_THAT(met(tx, alice, "CAT"), ElementsAre("cat"));
    EXPECT_THAT(met(tx, alice, "cats, bobcats and a cat"), ElementsAre("cat"));
    EXPECT_THAT(met(tx, alice, "cats and bobcats"), IsEmpty());
    EXPECT_THAT(met(tx, alice, "ca\nt"), IsEmpty());
    EXPECT_THAT(met(tx, alice, "ca"), IsEmpty());
    EXPECT_THAT(met(tx, alice, ""), IsEmpty());
}

TEST(Matcher, FindsPartsOfWordsWhenAskedTo) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    make_filter(tx, alice, {"cat"}, false);
    make_filter(tx, alice, {"é"}, false);

    EXPECT_THAT(met(tx, alice, "bobcats"), ElementsAre("cat"));
    EXPECT_THAT(met(tx, alice, "CAFÉ"), ElementsAre("é"));
    EXPECT_THAT(met(tx, alice, "cafe\u0301"), ElementsAre("é"));
    EXPECT_THAT(met(tx, alice, "cafe"), IsEmpty());
}

TEST(Matcher, KnowsJapanese) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    make_filter(tx, alice, {"東京"});
    make_filter(tx, alice, {"サッカー"});
    make_filter(tx, alice, {"猫"});

    EXPECT_THAT(met(tx, alice, "私は東京に住んでいます"), ElementsAre("東京"));
    EXPECT_THAT(met(tx, alice, "ｻｯｶｰを見た"), ElementsAre("サッカー"));
    EXPECT_THAT(met(tx, alice, "子猫と東京"), ElementsAre("東京", "猫"));
    EXPECT_THAT(met(tx, alice, "京都"), IsEmpty());
}

TEST(Matcher, FindsShortAndStrangeKeywords) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    make_filter(tx, alice, {"AI"});
    make_filter(tx, alice, {"#nsfw"});
    make_filter(tx, alice, {":)"});
    make_filter(tx, alice, {"two words"});

    EXPECT_THAT(met(tx, alice, "rain, and then AI"), ElementsAre("AI"));
    EXPECT_THAT(met(tx, alice, "rain"), IsEmpty());
    EXPECT_THAT(met(tx, alice, "x #NSFW x"), ElementsAre("#nsfw"));
    EXPECT_THAT(met(tx, alice, "well:)well"), ElementsAre(":)"));
    EXPECT_THAT(met(tx, alice, "Two Words."), ElementsAre("two words"));
}

TEST(Matcher, NamesOneKeywordOfEachFilter) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    const auto id = make_filter(tx, alice, {"goal", "match"});
    make_filter(tx, alice, {"rugby"});
    const std::string text = folded({.spoiler_text = "A match", .text = "with a goal"});

    const auto found = results(Matcher(tx, alice), {.status = StatusId{1}, .folded_text = text});

    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found.at(0).at("filter").at("id").as_string(), to_string(id));
    EXPECT_EQ(found.at(0).at("filter").at("title"), "about goal");
    EXPECT_FALSE(found.at(0).at("filter").as_object().contains("keywords"));
    EXPECT_EQ(found.at(0).at("keyword_matches"), (json::Array{"match"}));
    EXPECT_TRUE(found.at(0).at("status_matches").is_null());
}

TEST(Matcher, FindsSinglePostsAndTheirBoosts) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;
    const auto status = make_status(tx, alice, "Hello");
    const auto id = make_filter(tx, alice.id, {});
    ASSERT_TRUE(filter_status(tx, alice, id, status));
    const Matcher matcher(tx, alice.id);

    const auto itself = results(matcher, {.status = status, .folded_text = ""});
    const auto boost = results(matcher, {.status = StatusId{1}, .original = status, .folded_text = ""});
    ASSERT_EQ(itself.size(), 1u);
    EXPECT_TRUE(itself.at(0).at("keyword_matches").is_null());
    EXPECT_EQ(itself.at(0).at("status_matches"), (json::Array{to_string(status)}));
    EXPECT_EQ(boost, itself);
    EXPECT_THAT(results(matcher, {.status = StatusId{1}, .folded_text = ""}), IsEmpty());
}

TEST(Matcher, ForgetsFiltersThatHaveRunOut) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, bob = make_user(tx).account.id;
    make_filter(tx, alice, {"cat"}, true, Lifetime(std::chrono::minutes(30)));
    make_filter(tx, bob, {"cat"}, true, Lifetime(std::chrono::seconds(0)));
    const Matcher matcher(tx, alice);
    const Post post{.status = StatusId{1}, .folded_text = "cat"};

    EXPECT_THAT(results(matcher, post, tx.now()), testing::SizeIs(1));
    EXPECT_THAT(results(matcher, post, tx.now() + std::chrono::minutes(30)), IsEmpty());
    EXPECT_TRUE(Matcher(tx, bob).is_empty());
    EXPECT_THAT(filtering_accounts(tx, std::vector{alice, bob}), ElementsAre(alice));
}

TEST(Matcher, CostsTheSameForAnyNumberOfFilters) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, bob = make_user(tx).account.id;
    for (int i = 0; i < 30; ++i) make_filter(tx, alice, {"word" + std::to_string(i)});
    const auto load = [&] { Matcher(tx, alice); };

    EXPECT_EQ(statements_of(tx, load), 2);
    EXPECT_EQ(statements_of(tx, [&] { Matcher(tx, bob); }), 1);
    EXPECT_ALL_WALK_INDEXES(tx, load);
    EXPECT_ALL_WALK_INDEXES(tx, [&] { filtering_accounts(tx, std::vector{alice, bob}); });
}

TEST(Matcher, LooksAtTheBeginningOfEndlessTexts) {
    const std::string endless(kMaxTextBytes * 4, 'a');

    EXPECT_LE(folded({.spoiler_text = endless, .text = endless, .more = {endless}}).size(), kMaxTextBytes + 3);
}

} // namespace
} // namespace filters

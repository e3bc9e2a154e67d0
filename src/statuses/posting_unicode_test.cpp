#include "base/text.h"
#include "instance/limits.h"
#include "statuses/edits.h"
#include "statuses/posting.h"
#include "statuses/text.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

// Text of all scripts, from the limit to the entity: what readers take for one character counts as one, and every byte
// of it comes back.
namespace statuses {
namespace {

using testing::HasSubstr;

// One character each, to a reader.
constexpr std::string_view kCharacters[] = {
    "a",
    "東",
    "が",                           // か and a combining voiced sound mark
    "e\xCC\x81",                    // e and a combining acute accent
    "q\xCC\x87\xCC\xA3",            // q with a dot above and one below: no letter of its own
    "ậ̷̡",                            // four marks on one letter
    "각",                           // three jamo
    "क्षि",                          // a conjunct with a vowel sign
    "بِّ",                            // two marks on an Arabic letter
    "שָׁ",                            // two on a Hebrew one
    "👨‍👩‍👧‍👦",    // a family: seven code points
    "🏳️‍🌈",               // a flag of three
    "👩🏽‍🚀",              // with the colour of a skin
    "🇯🇵",                           // two letters that are a flag
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿", // and one of seven tags
    "1️⃣",                      // a key
    "☺️",                       // a picture by its selector
    "\r\n",
};

std::string times(std::string_view character, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += character;
    return text;
}

std::string text_of(const json::Value& status, std::string_view name) {
    return std::string(status.at(name).as_string());
}

Draft draft_of(std::string text, std::string spoiler_text = {}) {
    Draft draft;
    draft.text = std::move(text);
    draft.spoiler_text = std::move(spoiler_text);
    return draft;
}

TEST(PostingUnicode, AsManyCharactersAsReadersSee) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    for (const std::string_view character : kCharacters) {
        if (base::trim(character).empty()) continue;
        EXPECT_EQ(status_length(character), 1u) << character;
        EXPECT_TRUE(post(tx, alice, draft_of(times(character, 500)))) << character;
        EXPECT_FALSE(post(tx, alice, draft_of(times(character, 501)))) << character;
        EXPECT_TRUE(post(tx, alice, draft_of(times(character, 200), times(character, 300)))) << character;
        EXPECT_FALSE(post(tx, alice, draft_of(times(character, 200), times(character, 301)))) << character;
    }
}

TEST(PostingUnicode, EditsCountTheSame) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto id = make_status(tx, alice, "before");
    const auto edit_to = [&](std::string text) {
        return edit(tx, alice, id, {.text = std::move(text), .spoiler_text = {}, .language = {}, .poll = {}});
    };

    EXPECT_TRUE(edit_to(times("👩🏽‍🚀", 500)));
    EXPECT_FALSE(edit_to(times("👩🏽‍🚀", 501)));
    EXPECT_TRUE(edit_to("https://example.com/" + times("東", 600) + " " + times("e\xCC\x81", 476)));
    EXPECT_FALSE(edit_to("https://example.com/" + times("東", 600) + " " + times("e\xCC\x81", 477)));
}

TEST(PostingUnicode, PollOptionsCountTheSame) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto ask = [&](int length) {
        Draft draft = draft_of("?");
        draft.poll = PollDraft{.options = {times("👨‍👩‍👧‍👦", length), "かな"},
                               .expires_in = std::chrono::hours(1)};
        return post(tx, alice, draft);
    };

    EXPECT_TRUE(ask(50));
    EXPECT_FALSE(ask(51));
}

TEST(PostingUnicode, ComesBackAsItWasWritten) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    for (const std::string_view character : kCharacters) {
        const std::string text = "<" + std::string(character) + "> " + std::string(character);
        const auto id = make_status(tx, alice, draft_of(text, std::string(character)));

        auto rows = tx.query("select text from statuses where id = $1", {id});
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.string(0), text);
        if (!base::trim(character).empty()) {
            EXPECT_THAT(text_of(shown_status(tx, id, alice), "content"), HasSubstr(character));
            EXPECT_EQ(text_of(shown_status(tx, id, alice), "spoiler_text"), character);
        }
    }
}

TEST(PostingUnicode, FindsPeopleAndHashtagsFromRightToLeft) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    make_person(tx, "bob");

    const auto shown = shown_status(
        tx, make_status(tx, alice, "مرحبا @bob، انظر #القهوة_العربية و #עברית https://example.com/قهوة"), alice);

    ASSERT_EQ(shown.at("mentions").as_array().size(), 1u);
    ASSERT_EQ(shown.at("tags").as_array().size(), 2u);
    std::vector<std::string> names;
    for (const auto& tag : shown.at("tags").as_array()) names.push_back(text_of(tag, "name"));
    EXPECT_THAT(names, testing::UnorderedElementsAre("القهوة_العربية", "עברית"));
    EXPECT_THAT(text_of(shown, "content"), HasSubstr("href=\"https://example.com/"));
}

TEST(PostingUnicode, TakesAHashtagOfOneNameHoweverItIsWritten) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);

    // Composed, decomposed, full width, another case.
    const auto shown = shown_status(tx, make_status(tx, alice, "#café #cafe\xCC\x81 #ｃａｆé #CAFÉ"), alice);

    EXPECT_EQ(shown.at("tags").as_array().size(), 1u);
}

} // namespace
} // namespace statuses

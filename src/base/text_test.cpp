#include "base/text.h"

#include <gtest/gtest.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <string>
#include <thread>
#include <vector>

namespace base {
namespace {

struct Count {
    std::string_view text;
    std::size_t graphemes;
};
const std::vector<Count> kCounts = {
    {"", 0},
    {"hello", 5},
    {"a\nb", 3},
    {"a\r\nb", 3},
    {"a\rb", 3},
    {"こんにちは、世界。", 9},
    {"ｶﾞｷﾞ", 2},          // Half-width kana with sound marks
    {"か\u3099", 1},      // Kana with a combining sound mark
    {"葛󠄀城市", 3}, // A kanji with a variation selector
    {"한국어", 3},
    {"\u1112\u1161\u11AB", 1}, // A syllable of three jamo
    {"e\u0301", 1},
    {"Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", 2}, // Piled up marks
    {"🎌", 1},
    {"🎌🎌", 2},
    {"日本🎌", 3},
    {"👨‍👩‍👧‍👦", 1}, // A family joined by zero-width joiners
    {"🏳️‍🌈🏴‍☠️", 2},
    {"👍🏽", 1}, // With a skin tone
    {"🇯🇵", 1},       // A flag is two regional indicators
    {"🇯🇵🇺🇸", 2},
    {"🇯🇵🇺", 2},
    {"🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1}, // A flag spelt with tags
    {"❤️", 1},
    {"1️⃣", 1},
    {"שלום", 4},
    {"שָׁלוֹם", 4},
    {"مرحبا", 5},
    {"किताब", 3},
    {"กำ", 1},
    {"\u0600123", 3}, // A sign that is put before a number
    {"a\u200Db", 2},
};

TEST(GraphemeCount, CountsWhatReadersCallCharacters) {
    for (const auto& [text, graphemes] : kCounts) EXPECT_EQ(grapheme_count(text), graphemes) << text;
}

TEST(GraphemeCount, NeverFailsOnIllFormedText) {
    EXPECT_EQ(grapheme_count("a\xFFz"), 3U);
    EXPECT_EQ(grapheme_count("日\xE3"), 2U);
}

TEST(GraphemeCount, CountsInEveryThread) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([] {
            for (const auto& [text, graphemes] : kCounts) EXPECT_EQ(grapheme_count(text), graphemes);
        });
    }
    for (auto& thread : threads) thread.join();
}

// Asks ICU directly, so that a wrong range in our list of characters that stand alone shows.
bool icu_sees_two_graphemes(char32_t first, char32_t second) {
    std::string text;
    append_utf8(text, first);
    append_utf8(text, second);
    UErrorCode status = U_ZERO_ERROR;
    static UBreakIterator* const iterator = ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status);
    UText view = UTEXT_INITIALIZER;
    utext_openUTF8(&view, text.data(), static_cast<std::int64_t>(text.size()), &status);
    ubrk_setUText(iterator, &view, &status);
    utext_close(&view);
    EXPECT_TRUE(U_SUCCESS(status));
    return ubrk_next(iterator) < static_cast<std::int32_t>(text.size());
}

TEST(GraphemeCount, AgreesWithIcuAboutEveryCharacterBesideOthers) {
    const auto is_rare = [](UChar32 c) {
        return u_charType(c) == U_UNASSIGNED || u_charType(c) == U_PRIVATE_USE_CHAR || U_IS_SURROGATE(c)
               || (c >= 0x4E00 && u_isIDStart(c) && c % 64 != 0); // Most of kanji and hangul
    };
    const std::vector<char32_t> neighbours = {U'a', U'か', U'가', U'🎌', U'\n', U'\u200D', U'\u0301', U'\u0600'};
    for (UChar32 c = 0; c <= UCHAR_MAX_VALUE; ++c) {
        if (is_rare(c)) continue;
        for (const char32_t neighbour : neighbours) {
            std::string text;
            append_utf8(text, neighbour);
            append_utf8(text, static_cast<char32_t>(c));
            const bool two = icu_sees_two_graphemes(neighbour, static_cast<char32_t>(c));
            ASSERT_EQ(grapheme_count(text), two ? 2U : 1U) << std::hex << static_cast<unsigned>(neighbour) << ' ' << c;
        }
    }
}

TEST(GraphemePrefix, NeverCutsAGrapheme) {
    EXPECT_EQ(grapheme_prefix("hello", 0), "");
    EXPECT_EQ(grapheme_prefix("hello", 2), "he");
    EXPECT_EQ(grapheme_prefix("hello", 9), "hello");
    EXPECT_EQ(grapheme_prefix("", 3), "");
    EXPECT_EQ(grapheme_prefix("日本語", 2), "日本");
    EXPECT_EQ(grapheme_prefix("か\u3099き\u3099", 1), "か\u3099");
    EXPECT_EQ(grapheme_prefix("🇯🇵🇺🇸", 1), "🇯🇵");
    EXPECT_EQ(grapheme_prefix("a👨‍👩‍👧‍👦b", 2), "a👨‍👩‍👧‍👦");
    EXPECT_EQ(grapheme_prefix("ae\u0301", 2), "ae\u0301");
    EXPECT_EQ(grapheme_prefix("a\r\nb", 2), "a\r\n");
}

TEST(Nfkc, MakesOneFormOfWhatLooksTheSame) {
    EXPECT_EQ(nfkc("plain ASCII"), "plain ASCII");
    EXPECT_EQ(nfkc("Ｈｅｌｌｏ　１２３"), "Hello 123");
    EXPECT_EQ(nfkc("ﾊﾝｶｸ ｶﾞ"), "ハンカク ガ");
    EXPECT_EQ(nfkc("か\u3099"), "が");
    EXPECT_EQ(nfkc("e\u0301"), "é");
    EXPECT_EQ(nfkc("㍿①ﬁ"), "株式会社1fi");
    EXPECT_EQ(nfkc(""), "");
}

TEST(NfkcCasefold, FoldsCaseAndDropsWhatCannotBeSeen) {
    EXPECT_EQ(nfkc_casefold("Plain ASCII"), "plain ascii");
    EXPECT_EQ(nfkc_casefold("Ｈｅｌｌｏ"), "hello");
    EXPECT_EQ(nfkc_casefold("Straße"), "strasse");
    EXPECT_EQ(nfkc_casefold("ΟΔΟΣ"), nfkc_casefold("οδος"));
    EXPECT_EQ(nfkc_casefold("a\u00ADb\u200Bc"), "abc");
}

TEST(ToLower, KnowsMoreThanAscii) {
    EXPECT_EQ(to_lower("HELLO World"), "hello world");
    EXPECT_EQ(to_lower("ÀÉÎ ЖЮ ＡＢ"), "àéî жю ａｂ");
    EXPECT_EQ(to_lower("東京Tower"), "東京tower");
}

TEST(Trim, TakesUnicodeWhiteSpaceFromBothEnds) {
    EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
    EXPECT_EQ(trim("\u3000　日本 語　"), "日本 語");
    EXPECT_EQ(trim("\u00A0\u2003x\u2029"), "x");
    EXPECT_EQ(trim(" \u3000 "), "");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim("\u200Ba"), "\u200Ba");
}

TEST(Sanitize, DropsControlCharactersAndRepairsIllFormedText) {
    EXPECT_EQ(sanitize("tab\tline\r\nfeed"), "tab\tline\r\nfeed");
    EXPECT_EQ(sanitize(std::string_view("a\0b", 3)), "ab");
    EXPECT_EQ(sanitize("a\x01\x1B[31m\x7F\u0085z"), "a[31mz");
    EXPECT_EQ(sanitize("a\xFFz"), "a\uFFFDz");
    EXPECT_EQ(sanitize("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(sanitize("日本語 👨‍👩‍👧‍👦 שלום"), "日本語 👨‍👩‍👧‍👦 שלום");
    EXPECT_TRUE(is_valid_utf8(sanitize("\xC0\x80\xF8\xE3\x81")));
}

TEST(EscapeHtml, LeavesNothingThatHtmlWouldRead) {
    EXPECT_EQ(escape_html("plain 日本語"), "plain 日本語");
    EXPECT_EQ(escape_html("<script>alert('x & \"y\"')</script>"),
              "&lt;script&gt;alert(&#39;x &amp; &quot;y&quot;&#39;)&lt;/script&gt;");
    EXPECT_EQ(escape_html(""), "");
    std::string out = "a";
    escape_html(out, "<");
    EXPECT_EQ(out, "a&lt;");
}

TEST(PercentEncode, EncodesOneSegment) {
    EXPECT_EQ(percent_encode("Az09-._~"), "Az09-._~");
    EXPECT_EQ(percent_encode("a b/c?d#e%"), "a%20b%2Fc%3Fd%23e%25");
    EXPECT_EQ(percent_encode("タグ"), "%E3%82%BF%E3%82%B0");
}

TEST(Ascii, ComparesWithoutCase) {
    EXPECT_TRUE(equals_ignoring_ascii_case("Alice", "aLICE"));
    EXPECT_FALSE(equals_ignoring_ascii_case("alice", "alic"));
    EXPECT_FALSE(equals_ignoring_ascii_case("é", "É"));
    EXPECT_EQ(ascii_lower("ABC É 日本"), "abc É 日本");
}

} // namespace
} // namespace base

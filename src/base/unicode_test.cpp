#include "base/unicode.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace base {
namespace {

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> all;
    for (std::size_t at = 0; at < text.size();) all.push_back(next_code_point(text, at));
    return all;
}

std::vector<char32_t> code_points_backwards(std::string_view text) {
    std::vector<char32_t> all;
    for (std::size_t at = text.size(); at > 0;) all.insert(all.begin(), previous_code_point(text, at));
    return all;
}

TEST(Utf8, AcceptsWhatIsWellFormed) {
    for (const std::string_view text : {"", "plain", "日本語とかな", "🏳️‍🌈", "\xF4\x8F\xBF\xBF",
                                        "\xEF\xBF\xBD", "\xEE\x80\x80", "longer than eight bytes é"}) {
        EXPECT_TRUE(is_valid_utf8(text)) << text;
    }
    EXPECT_TRUE(is_valid_utf8(std::string_view("a\0b", 3)));
}

TEST(Utf8, RefusesWhatIsIllFormed) {
    for (const std::string_view text : {
             "\x80", "abcdefgh\xFF", "\xC3", "\xE3\x81", "\xF0\x9F\x8E", // Stray and cut short
             "\xC0\x80", "\xE0\x80\x80", "\xF0\x80\x80\x80",             // Overlong
             "\xED\xA0\x80", "\xED\xBF\xBF",                             // Surrogates
             "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80",                 // Too large
         }) {
        EXPECT_FALSE(is_valid_utf8(text)) << ::testing::PrintToString(text);
    }
}

TEST(Utf8, ReadsForwardsAndBackwards) {
    const std::string_view text = "aé日🎌z";
    const std::vector<char32_t> expected = {U'a', U'é', U'日', U'🎌', U'z'};

    EXPECT_EQ(code_points(text), expected);
    EXPECT_EQ(code_points_backwards(text), expected);
}

TEST(Utf8, ReadsIllFormedTextAsReplacementCharacters) {
    EXPECT_EQ(code_points("a\xFFz"), (std::vector<char32_t>{U'a', kReplacementCharacter, U'z'}));
    EXPECT_EQ(code_points("\xE3\x81"), (std::vector<char32_t>{kReplacementCharacter}));
    EXPECT_EQ(code_points_backwards("a\x80z"), (std::vector<char32_t>{U'a', kReplacementCharacter, U'z'}));
}

TEST(Utf8, WritesEveryCodePointAsItIsRead) {
    for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 0x101) {
        std::string text;
        append_utf8(text, c);
        const bool is_surrogate = c >= 0xD800 && c <= 0xDFFF;
        ASSERT_EQ(code_points(text), std::vector<char32_t>{is_surrogate ? kReplacementCharacter : c});
    }
    std::string too_large;
    append_utf8(too_large, 0x110000);
    EXPECT_EQ(too_large, "\xEF\xBF\xBD");
}

TEST(CharacterClasses, FollowUnicode) {
    struct Case {
        char32_t c;
        bool alphabetic, alphanumeric, word, white_space;
    };
    for (const Case& t : std::vector<Case>{
             {U'a', true, true, true, false},         {U'7', false, true, true, false},
             {U'_', false, false, true, false},       {U'-', false, false, false, false},
             {U' ', false, false, false, true},       {U'\n', false, false, false, true},
             {U'é', true, true, true, false},         {U'日', true, true, true, false},
             {U'ー', true, true, true, false},        {U'々', true, true, true, false},
             {U'・', false, false, false, false},     {U'、', false, false, false, false},
             {U'　', false, false, false, true},      {U'７', false, true, true, false},
             {U'\u0301', false, false, true, false}, // A combining accent
             {U'\u3099', false, false, true, false}, // A combining voiced sound mark
             {U'ि', true, true, true, false},        // A vowel sign
             {U'्', false, false, true, false},       // A virama
             {U'\u200B', false, false, false, false}, {U'\u200C', false, false, false, false},
             {U'\u00A0', false, false, false, true},  {U'🎌', false, false, false, false},
             {U'①', false, false, false, false},      {U'‿', false, false, true, false},
         }) {
        EXPECT_EQ(is_alphabetic(t.c), t.alphabetic) << std::hex << static_cast<unsigned>(t.c);
        EXPECT_EQ(is_alphanumeric(t.c), t.alphanumeric) << std::hex << static_cast<unsigned>(t.c);
        EXPECT_EQ(is_word(t.c), t.word) << std::hex << static_cast<unsigned>(t.c);
        EXPECT_EQ(is_white_space(t.c), t.white_space) << std::hex << static_cast<unsigned>(t.c);
    }
}

} // namespace
} // namespace base

#include "base/word_edges.h"

#include <gtest/gtest.h>

#include <string>

namespace base {
namespace {

bool is_word_in(std::string_view text, std::string_view word) {
    const auto at = text.find(word);
    EXPECT_NE(at, std::string_view::npos) << word << " in " << text;
    return is_whole_word(text, at, at + word.size());
}

TEST(WordEdges, LieBesideWhatIsNoLetter) {
    EXPECT_TRUE(is_word_in("cat", "cat"));
    EXPECT_TRUE(is_word_in("a cat!", "cat"));
    EXPECT_TRUE(is_word_in("#cat", "cat"));
    EXPECT_FALSE(is_word_in("cats", "cat"));
    EXPECT_FALSE(is_word_in("bobcat", "cat"));
    EXPECT_FALSE(is_word_in("cat_food", "cat"));
    EXPECT_FALSE(is_word_in("cat5", "cat"));
}

TEST(WordEdges, AreThoseOfEveryScript) {
    EXPECT_FALSE(is_word_in("catégorie", "cat"));
    EXPECT_FALSE(is_word_in("котик", "кот"));
    EXPECT_TRUE(is_word_in("мой кот", "кот"));
    EXPECT_FALSE(is_word_in("고양이는", "고양이"));
    EXPECT_FALSE(is_word_in("e\u0327", "e")); // A mark goes on with its letter.
}

TEST(WordEdges, AreEverywhereWithoutSpaces) {
    EXPECT_TRUE(is_word_in("私は東京です", "東京"));
    EXPECT_TRUE(is_word_in("ラーメン屋", "ラーメ"));
    EXPECT_TRUE(is_word_in("catはかわいい", "cat"));
    EXPECT_TRUE(is_word_in("2024年", "2024"));
    EXPECT_FALSE(is_word_in("12024年", "2024"));
    EXPECT_TRUE(is_word_in("ไปกรุงเทพ", "กรุง"));
}

TEST(WordEdges, DoNotMatterBesideOtherSigns) {
    EXPECT_TRUE(is_word_in("C++builder", "++"));
    EXPECT_TRUE(is_word_in("a@b", "@"));
    EXPECT_TRUE(is_word_in("x:)y", ":)"));
}

} // namespace
} // namespace base

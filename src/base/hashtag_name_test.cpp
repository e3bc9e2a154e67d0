#include "base/hashtag_name.h"

#include <gtest/gtest.h>

#include <string_view>
#include <utility>
#include <vector>

namespace base {
namespace {

TEST(NormaliseHashtag, MakesOneNameOfWhatReadsTheSame) {
    const std::vector<std::pair<std::string_view, std::string_view>> cases = {
        {"Cats", "cats"},
        {"ＣＡＴＳ", "cats"},
        {"ﾀｸﾞ", "タグ"},
        {"か\u3099", "が"},
        {"日本語", "日本語"},
        {"スター・ウォーズ", "スター・ウォーズ"},
        {"Tōkyō", "tokyo"},
        {"Ünïcödé", "unicode"},
        {"e\u0301tude", "etude"},
        {"ÅØÆßŁđ", "aoæßld"},
        {"ÇĞŐŞŻẾ", "cgoszế"},
        {"İstanbul", "istanbul"},
        {"Ελλάδα", "ελλάδα"},
        {"ПРИВЕТ", "привет"},
        {"hello_world", "hello_world"},
        {"a-b c!#", "abc"},
        {"น\u0E49ำ", "น\u0E49\u0E4Dา"},
        {"१२", "१२"},
        {"", ""},
        {"!?", ""},
    };
    for (const auto& [name, normal] : cases) EXPECT_EQ(normalise_hashtag(name), normal) << name;
}

TEST(NormaliseHashtag, ChangesNothingTheSecondTime) {
    for (const std::string_view name : {"ÅØÆßŁđ", "ﾀｸﾞ", "İstanbul", "น้ำ", "①②ab", "ŉŀĳ"}) {
        const auto once = normalise_hashtag(name);
        EXPECT_EQ(normalise_hashtag(once), once) << name;
    }
}

TEST(DisplayedHashtag, KeepsCaseAndAccents) {
    EXPECT_EQ(displayed_hashtag("TōkyōＴａｇ・1"), "TōkyōＴａｇ・1");
    EXPECT_EQ(displayed_hashtag("a-b!"), "ab");
}

TEST(IsHashtagName, WantsALetter) {
    EXPECT_TRUE(is_hashtag_name("cats"));
    EXPECT_TRUE(is_hashtag_name("日本"));
    EXPECT_FALSE(is_hashtag_name("2024"));
    EXPECT_FALSE(is_hashtag_name("a b"));
    EXPECT_FALSE(is_hashtag_name("#cats"));
    EXPECT_FALSE(is_hashtag_name(""));
}

} // namespace
} // namespace base

#include "base/emoji.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Emoji, AreThoseThatUnicodeRecommends) {
    for (const auto* emoji :
         {"😀", "👍🏽", "👨‍👩‍👧‍👦", "🇯🇵", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "1️⃣"})
        EXPECT_EQ(normalise_emoji(emoji), emoji);
}

TEST(Emoji, NeedNotAskForAPicture) { EXPECT_EQ(normalise_emoji("\u2764"), "\u2764\uFE0F"); }

TEST(Emoji, AreNothingElse) {
    for (const auto* text : {"", "a", "1", "😀😀", "😀 ", "東", "\u200d", "\xf0\x9f", "🇯", "👍🏽🏽"}) {
        EXPECT_EQ(normalise_emoji(text), "") << text;
    }
    EXPECT_EQ(normalise_emoji(std::string(1000, 'x')), "");
}

} // namespace
} // namespace base

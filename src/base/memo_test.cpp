#include "base/memo.h"

#include <gtest/gtest.h>

namespace base {
namespace {

using Memo = MemoOf<std::string>;

Memo::Result text(std::string_view content) { return std::make_shared<const std::string>(content); }

TEST(Memo, GivesWhatWasKept) {
    Memo memo(10);
    EXPECT_EQ(memo.find("a"), nullptr);

    memo.keep("a", text("1"));

    ASSERT_NE(memo.find("a"), nullptr);
    EXPECT_EQ(*memo.find("a"), "1");
    EXPECT_EQ(memo.find("b"), nullptr);
}

TEST(Memo, ForgetsWhatNobodyAskedForOfLate) {
    Memo memo(10);
    memo.keep("wanted", text("1"));
    memo.keep("unwanted", text("2"));

    for (int i = 0; i < 100; ++i) {
        memo.keep(std::to_string(i), text("3"));
        ASSERT_NE(memo.find("wanted"), nullptr) << i;
    }

    EXPECT_EQ(memo.find("unwanted"), nullptr);
    EXPECT_EQ(memo.find("0"), nullptr);
    EXPECT_NE(memo.find("99"), nullptr);
}

} // namespace
} // namespace base

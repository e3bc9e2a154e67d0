#include "base/html_text.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(HtmlText, IsWhatOneReads) {
    EXPECT_EQ(html_to_text("<p>Fish &amp; chips</p>"), "Fish & chips\n");
    EXPECT_EQ(html_to_text("one<br />two<BR>three"), "one\ntwo\nthree");
    EXPECT_EQ(html_to_text("<p>a</p><p>b</p>"), "a\nb\n");
    EXPECT_EQ(html_to_text("<a href=\"https://a.test/?x=1&amp;y\"><span class=\"invisible\">https://</span>a.test</a>"),
              "https://a.test");
    EXPECT_EQ(html_to_text("sp<b>li</b>t"), "split");
    EXPECT_EQ(html_to_text("&#39;&#x6771;&quot;&nbsp;&apos;"), "'東\"\u00A0'");
}

TEST(HtmlText, KeepsWhatItDoesNotKnow) {
    EXPECT_EQ(html_to_text("&copy; & &; &#; &#x; &#99999999;"), "&copy; & &; &#; &#x; &#99999999;");
    EXPECT_EQ(html_to_text("&#xD800;"), "\uFFFD");
    EXPECT_EQ(html_to_text("a < b"), "a ");
    EXPECT_EQ(html_to_text("a<"), "a");
    EXPECT_EQ(html_to_text(""), "");
}

} // namespace
} // namespace base

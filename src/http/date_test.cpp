#include "http/date.h"

#include <gtest/gtest.h>

namespace http {
namespace {

TEST(HttpDate, IsReadAsItIsWritten) {
    EXPECT_EQ(http_date(1'388'957'500), "Sun, 05 Jan 2014 21:31:40 GMT");
    EXPECT_EQ(parse_http_date("Sun, 05 Jan 2014 21:31:40 GMT"), 1'388'957'500);
    EXPECT_EQ(parse_http_date("Thu, 29 Feb 2024 23:59:59 GMT"), 1'709'251'199);
}

TEST(HttpDate, NothingElseIsOne) {
    for (const auto* text :
         {"", "Sun, 05 Jan 2014 21:31:40 UTC", "Mon, 05 Jan 2014 21:31:40 GMT", "Thu, 30 Feb 2024 23:59:59 GMT",
          "Sun, 05 Jan 2014 25:31:40 GMT", "Sun, 5 Jan 2014 21:31:40 GMT ", "Sunday, 05-Jan-14 21:31:40 GMT",
          "Sun, 05 Foo 2014 21:31:40 GMT", "Sun, -5 Jan 2014 21:31:40 GMT", "Sun Jan  5 21:31:40 2014",
          "2014-01-05T21:31:40Z"}) {
        EXPECT_FALSE(parse_http_date(text)) << text;
    }
}

} // namespace
} // namespace http

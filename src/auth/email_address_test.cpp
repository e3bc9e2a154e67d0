#include "auth/email_address.h"

#include <gtest/gtest.h>

#include <string>

namespace auth {
namespace {

TEST(EmailAddress, IsWhatPeopleHave) {
    for (const char* text : {"alice@example.com", "a.b+c@mail.example.co.jp", "o'brien@example.org",
                             "ALICE@EXAMPLE.COM", "bob@xn--bcher-kva.example", "admin@localhost", "1@2.example"}) {
        EXPECT_TRUE(is_email_address(text)) << text;
    }
}

TEST(EmailAddress, HasOneMeaning) {
    for (const char* text : {"",
                             "alice",
                             "@example.com",
                             "alice@",
                             "a@b@example.com",
                             "alice@example.com@evil.test",
                             "\"a b\"@example.com",
                             "\"a@evil.test\"@example.com",
                             "a(comment)@example.com",
                             "a@example.com(comment)",
                             "a%evil.test@example.com",
                             "evil.test!a@example.com",
                             "<a@example.com>",
                             "Alice <a@example.com>",
                             "a@example.com,b@evil.test",
                             "a@example.com;b@evil.test",
                             "a b@example.com",
                             " a@example.com",
                             "a@example.com ",
                             "a@example.com\r\nBcc: b@evil.test",
                             "a@example.com\n",
                             "a@[127.0.0.1]",
                             "a@exa_mple.com",
                             "a@-example.com",
                             "a@example..com",
                             "a@.example.com",
                             ".a@example.com",
                             "a.@example.com",
                             "a..b@example.com",
                             "あ@example.com",
                             "a@ｅｘａｍｐｌｅ.com",
                             "a@ex\342\200\213ample.com",
                             "a@example.com:25"}) {
        EXPECT_FALSE(is_email_address(text)) << text;
    }
    EXPECT_FALSE(is_email_address(std::string_view("a@example.com\0.evil.test", 24)));
    EXPECT_FALSE(is_email_address(std::string(65, 'a') + "@example.com"));
    EXPECT_FALSE(is_email_address("a@" + std::string(250, 'a') + ".com"));
}

} // namespace
} // namespace auth

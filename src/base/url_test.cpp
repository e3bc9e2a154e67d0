#include "base/url.h"

#include <gtest/gtest.h>

namespace base {
namespace {

std::string written(std::string_view text) {
    const auto url = Url::parse(text);
    return url ? url->text() : "no URL";
}

TEST(Url, IsWrittenAnew) {
    EXPECT_EQ(written("https://Remote.Test"), "https://remote.test/");
    EXPECT_EQ(written("HTTPS://remote.test:443/users/a?b=c#d"), "https://remote.test/users/a?b=c");
    EXPECT_EQ(written("http://remote.test:8080?x"), "http://remote.test:8080/?x");
    EXPECT_EQ(written("https://日本.test/あ"), "https://xn--wgv71a.test/%E3%81%82");
    EXPECT_EQ(written("https://203.0.113.7/"), "https://203.0.113.7/");
    EXPECT_EQ(written("https://[2001:DB8::0:1]:444/"), "https://[2001:db8::1]:444/");
    EXPECT_EQ(written("https://[::ffff:10.0.0.1]/"), "https://10.0.0.1/");
    EXPECT_EQ(written("https://remote.test/a/../b//c"), "https://remote.test/a/../b//c");
}

TEST(Url, SaysWhereItLeads) {
    const auto url = *Url::parse("https://remote.test:444/inbox?a");

    EXPECT_EQ(url.authority(), "remote.test:444");
    EXPECT_EQ(url.origin(), "https://remote.test:444");
    EXPECT_EQ(url.target, "/inbox?a");
    EXPECT_EQ(Url::parse("http://remote.test:80/")->authority(), "remote.test");
}

// security: request injection, disguised addresses, confused parsers.
TEST(Url, NothingOddIsOne) {
    for (const auto* text : {"",
                             "/users/a",
                             "remote.test",
                             "ftp://remote.test/",
                             "https:/remote.test/",
                             "https:///a",
                             "https://a@remote.test/",
                             "https://a:b@remote.test/",
                             "https://remote.test\\@evil.test/",
                             "https://remote.test/a b",
                             "https://remote.test/a\r\nHost: b",
                             "https://remote.test/\t",
                             " https://remote.test/",
                             "https://remote.test:0/",
                             "https://remote.test:/",
                             "https://remote.test:65536/",
                             "https://remote.test:a/",
                             "https://re mote.test/",
                             "https://remote.test./",
                             "https://.test/",
                             "https://[::1/",
                             "https://[fe80::1%25lo]/",
                             "https://[1.2.3.4]/",
                             "https://::1/",
                             "https://127.1/",
                             "https://0x7f.0.0.1/",
                             "https://0177.0.0.1/",
                             "https://2130706433/",
                             "https://0x7f000001/",
                             "https://1.2.3.4.5/",
                             "https://1.2.3.256/",
                             "https://a.0x10/",
                             "https://%31.2.3.4/",
                             "https://remote.test/\"x"}) {
        EXPECT_EQ(written(text), "no URL") << text;
    }
    EXPECT_EQ(written(std::string("https://remote.test/\0a", 22)), "no URL");
    EXPECT_EQ(written("https://remote.test/" + std::string(2048, 'a')), "no URL");
}

} // namespace
} // namespace base

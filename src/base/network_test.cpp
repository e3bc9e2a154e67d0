#include "base/network.h"

#include <gmock/gmock.h>

namespace base {
namespace {

Network network(std::string_view text) { return *Network::parse(text); }

IpAddress ip(std::string_view text) { return *IpAddress::parse(text); }

TEST(IpAddress, IsReadInBothFamilies) {
    EXPECT_EQ(ip("203.0.113.7").text(), "203.0.113.7");
    EXPECT_EQ(ip("2001:DB8::1").text(), "2001:db8::1");
    EXPECT_EQ(ip("::ffff:10.0.0.1"), ip("10.0.0.1"));
}

TEST(IpAddress, RefusesEverythingElse) {
    for (const auto* text :
         {"", "10.0.0", "10.0.0.256", "0x7f.1", "010.0.0.1", "[::1]", "fe80::1%eth0", "10.0.0.1:80"}) {
        EXPECT_FALSE(IpAddress::parse(text)) << text;
    }
    EXPECT_FALSE(IpAddress::parse(std::string_view("127.0.0.1\0x", 11)));
}

TEST(Network, ContainsItsAddressesAndNoOthers) {
    EXPECT_TRUE(network("10.0.0.0/8").contains(ip("10.255.0.1")));
    EXPECT_FALSE(network("10.0.0.0/8").contains(ip("11.0.0.1")));
    EXPECT_TRUE(network("192.168.128.0/17").contains(ip("192.168.200.1")));
    EXPECT_FALSE(network("192.168.128.0/17").contains(ip("192.168.100.1")));
    EXPECT_TRUE(network("fd00::/8").contains(ip("fd12::1")));
    EXPECT_FALSE(network("fd00::/8").contains(ip("fe80::1")));
    EXPECT_TRUE(network("0.0.0.0/0").contains(ip("198.51.100.1")));
    EXPECT_FALSE(network("0.0.0.0/0").contains(ip("2001:db8::1")));
    EXPECT_TRUE(network("::/0").contains(ip("198.51.100.1")));
    EXPECT_TRUE(network("127.0.0.1").contains(ip("127.0.0.1")));
    EXPECT_FALSE(network("127.0.0.1").contains(ip("127.0.0.2")));
}

TEST(Network, RefusesWhatIsNone) {
    for (const auto* text :
         {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "fd00::/129", "example.com/8"}) {
        EXPECT_FALSE(Network::parse(text)) << text;
    }
}

TEST(Network, PrintsAsItIsWritten) {
    EXPECT_EQ(network("10.0.0.0/8").text(), "10.0.0.0/8");
    EXPECT_EQ(network("fd00::/8").text(), "fd00::/8");
    EXPECT_EQ(network("127.0.0.1").text(), "127.0.0.1/32");
}

TEST(Domain, IsLowerCaseAndAscii) {
    EXPECT_EQ(normalise_domain("Social.Example"), "social.example");
    EXPECT_EQ(normalise_domain("例え.テスト"), "xn--r8jz45g.xn--zckzah");
    EXPECT_EQ(normalise_domain("BÜCHER.example:8443"), "xn--bcher-kva.example:8443");
    EXPECT_EQ(normalise_domain("localhost:3000"), "localhost:3000");
}

TEST(Domain, RefusesWhatIsNoHost) {
    for (const auto* text :
         {"", "https://a.example", "a.example/x", "a..example", "-a.example", "a_b.example", "a b", "user@a.example",
          "a.example:0", "a.example:99999", "a.example:", "[::1]:80", "a.example."}) {
        EXPECT_EQ(normalise_domain(text), std::nullopt) << text;
    }
    EXPECT_EQ(normalise_domain(std::string(64, 'a') + ".example"), std::nullopt);
}

TEST(LoopbackHost, IsLocalhostOrALoopbackAddress) {
    for (const auto* host :
         {"localhost", "LOCALHOST:3000", "web.localhost", "127.0.0.1", "127.8.8.8:80", "::1", "[::1]", "[::1]:80"}) {
        EXPECT_TRUE(is_loopback_host(host)) << host;
    }
    for (const auto* host : {"", "social.example", "localhost.example", "10.0.0.1", "::2", "[2001:db8::1]:80"}) {
        EXPECT_FALSE(is_loopback_host(host)) << host;
    }
}

TEST(Endpoint, IsAnAddressAndAPort) {
    EXPECT_EQ(Endpoint::parse("0.0.0.0:80")->address, ip("0.0.0.0"));
    EXPECT_EQ(Endpoint::parse("[::1]:3000")->port, 3000);
    EXPECT_EQ(Endpoint::parse("localhost:3000")->address, ip("127.0.0.1"));
    for (const auto* text : {"", "3000", ":3000", "127.0.0.1", "::1:3000", "example.com:3000", "127.0.0.1:70000"}) {
        EXPECT_FALSE(Endpoint::parse(text)) << text;
    }
}

TEST(ReadableDomain, ShowsEveryScript) {
    EXPECT_EQ(readable_domain("social.example"), "social.example");
    EXPECT_EQ(readable_domain("xn--wgv71a119e.jp"), "日本語.jp");
    EXPECT_EQ(readable_domain("social.xn--wgv71a119e.jp:8443"), "social.日本語.jp:8443");
    EXPECT_EQ(readable_domain("xn--\xFF"), "xn--\xFF");
    EXPECT_EQ(readable_domain(""), "");
}

} // namespace
} // namespace base

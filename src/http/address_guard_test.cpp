#include "http/address_guard.h"

#include <gtest/gtest.h>

namespace http {
namespace {

bool is_global(const char* text) { return is_global_unicast(*base::IpAddress::parse(text)); }

TEST(AddressGuard, KnowsThePublicInternet) {
    for (const auto* text : {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
                             "172.32.0.0", "192.0.1.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
                             "2606:4700::1111", "2400:cb00::1", "2a00:1450::1", "2001:200::1", "::ffff:1.1.1.1"}) {
        EXPECT_TRUE(is_global(text)) << text;
    }
}

// security: every special range, IPv4 in its IPv6 forms.
TEST(AddressGuard, Security17_RefusesEverySpecialRange) {
    for (const auto* text :
         {"0.0.0.0",    "0.255.255.255",   "10.0.0.1",        "10.255.255.255", "100.64.0.1",     "100.127.255.255",
          "127.0.0.1",  "127.255.255.255", "169.254.169.254", "172.16.0.1",     "172.31.255.255", "192.0.0.1",
          "192.0.2.1",  "192.31.196.1",    "192.52.193.1",    "192.88.99.1",    "192.168.1.1",    "192.175.48.1",
          "198.18.0.1", "198.19.255.255",  "198.51.100.1",    "203.0.113.1",    "224.0.0.1",      "239.255.255.255",
          "240.0.0.1",  "255.255.255.255"}) {
        EXPECT_FALSE(is_global(text)) << text;
    }
    for (const auto* text : {"::",
                             "::1",
                             "::ffff:127.0.0.1",
                             "::ffff:10.0.0.1",
                             "::127.0.0.1",
                             "::1.1.1.1",
                             "::ffff:0:127.0.0.1",
                             "64:ff9b::7f00:1",
                             "64:ff9b::1.1.1.1",
                             "64:ff9b:1::1",
                             "100::1",
                             "2001::1",
                             "2001:10::1",
                             "2001:20::1",
                             "2001:1ff::1",
                             "2001:db8::1",
                             "2002:7f00:1::",
                             "2002:101:101::1",
                             "2620:4f:8000::1",
                             "3fff::1",
                             "4000::1",
                             "5f00::1",
                             "fc00::1",
                             "fd00::1",
                             "fe80::1",
                             "fec0::1",
                             "ff02::1"}) {
        EXPECT_FALSE(is_global(text)) << text;
    }
}

} // namespace
} // namespace http

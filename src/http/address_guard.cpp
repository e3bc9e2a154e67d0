#include "http/address_guard.h"

#include <array>
#include <vector>

namespace http {
namespace {

constexpr std::array kSpecialIpv4 = {
    "0.0.0.0/8",       "10.0.0.0/8",    "100.64.0.0/10",   "127.0.0.0/8",     "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24",    "192.0.2.0/24",  "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
    "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",  "224.0.0.0/4",    "240.0.0.0/4",
};

// All of IPv6 that is handed out to machines, and what is special inside of it: Teredo and other protocol assignments,
// documentation, 6to4, AS112.
constexpr const char* kIpv6Global = "2000::/3";
constexpr std::array kSpecialIpv6 = {"2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"};

template <typename Texts>
std::vector<base::Network> networks_of(const Texts& texts) {
    std::vector<base::Network> networks;
    for (const auto* text : texts) networks.push_back(*base::Network::parse(text));
    return networks;
}

} // namespace

bool is_global_unicast(const base::IpAddress& ip) {
    static const auto kMapped = *base::Network::parse("::ffff:0:0");
    static const auto special_ipv4 = networks_of(kSpecialIpv4);
    static const auto special_ipv6 = networks_of(kSpecialIpv6);
    static const auto ipv6_global = *base::Network::parse(kIpv6Global);

    const bool is_ipv4 = base::Network{kMapped.address, 96}.contains(ip);
    if (is_ipv4) return !base::any_contains(special_ipv4, ip);
    return ipv6_global.contains(ip) && !base::any_contains(special_ipv6, ip);
}

} // namespace http

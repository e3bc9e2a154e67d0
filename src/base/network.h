#pragma once

#include "base/result.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// An IPv4 or IPv6 address; IPv4 is kept as ::ffff:a.b.c.d.
struct IpAddress {
    unsigned char bytes[16] = {};

    // Without port, brackets or zone; nullopt for anything else.
    static std::optional<IpAddress> parse(std::string_view text);
    bool is_loopback() const;
    // "203.0.113.7", "2001:db8::1".
    std::string text() const;
    bool operator==(const IpAddress&) const = default;
};

// An IPv4 or IPv6 network, as "10.0.0.0/8" or "fd00::/8"; an address alone is a network of one.
struct Network {
    IpAddress address;
    int prefix_bits = 128; // Of the 128: 10.0.0.0/8 has 104.

    static Result<Network> parse(std::string_view text);
    bool contains(const IpAddress& ip) const;
    std::string text() const;
};

// 127.0.0.0/8 and ::1.
std::vector<Network> loopback_networks();

bool any_contains(std::span<const Network> networks, const IpAddress& ip);

// The host of a URL or handle as every server writes it: lower case, international names as xn--…, "host" or
// "host:port". nullopt when it is no such thing.
std::optional<std::string> normalise_domain(std::string_view text);

// The same as people read it: names beyond ASCII in their own script. Text that is no such name stays as it is.
std::string readable_domain(std::string_view domain);

// Whether `host` is localhost or an IP of the loopback range, with or without a port.
bool is_loopback_host(std::string_view host);

// "127.0.0.1:3000", "[::1]:0", "localhost:3000"; nullopt unless it is an address and a port.
struct Endpoint {
    IpAddress address;
    unsigned short port = 0;

    static std::optional<Endpoint> parse(std::string_view text);
};

} // namespace base

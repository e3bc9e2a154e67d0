#include "base/network.h"

#include "base/ascii.h"

#include <arpa/inet.h>
#include <idn2.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

namespace base {
namespace {

constexpr unsigned char kMappedPrefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_ipv4(const IpAddress& ip) { return std::memcmp(ip.bytes, kMappedPrefix, sizeof kMappedPrefix) == 0; }

template <typename Number>
std::optional<Number> parse_number(std::string_view digits) {
    Number number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

struct HostAndPort {
    std::string_view host; // An IPv6 address keeps its brackets.
    std::string_view port; // With the colon; empty when there is none.
};

HostAndPort split_port(std::string_view text) {
    const auto colon = text.rfind(':');
    const auto bracket = text.rfind(']');
    const bool is_port = colon != std::string_view::npos && (bracket == std::string_view::npos || bracket < colon);
    if (!is_port) return {text, {}};
    return {text.substr(0, colon), text.substr(colon)};
}

std::string_view without_brackets(std::string_view host) {
    const bool has_brackets = host.size() >= 2 && host.front() == '[' && host.back() == ']';
    return has_brackets ? host.substr(1, host.size() - 2) : host;
}

bool is_label(std::string_view label) {
    const auto is_allowed = [](char c) { return is_ascii_lower(c) || is_ascii_digit(c) || c == '-'; };
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-'
           && std::ranges::all_of(label, is_allowed);
}

bool is_host_name(std::string_view host) {
    if (host.size() > 253) return false;
    while (true) {
        const auto dot = host.find('.');
        if (!is_label(host.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        host.remove_prefix(dot + 1);
    }
}

// Lower case, and xn--… for names beyond ASCII, as IDNA2008 with the mappings of UTS 46 has it.
std::optional<std::string> to_ascii(const std::string& host) {
    auto lower = ascii_lower(host);
    const bool may_be_encoded = lower.find("--") != std::string::npos;
    if (!may_be_encoded && is_host_name(lower))
        return lower; // As nearly all are: IDNA has nothing to add, and takes long.
    char* ascii = nullptr;
    const int error = idn2_to_ascii_8z(host.c_str(), &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, decltype(&idn2_free)> owner(ascii, idn2_free);
    if (error != IDN2_OK) return std::nullopt;
    return ascii_lower(ascii);
}

} // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    const std::string terminated(text);
    if (terminated.find('\0') != std::string::npos) return std::nullopt;

    IpAddress ip;
    if (inet_pton(AF_INET6, terminated.c_str(), ip.bytes) == 1) return ip;
    if (inet_pton(AF_INET, terminated.c_str(), ip.bytes + 12) != 1) return std::nullopt;
    std::memcpy(ip.bytes, kMappedPrefix, sizeof kMappedPrefix);
    return ip;
}

bool IpAddress::is_loopback() const {
    static constexpr unsigned char kIpv6Loopback[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    return is_ipv4(*this) ? bytes[12] == 127 : std::memcmp(bytes, kIpv6Loopback, sizeof bytes) == 0;
}

std::string IpAddress::text() const {
    char buffer[INET6_ADDRSTRLEN];
    const bool ipv4 = is_ipv4(*this);
    return inet_ntop(ipv4 ? AF_INET : AF_INET6, ipv4 ? bytes + 12 : bytes, buffer, sizeof buffer);
}

Result<Network> Network::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) return invalid("not a network: \"" + std::string(text) + "\"");
    if (slash == std::string_view::npos) return Network{*address, 128};

    const int most = is_ipv4(*address) ? 32 : 128;
    const auto bits = parse_number<unsigned>(text.substr(slash + 1));
    if (!bits || *bits > static_cast<unsigned>(most)) {
        return invalid("the number after / is not from 0 to " + std::to_string(most) + ": \"" + std::string(text)
                       + "\"");
    }
    return Network{*address, 128 - most + static_cast<int>(*bits)};
}

bool Network::contains(const IpAddress& ip) const {
    const auto whole_bytes = static_cast<std::size_t>(prefix_bits / 8);
    if (std::memcmp(address.bytes, ip.bytes, whole_bytes) != 0) return false;
    const int rest = prefix_bits % 8;
    return rest == 0 || (address.bytes[whole_bytes] ^ ip.bytes[whole_bytes]) >> (8 - rest) == 0;
}

std::string Network::text() const {
    return address.text() + "/" + std::to_string(is_ipv4(address) ? prefix_bits - 96 : prefix_bits);
}

std::vector<Network> loopback_networks() {
    return {Network{*IpAddress::parse("127.0.0.0"), 104}, Network{*IpAddress::parse("::1"), 128}};
}

bool any_contains(std::span<const Network> networks, const IpAddress& ip) {
    return std::ranges::any_of(networks, [&](const Network& network) { return network.contains(ip); });
}

std::optional<std::string> normalise_domain(std::string_view text) {
    const auto [host, port] = split_port(text);
    if (!port.empty() && parse_number<unsigned short>(port.substr(1)).value_or(0) == 0) return std::nullopt;
    if (host.find('\0') != std::string_view::npos) return std::nullopt;

    const auto ascii = to_ascii(std::string(host));
    if (!ascii || !is_host_name(*ascii)) return std::nullopt;
    return *ascii + std::string(port);
}

std::string readable_domain(std::string_view domain) {
    std::string terminated(domain);
    if (domain.find("xn--") == std::string_view::npos || domain.find('\0') != std::string_view::npos) return terminated;
    char* readable = nullptr;
    const int error = idn2_to_unicode_8z8z(terminated.c_str(), &readable, 0);
    const std::unique_ptr<char, decltype(&idn2_free)> owner(readable, idn2_free);
    return error == IDN2_OK ? readable : terminated;
}

bool is_loopback_host(std::string_view text) {
    const auto whole = IpAddress::parse(text); // "::1", whose colons separate no port.
    const std::string_view host = without_brackets(split_port(text).host);
    const auto ip = whole ? whole : IpAddress::parse(host);
    if (ip) return ip->is_loopback();

    const auto name = normalise_domain(host);
    return name && (*name == "localhost" || name->ends_with(".localhost"));
}

std::optional<Endpoint> Endpoint::parse(std::string_view text) {
    const auto [host, port] = split_port(text);
    if (port.empty()) return std::nullopt;
    if (host.find(':') != std::string_view::npos && host.front() != '[') return std::nullopt;

    const auto address = IpAddress::parse(host == "localhost" ? "127.0.0.1" : without_brackets(host));
    const auto number = parse_number<unsigned short>(port.substr(1));
    if (!address || !number) return std::nullopt;
    return Endpoint{*address, *number};
}

} // namespace base

#include "base/url.h"

#include "base/ascii.h"
#include "base/network.h"

#include <algorithm>
#include <charconv>

namespace base {
namespace {

constexpr std::size_t kMaxBytes = 2048;

bool is_odd(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7f || c == '\\' || c == '"' || c == '<' || c == '>';
}

// Removes and returns what stands before the first of `ends`, which stay.
std::string_view take_before(std::string_view& text, std::string_view ends) {
    const auto at = std::min(text.find_first_of(ends), text.size());
    const auto before = text.substr(0, at);
    text.remove_prefix(at);
    return before;
}

// What inet_aton and browsers would take for an IPv4 address: its last part is a number.
bool ends_in_a_number(std::string_view host) {
    const auto last = host.substr(host.rfind('.') + 1); // All of it without a dot: npos + 1 is 0.
    return std::ranges::all_of(last, is_ascii_digit) || last.starts_with("0x");
}

std::optional<std::string> read_host(std::string_view text) {
    if (text.starts_with('[')) {
        if (!text.ends_with(']')) return std::nullopt;
        const auto inner = text.substr(1, text.size() - 2);
        const auto ip = inner.find(':') == std::string_view::npos ? std::nullopt : IpAddress::parse(inner);
        if (!ip) return std::nullopt;
        const auto written = ip->text();
        // ::ffff:a.b.c.d is written as the IPv4 address that it is.
        return written.find(':') == std::string::npos ? written : "[" + written + "]";
    }
    if (text.find(':') != std::string_view::npos) return std::nullopt;
    if (const auto ip = IpAddress::parse(text)) return ip->text();
    auto name = normalise_domain(text);
    return name && !ends_in_a_number(*name) ? name : std::nullopt;
}

std::optional<std::uint16_t> read_port(std::string_view digits) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size() || port == 0) return std::nullopt;
    return port;
}

// `text` is "host" or "host:port".
bool read_authority(Url& url, std::string_view text) {
    const auto colon = text.rfind(':');
    const auto bracket = text.rfind(']');
    const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || bracket < colon);
    const auto host = read_host(has_port ? text.substr(0, colon) : text);
    if (!host) return false;
    url.host = *host;
    if (!has_port) return true;
    const auto port = read_port(text.substr(colon + 1));
    url.port = port.value_or(0);
    return port.has_value();
}

std::string encoded_target(std::string_view text) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string target = text.starts_with('/') ? "" : "/";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            target += c;
        } else {
            target += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
        }
    }
    return target;
}

} // namespace

std::optional<Url> Url::parse(std::string_view text) {
    if (text.size() > kMaxBytes || std::ranges::any_of(text, is_odd)) return std::nullopt;
    const auto scheme = ascii_lower(take_before(text, ":"));
    if ((scheme != "https" && scheme != "http") || !text.starts_with("://")) return std::nullopt;
    text.remove_prefix(3);

    Url url{
        .is_https = scheme == "https", .host = {}, .port = static_cast<std::uint16_t>(scheme == "https" ? 443 : 80)};
    const auto authority = take_before(text, "/?#");
    if (authority.find('@') != std::string_view::npos || !read_authority(url, authority)) return std::nullopt;
    url.target = encoded_target(take_before(text, "#"));
    return url;
}

std::string Url::authority() const { return port == (is_https ? 443 : 80) ? host : host + ":" + std::to_string(port); }

std::string Url::origin() const { return (is_https ? "https://" : "http://") + authority(); }

} // namespace base

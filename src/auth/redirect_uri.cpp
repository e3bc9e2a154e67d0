#include "auth/redirect_uri.h"

#include "base/ascii.h"
#include "base/network.h"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <algorithm>
#include <array>

namespace auth {
namespace {

constexpr auto kForbiddenSchemes = std::to_array<std::string_view>({"data", "vbscript", "javascript"});

bool is_web(std::string_view scheme) { return scheme == "http" || scheme == "https"; }

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f; });
}

// The scheme in lower case; empty when there is none.
std::string scheme_of(std::string_view uri) {
    const auto colon = uri.find(':');
    if (colon == std::string_view::npos || colon == 0 || !base::is_ascii_letter(uri.front())) return {};
    const auto is_allowed = [](char c) { return base::is_ascii_alphanumeric(c) || c == '+' || c == '-' || c == '.'; };
    if (!std::ranges::all_of(uri.substr(0, colon), is_allowed)) return {};
    return base::ascii_lower(uri.substr(0, colon));
}

bool is_loopback_literal(boost::urls::url_view url) {
    const std::string_view host(url.encoded_host_address().data(), url.encoded_host_address().size());
    const auto address = base::IpAddress::parse(host);
    return address && address->is_loopback();
}

} // namespace

std::string_view find_redirect_problem(std::string_view uri) {
    const std::string scheme = scheme_of(uri);
    if (std::ranges::find(kForbiddenSchemes, scheme) != kForbiddenSchemes.end()) return "is forbidden by the server.";
    if (has_control_character(uri)) return "must be a valid URI.";
    if (uri.find('#') != std::string_view::npos) return "cannot contain a fragment.";
    if (scheme.empty()) return "must be an absolute URI.";

    const auto url = boost::urls::parse_uri({uri.data(), uri.size()});
    if (url.has_error()) return "must be a valid URI.";
    if (!is_web(scheme)) return {};
    if (url->encoded_host().empty()) return "must be an absolute URI.";
    // "https://app.example@evil.test/": people read the wrong name.
    return url->has_userinfo() ? "must be a valid URI." : std::string_view{};
}

bool is_same_redirect(std::string_view registered, std::string_view requested) {
    if (registered == requested) return true;
    auto left = boost::urls::parse_uri({registered.data(), registered.size()});
    auto right = boost::urls::parse_uri({requested.data(), requested.size()});
    if (left.has_error() || right.has_error() || left->scheme() != "http" || right->scheme() != "http") return false;
    if (!is_loopback_literal(*left) || !is_loopback_literal(*right)) return false;

    boost::urls::url without_port(*left);
    boost::urls::url other_without_port(*right);
    return without_port.remove_port().buffer() == other_without_port.remove_port().buffer();
}

std::string add_query(std::string_view uri, std::string_view query) {
    std::string result(uri);
    const auto mark = result.find('?');
    if (mark == std::string::npos) {
        result += '?';
    } else if (mark + 1 < result.size() && result.back() != '&') {
        result += '&';
    }
    result += query;
    return result;
}

} // namespace auth

#include "auth/email_address.h"

#include "base/ascii.h"
#include "base/network.h"

#include <algorithm>

namespace auth {
namespace {

// RFC 5321, 4.5.3.1.
constexpr std::size_t kMaxLocalPart = 64;
constexpr std::size_t kMaxAddress = 254;

bool is_local_part(std::string_view text) {
    const auto is_allowed = [](char c) {
        return base::is_ascii_alphanumeric(c)
               || std::string_view("#$&'*+-./=?^_`{|}~").find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= kMaxLocalPart && std::ranges::all_of(text, is_allowed) && text.front() != '.'
           && text.back() != '.' && text.find("..") == std::string_view::npos;
}

bool is_host(std::string_view text) {
    const auto is_allowed = [](char c) { return base::is_ascii_alphanumeric(c) || c == '-' || c == '.'; };
    return std::ranges::all_of(text, is_allowed) && base::normalise_domain(text).has_value();
}

} // namespace

bool is_email_address(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || text.size() > kMaxAddress) return false;
    return is_local_part(text.substr(0, at)) && is_host(text.substr(at + 1));
}

} // namespace auth

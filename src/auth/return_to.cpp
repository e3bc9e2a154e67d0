#include "auth/return_to.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <array>

namespace auth {
namespace {

constexpr std::string_view kConsent = "/oauth/authorize?";
constexpr std::string_view kInteraction = "/authorize_interaction?";
constexpr std::array<std::string_view, 5> kSettings = {"/settings", "/settings/aliases", "/settings/delete",
                                                       "/settings/migration", "/settings/migration/redirect/new"};
constexpr std::size_t kMaxBytes = 8000;

bool is_plain(char c) { return c > ' ' && c < 0x7f && c != '\\'; }

} // namespace

std::string safe_return_to(std::string_view path) {
    const bool is_known = path.starts_with(kConsent) || path.starts_with(kInteraction)
                          || std::ranges::find(kSettings, path) != kSettings.end();
    const bool is_safe = is_known && path.size() <= kMaxBytes && std::ranges::all_of(path, is_plain);
    return std::string(is_safe ? path : "/");
}

std::string client_id_of(std::string_view return_to) {
    const auto url = boost::urls::parse_origin_form({return_to.data(), return_to.size()});
    if (url.has_error()) return {};
    const auto params = url->params();
    const auto found = params.find("client_id");
    if (found == params.end()) return {};
    const std::string id = (*found).value;
    return id.find('\0') == std::string::npos ? id : std::string();
}

} // namespace auth

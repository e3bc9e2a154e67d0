#include "federation/origins.h"

#include "base/url.h"

namespace federation {

std::string host_of(std::string_view url) {
    const auto parsed = base::Url::parse(url);
    return parsed ? parsed->authority() : std::string();
}

bool is_same_host(std::string_view url, std::string_view other_url) {
    const std::string host = host_of(url);
    return !host.empty() && host == host_of(other_url);
}

bool is_web_url(std::string_view url) {
    return url.find_first_of("\"<>") == std::string_view::npos && base::Url::parse(url).has_value();
}

} // namespace federation

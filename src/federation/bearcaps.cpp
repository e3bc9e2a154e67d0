#include "federation/bearcaps.h"

#include "http/params.h"
#include "http/split.h"

namespace federation {

std::optional<Bearcap> read_bearcap(std::string_view id) {
    constexpr std::string_view kScheme = "bear:?";
    if (!id.starts_with(kScheme)) return std::nullopt;
    id.remove_prefix(kScheme.size());
    Bearcap bearcap;
    while (!id.empty()) {
        std::string_view value = http::take_until(id, '&');
        const auto name = http::take_until(value, '=');
        auto decoded = http::percent_decode(value, false);
        if (!decoded) return std::nullopt;
        if (name == "u") bearcap.url = std::move(*decoded);
        if (name == "t") bearcap.token = std::move(*decoded);
    }
    if (bearcap.url.empty() || bearcap.token.empty()) return std::nullopt;
    return bearcap;
}

std::string address_of(std::string_view id) {
    auto bearcap = read_bearcap(id);
    return bearcap ? std::move(bearcap->url) : std::string(id);
}

} // namespace federation

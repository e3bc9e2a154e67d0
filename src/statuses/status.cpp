#include "statuses/status.h"

#include <array>

namespace statuses {

namespace {

constexpr std::array<std::string_view, 4> kVisibilities = {"public", "unlisted", "private", "direct"};

} // namespace

std::string_view to_string(Visibility visibility) { return kVisibilities[static_cast<std::size_t>(visibility)]; }

std::optional<Visibility> parse_visibility(std::string_view text) {
    for (std::size_t i = 0; i < kVisibilities.size(); ++i) {
        if (kVisibilities[i] == text) return static_cast<Visibility>(i);
    }
    return std::nullopt;
}

} // namespace statuses

#pragma once

#include <span>
#include <string_view>

namespace instance {

struct Language {
    std::string_view code; // ISO 639-1, some of 639-3, some with a region: "ja", "ast", "zh-TW".
    std::string_view name; // In itself: 日本語.
};

// Those that posts can be in, by code.
std::span<const Language> languages();
bool is_language(std::string_view code);

} // namespace instance

#pragma once

#include <span>
#include <string_view>

namespace base {

struct Language {
    std::string_view code; // "ja", "zh-TW", "tok"
    std::string_view name; // In English
    std::string_view native_name;
};

// Those that a post can be in: all of ISO 639-1, and those of ISO 639-3 and the regional ones that Mastodon knows.
// Sorted by code.
std::span<const Language> languages();

// Whether it is the code of one, exactly as in the list.
bool is_language(std::string_view code);

// The language that a tag stands for, its region left out when we do not tell regions apart: "ja", "en_GB" (English),
// "zh-tw" (zh-TW). Null for what is none; its views live for ever.
const Language* iso_language(std::string_view tag);

} // namespace base

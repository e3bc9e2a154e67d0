#include "auth/usernames.h"

#include "base/ascii.h"

#include <algorithm>
#include <array>
#include <string>

namespace auth {
namespace {

constexpr auto kReserved = std::to_array<std::string_view>(
    {"abuse", "account",  "accounts", "admin",  "administration", "administrator", "admins",
     "help",  "helpdesk", "instance", "mod",    "moderator",      "moderators",    "mods",
     "owner", "root",     "security", "server", "staff",          "support",       "webmaster"});
constexpr auto kReservedParts = std::to_array<std::string_view>({"mastodon", "mastadon"});

char look_alike(char c) {
    switch (c) {
    case '0': return 'o';
    case '1': return 'i';
    case '3': return 'e';
    case '4': return 'a';
    case '5': return 's';
    case '7': return 't';
    default: return base::ascii_lower(c);
    }
}

// "4dm1n_" looks like "admin".
std::string as_it_looks(std::string_view username) {
    std::string looks;
    for (const char c : username) {
        if (c != '_') looks += look_alike(c);
    }
    return looks;
}

} // namespace

bool is_username(std::string_view text) {
    const auto is_allowed = [](char c) { return base::is_ascii_alphanumeric(c) || c == '_'; };
    return !text.empty() && text.size() <= kMaxUsernameLength && std::ranges::all_of(text, is_allowed);
}

bool is_reserved_username(std::string_view username) {
    const std::string looks = as_it_looks(username);
    const auto is_part = [&](std::string_view part) { return looks.find(part) != std::string::npos; };
    return std::ranges::find(kReserved, looks) != kReserved.end() || std::ranges::any_of(kReservedParts, is_part);
}

} // namespace auth

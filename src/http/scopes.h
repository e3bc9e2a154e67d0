#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http {

// OAuth scopes as bits; a parent is the sum of its children and one bit of its own, so that what was asked for can be
// written again. https://docs.joinmastodon.org/api/oauth-scopes/
enum class Scope : std::uint64_t {
    None = 0,
    ReadAccounts = 1ull << 0,
    ReadBlocks = 1ull << 1,
    ReadBookmarks = 1ull << 2,
    ReadFavourites = 1ull << 3,
    ReadFilters = 1ull << 4,
    ReadFollows = 1ull << 5,
    ReadLists = 1ull << 6,
    ReadMutes = 1ull << 7,
    ReadNotifications = 1ull << 8,
    ReadSearch = 1ull << 9,
    ReadStatuses = 1ull << 10,
    ReadCollections = 1ull << 11,
    WriteAccounts = 1ull << 12,
    WriteBlocks = 1ull << 13,
    WriteBookmarks = 1ull << 14,
    WriteConversations = 1ull << 15,
    WriteFavourites = 1ull << 16,
    WriteFilters = 1ull << 17,
    WriteFollows = 1ull << 18,
    WriteLists = 1ull << 19,
    WriteMedia = 1ull << 20,
    WriteMutes = 1ull << 21,
    WriteNotifications = 1ull << 22,
    WriteReports = 1ull << 23,
    WriteStatuses = 1ull << 24,
    WriteCollections = 1ull << 25,
    Push = 1ull << 26,
    Profile = 1ull << 27,
    AdminReadAccounts = 1ull << 28,
    AdminReadReports = 1ull << 29,
    AdminReadDomainAllows = 1ull << 30,
    AdminReadDomainBlocks = 1ull << 31,
    AdminReadIpBlocks = 1ull << 32,
    AdminReadEmailDomainBlocks = 1ull << 33,
    AdminReadCanonicalEmailBlocks = 1ull << 34,
    AdminWriteAccounts = 1ull << 35,
    AdminWriteReports = 1ull << 36,
    AdminWriteDomainAllows = 1ull << 37,
    AdminWriteDomainBlocks = 1ull << 38,
    AdminWriteIpBlocks = 1ull << 39,
    AdminWriteEmailDomainBlocks = 1ull << 40,
    AdminWriteCanonicalEmailBlocks = 1ull << 41,
    ReadItself = 1ull << 56,
    WriteItself = 1ull << 57,
    FollowItself = 1ull << 58,
    AdminReadItself = 1ull << 59,
    AdminWriteItself = 1ull << 60,
};

constexpr Scope operator|(Scope a, Scope b) {
    return static_cast<Scope>(static_cast<std::uint64_t>(a) | static_cast<std::uint64_t>(b));
}
constexpr Scope operator&(Scope a, Scope b) {
    return static_cast<Scope>(static_cast<std::uint64_t>(a) & static_cast<std::uint64_t>(b));
}
constexpr bool overlap(Scope a, Scope b) { return (a & b) != Scope::None; }
constexpr bool contains(Scope whole, Scope part) { return (whole & part) == part; }

// "read write:statuses" (spaces, or +) to bits; nullopt when one of them is unknown. Parents bring their children.
std::optional<Scope> parse_scopes(std::string_view text);
// The shortest text with that meaning, in the documentation's order.
std::string to_string(Scope scopes);

// Every scope there is, in the documentation's order.
std::vector<std::string_view> scope_names();

} // namespace http

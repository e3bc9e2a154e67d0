#include "http/scopes.h"

#include <algorithm>
#include <array>

namespace http {
namespace {

struct Name {
    std::string_view text;
    Scope scopes; // What it grants.
};

constexpr Scope kRead = Scope::ReadItself | Scope::ReadAccounts | Scope::ReadBlocks | Scope::ReadBookmarks
                        | Scope::ReadFavourites | Scope::ReadFilters | Scope::ReadFollows | Scope::ReadLists
                        | Scope::ReadMutes | Scope::ReadNotifications | Scope::ReadSearch | Scope::ReadStatuses
                        | Scope::ReadCollections;

constexpr Scope kWrite = Scope::WriteItself | Scope::WriteAccounts | Scope::WriteBlocks | Scope::WriteBookmarks
                         | Scope::WriteConversations | Scope::WriteFavourites | Scope::WriteFilters
                         | Scope::WriteFollows | Scope::WriteLists | Scope::WriteMedia | Scope::WriteMutes
                         | Scope::WriteNotifications | Scope::WriteReports | Scope::WriteStatuses
                         | Scope::WriteCollections;

constexpr Scope kFollow = Scope::FollowItself | Scope::ReadBlocks | Scope::WriteBlocks | Scope::ReadFollows
                          | Scope::WriteFollows | Scope::ReadMutes | Scope::WriteMutes;

constexpr Scope kAdminRead = Scope::AdminReadItself | Scope::AdminReadAccounts | Scope::AdminReadReports
                             | Scope::AdminReadDomainAllows | Scope::AdminReadDomainBlocks | Scope::AdminReadIpBlocks
                             | Scope::AdminReadEmailDomainBlocks | Scope::AdminReadCanonicalEmailBlocks;

constexpr Scope kAdminWrite = Scope::AdminWriteItself | Scope::AdminWriteAccounts | Scope::AdminWriteReports
                              | Scope::AdminWriteDomainAllows | Scope::AdminWriteDomainBlocks
                              | Scope::AdminWriteIpBlocks | Scope::AdminWriteEmailDomainBlocks
                              | Scope::AdminWriteCanonicalEmailBlocks;

// The order of the documentation; each parent before its children, which to_string() relies on.
constexpr Name kNames[] = {
    {"profile", Scope::Profile},
    {"read", kRead},
    {"read:accounts", Scope::ReadAccounts},
    {"read:blocks", Scope::ReadBlocks},
    {"read:bookmarks", Scope::ReadBookmarks},
    {"read:collections", Scope::ReadCollections},
    {"read:favourites", Scope::ReadFavourites},
    {"read:filters", Scope::ReadFilters},
    {"read:follows", Scope::ReadFollows},
    {"read:lists", Scope::ReadLists},
    {"read:mutes", Scope::ReadMutes},
    {"read:notifications", Scope::ReadNotifications},
    {"read:search", Scope::ReadSearch},
    {"read:statuses", Scope::ReadStatuses},
    {"write", kWrite},
    {"write:accounts", Scope::WriteAccounts},
    {"write:blocks", Scope::WriteBlocks},
    {"write:bookmarks", Scope::WriteBookmarks},
    {"write:collections", Scope::WriteCollections},
    {"write:conversations", Scope::WriteConversations},
    {"write:favourites", Scope::WriteFavourites},
    {"write:filters", Scope::WriteFilters},
    {"write:follows", Scope::WriteFollows},
    {"write:lists", Scope::WriteLists},
    {"write:media", Scope::WriteMedia},
    {"write:mutes", Scope::WriteMutes},
    {"write:notifications", Scope::WriteNotifications},
    {"write:reports", Scope::WriteReports},
    {"write:statuses", Scope::WriteStatuses},
    {"follow", kFollow},
    {"push", Scope::Push},
    {"admin:read", kAdminRead},
    {"admin:read:accounts", Scope::AdminReadAccounts},
    {"admin:read:reports", Scope::AdminReadReports},
    {"admin:read:domain_allows", Scope::AdminReadDomainAllows},
    {"admin:read:domain_blocks", Scope::AdminReadDomainBlocks},
    {"admin:read:ip_blocks", Scope::AdminReadIpBlocks},
    {"admin:read:email_domain_blocks", Scope::AdminReadEmailDomainBlocks},
    {"admin:read:canonical_email_blocks", Scope::AdminReadCanonicalEmailBlocks},
    {"admin:write", kAdminWrite},
    {"admin:write:accounts", Scope::AdminWriteAccounts},
    {"admin:write:reports", Scope::AdminWriteReports},
    {"admin:write:domain_allows", Scope::AdminWriteDomainAllows},
    {"admin:write:domain_blocks", Scope::AdminWriteDomainBlocks},
    {"admin:write:ip_blocks", Scope::AdminWriteIpBlocks},
    {"admin:write:email_domain_blocks", Scope::AdminWriteEmailDomainBlocks},
    {"admin:write:canonical_email_blocks", Scope::AdminWriteCanonicalEmailBlocks},
};

std::optional<Scope> find_scope(std::string_view text) {
    const auto* found = std::ranges::find(kNames, text, &Name::text);
    return found == std::end(kNames) ? std::nullopt : std::optional(found->scopes);
}

constexpr Scope kParentBits =
    Scope::ReadItself | Scope::WriteItself | Scope::FollowItself | Scope::AdminReadItself | Scope::AdminWriteItself;

bool is_parent(const Name& name) { return overlap(name.scopes, kParentBits); }

} // namespace

std::optional<Scope> parse_scopes(std::string_view text) {
    Scope scopes = Scope::None;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" +"), text.size());
        if (end > 0) {
            const auto scope = find_scope(text.substr(0, end));
            if (!scope) return std::nullopt;
            scopes = scopes | *scope;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return scopes;
}

std::string to_string(Scope scopes) {
    Scope granted_by_parents = Scope::None;
    for (const auto& name : kNames) {
        if (is_parent(name) && contains(scopes, name.scopes)) granted_by_parents = granted_by_parents | name.scopes;
    }

    std::string text;
    for (const auto& name : kNames) {
        const bool is_needed = is_parent(name) || !contains(granted_by_parents, name.scopes);
        if (!contains(scopes, name.scopes) || !is_needed) continue;
        if (!text.empty()) text += ' ';
        text += name.text;
    }
    return text;
}

std::vector<std::string_view> scope_names() {
    std::vector<std::string_view> names;
    for (const auto& name : kNames) names.push_back(name.text);
    return names;
}

} // namespace http

#include "accounts/roles.h"

#include <array>

namespace accounts {

namespace {

// https://docs.joinmastodon.org/entities/Role/#permission-flags
enum Permission : std::uint64_t {
    kViewAuditLog = 1ull << 2,
    kViewDashboard = 1ull << 3,
    kManageReports = 1ull << 4,
    kManageFederation = 1ull << 5,
    kManageSettings = 1ull << 6,
    kManageBlocks = 1ull << 7,
    kManageTaxonomies = 1ull << 8,
    kManageAppeals = 1ull << 9,
    kManageUsers = 1ull << 10,
    kManageInvites = 1ull << 11,
    kManageRules = 1ull << 12,
    kManageAnnouncements = 1ull << 13,
    kManageCustomEmojis = 1ull << 14,
    kManageWebhooks = 1ull << 15,
    kInviteUsers = 1ull << 16,
    kManageRoles = 1ull << 17,
    kManageUserAccess = 1ull << 18,
    kDeleteUserData = 1ull << 19,
    kViewFeeds = 1ull << 20,
};

constexpr std::uint64_t kAll = (1ull << 23) - 1; // An administrator's: every flag there is.
constexpr std::uint64_t kModeratorPermissions =
    kInviteUsers | kViewDashboard | kViewAuditLog | kViewFeeds | kManageUsers | kManageReports | kManageTaxonomies;
constexpr std::uint64_t kAdminPermissions = kModeratorPermissions | kManageUserAccess | kDeleteUserData
                                            | kManageFederation | kManageSettings | kManageBlocks | kManageAppeals
                                            | kManageRules | kManageInvites | kManageAnnouncements | kManageCustomEmojis
                                            | kManageWebhooks | kManageRoles;

// In the order of Role.
constexpr std::array<RoleDetails, 4> kRoles = {{
    {"user", -99, "", kInviteUsers, false},
    {"moderator", 1, "Moderator", kModeratorPermissions, true},
    {"admin", 2, "Admin", kAdminPermissions, true},
    {"owner", 3, "Owner", kAll, true},
}};

} // namespace

const RoleDetails& details(Role role) { return kRoles[static_cast<std::size_t>(role)]; }

bool may_manage_federation(Role role) { return (details(role).permissions & kManageFederation) != 0; }

Role role_from_key(std::string_view key) {
    for (const auto role : {Role::Moderator, Role::Admin, Role::Owner}) {
        if (details(role).key == key) return role;
    }
    return Role::User;
}

} // namespace accounts

#pragma once

#include "accounts/account.h"

#include <cstdint>
#include <string_view>

namespace accounts {

// A role as the API shows it. https://docs.joinmastodon.org/entities/Role/
struct RoleDetails {
    std::string_view key; // As kept in users.role.
    int id;               // Mastodon's own numbers for its first roles.
    std::string_view name;
    std::uint64_t permissions; // Bits; those of everybody included.
    bool is_highlighted;       // Shown on the profile.
};

const RoleDetails& details(Role role);
// Whether it may decide which servers are limited, suspended or allowed.
bool may_manage_federation(Role role);
// What is kept in users.role; User for anything else.
Role role_from_key(std::string_view key);

} // namespace accounts

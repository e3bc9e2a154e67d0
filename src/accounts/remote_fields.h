#pragma once

#include "accounts/remote_accounts.h"

#include <string>
#include <string_view>
#include <vector>

namespace accounts {

// accounts.fields of somebody elsewhere.
struct KeptFields {
    std::string json;
    bool has_new_links = false; // Some that nobody has looked at yet.
};

// `before` is what is there: a field that says the same stays verified. One that is nothing but a link has its address
// as its text, as a field written here has, and is written as links are here: whatever the classes hide that its own
// server gave it, the host is seen.
KeptFields keep_fields(const std::vector<RemoteProfile::Field>& fields, std::string_view before);

} // namespace accounts

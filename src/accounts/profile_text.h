#pragma once

#include "accounts/profile.h"
#include "db/db.h"

#include <optional>
#include <string>

namespace accounts {

// What goes into accounts.note and accounts.fields; absent when it does not change.
struct RenderedProfile {
    std::optional<std::string> note;   // HTML
    std::optional<std::string> fields; // JSON, as the column's comment says.
};

// Those whom the texts mention are linked. A field that says the same as before stays verified.
RenderedProfile render_profile(db::Tx& tx, AccountId id, const ProfileChanges& changes);

} // namespace accounts

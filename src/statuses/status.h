#pragma once

#include "base/clock.h"
#include "base/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace statuses {

// As kept in the database.
enum class Visibility : std::uint8_t { Public = 0, Unlisted = 1, Private = 2, Direct = 3 };
// Whether everybody may read it.
inline bool is_distributable(Visibility visibility) {
    return visibility == Visibility::Public || visibility == Visibility::Unlisted;
}

std::string_view to_string(Visibility visibility);
std::optional<Visibility> parse_visibility(std::string_view text);

// What rules need to know of a post. How it looks is status_json.h's.
struct Status {
    StatusId id;
    AccountId author;
    bool is_local = true;
    Visibility visibility = Visibility::Public;
    std::optional<StatusId> in_reply_to;
    std::optional<AccountId> in_reply_to_account;
    StatusId conversation; // The id of its first status.
    std::optional<StatusId> reblog_of;
    std::string language; // Empty: unknown.
    base::Time created_at;
};

} // namespace statuses

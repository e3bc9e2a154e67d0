#pragma once

#include "instance/announcements.h"

#include <span>
#include <unordered_map>

namespace instance {

inline constexpr std::int64_t kMaxReactions = 8; // Different ones of an announcement.

struct Reaction {
    std::string name; // An emoji, or the shortcode of one of ours.
    std::int64_t count = 0;
    bool is_own = false;
    std::string url = {};        // Of a custom emoji.
    std::string static_url = {}; // The same.
};

// The first one that was given first. One statement.
std::unordered_map<AnnouncementId, std::vector<Reaction>> reactions_of(db::Tx& tx, std::span<const AnnouncementId> ids,
                                                                       AccountId reader);

// Reacting twice changes nothing. Effects: open streams hear of it.
// Errors: NotFound unless it is shown; Invalid for what is neither an emoji nor one of ours, and for a ninth.
Result<> react(db::Tx& tx, AnnouncementId id, AccountId account, std::string_view name);
// NotFound, too, when `account` has not reacted like that.
Result<> unreact(db::Tx& tx, AnnouncementId id, AccountId account, std::string_view name);

} // namespace instance

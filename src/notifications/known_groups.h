#pragma once

#include "base/clock.h"
#include "notifications/groups.h"

#include <memory>
#include <vector>

// The page of notifications that an app asks for whenever it is opened, remembered until something of it changes:
// base/remembered.h.
namespace notifications {

struct KnownGroups {
    std::vector<Group> groups;
    base::Time until; // When somebody may be heard again by himself, because a mute has run out.
};

// As page_of_groups(). The newest page takes no statement while it is remembered.
std::shared_ptr<const KnownGroups> known_page_of_groups(db::Tx& tx, AccountId reader, const GroupFilter& filter,
                                                        const http::Page& page);

} // namespace notifications

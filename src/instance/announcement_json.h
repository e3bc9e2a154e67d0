#pragma once

#include "base/json.h"
#include "instance/announcement_reactions.h"

namespace instance {

// An array. Two statements for any number of them. https://docs.joinmastodon.org/entities/Announcement/
void write_announcements(json::Writer& out, db::Tx& tx, std::span<const Announcement> announcements, AccountId reader);
// The same of one, as everybody gets it live.
void write_announcement(json::Writer& out, db::Tx& tx, const Announcement& announcement);
// Live, with the announcement that it is about. https://docs.joinmastodon.org/entities/Reaction/
void write_reaction(json::Writer& out, const Reaction& reaction, AnnouncementId id);

} // namespace instance

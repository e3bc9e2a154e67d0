#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What those who run the site tell everybody on it. https://docs.joinmastodon.org/methods/announcements/
namespace instance {

using AnnouncementId = base::Id<struct AnnouncementTag>;

inline constexpr std::size_t kAnnouncementCharacters = 10'000;
inline constexpr int kMaxAnnouncements = 40; // Shown at once: those that end last.

struct Announcement {
    AnnouncementId id;
    std::string text; // As it was written.
    std::optional<base::Time> starts_at;
    std::optional<base::Time> ends_at;
    bool is_all_day = false; // Both are days: the last is shown until it is over.
    base::Time published_at{};
    base::Time updated_at{};
    bool is_dismissed = false; // By whom it is read by.
};

struct AnnouncementDraft {
    std::string text;
    std::optional<base::Time> starts_at = {}; // Shown from then on; absent: at once.
    std::optional<base::Time> ends_at = {};   // And until then; absent: until it is deleted.
    bool is_all_day = false;
};

// Effects: jobs that tell open streams when it is shown, and when it has ended. Errors: Invalid.
Result<AnnouncementId> announce(db::Tx& tx, const AnnouncementDraft& draft);
// NotFound when there is none. Effects: open streams are told to forget it.
Result<> delete_announcement(db::Tx& tx, AnnouncementId id);

// Those that are shown now, in the order in which they began; without those that `reader` has dismissed unless
// `with_dismissed`.
std::vector<Announcement> shown_announcements(db::Tx& tx, AccountId reader, bool with_dismissed);
// NotFound unless it is shown now.
Result<Announcement> find_shown_announcement(db::Tx& tx, AnnouncementId id, AccountId reader);
Result<> dismiss(db::Tx& tx, AnnouncementId id, AccountId reader);

// Newest first, at most `limit`, whether they are shown or not.
std::vector<Announcement> newest_announcements(db::Tx& tx, int limit);

// Tells everybody who has the stream of their home open.
void tell_everybody(db::Tx& tx, std::string_view event, std::string payload);

} // namespace instance

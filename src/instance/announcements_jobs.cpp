#include "instance/announcements_jobs.h"

#include "instance/announcement_json.h"

namespace instance {

void publish_announcement(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto announcement = find_shown_announcement(tx, arguments.id<AnnouncementId>("id"), {});
    if (!announcement) return; // Deleted, or over before anybody came to it.
    std::string payload;
    json::Writer out(payload);
    write_announcement(out, tx, *announcement);
    tell_everybody(tx, "announcement", std::move(payload));
}

void withdraw_announcement(const jobs::Arguments& arguments, db::Tx& tx) {
    tell_everybody(tx, "announcement.delete", std::to_string(arguments.integer("id")));
}

} // namespace instance

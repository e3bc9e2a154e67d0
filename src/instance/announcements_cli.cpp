#include "instance/announcements_cli.h"

#include "base/json.h"
#include "base/text.h"
#include "instance/announcements.h"

#include <fmt/core.h>

namespace instance {
namespace {

constexpr std::size_t kShownCharacters = 60;

// A date, or a date with a time and an offset.
Result<std::optional<base::Time>> time_option(const cli::Invocation& invocation, std::string_view name) {
    const auto text = invocation.option(name);
    if (!text) return std::optional<base::Time>();
    const bool is_date = text->find('T') == std::string::npos;
    const auto time = base::parse_iso8601(is_date ? *text + "T00:00:00Z" : *text);
    if (time) return std::optional(*time);
    return base::refuse(
        base::Refusal::BadRequest,
        fmt::format("{} must be a date such as 2026-12-24, or a time such as 2026-12-24T18:00:00+09:00", name));
}

std::string_view state_of(const Announcement& one, base::Time now) {
    if (one.published_at > now) return "waiting";
    const auto end = one.ends_at && one.is_all_day ? *one.ends_at + std::chrono::days(1) : one.ends_at;
    return end && *end <= now ? "ended" : "shown";
}

std::string json_of(const std::vector<Announcement>& all, base::Time now) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const Announcement& one : all) {
        out.begin_object();
        out.field("id", one.id);
        out.field("state", state_of(one, now));
        out.field("text", one.text);
        out.field("starts_at", one.starts_at);
        out.field("ends_at", one.ends_at);
        out.field("all_day", one.is_all_day);
        out.end_object();
    }
    out.end_array();
    return text;
}

std::string line_of(const Announcement& one, base::Time now) {
    const std::string first_line = one.text.substr(0, one.text.find('\n'));
    return fmt::format("{:<19} {:<8} {}", one.id.value, state_of(one, now),
                       base::grapheme_prefix(first_line, kShownCharacters));
}

} // namespace

Result<> cli_announce(const cli::Invocation& invocation, db::Tx& tx) {
    AnnouncementDraft draft{.text = invocation.text("TEXT")};
    draft.starts_at = TRY(time_option(invocation, "--starts-at"));
    draft.ends_at = TRY(time_option(invocation, "--ends-at"));
    draft.is_all_day = invocation.flag("--all-day");
    const auto id = TRY(announce(tx, draft));
    invocation.print(to_string(id));
    return {};
}

Result<> cli_list_announcements(const cli::Invocation& invocation, db::Tx& tx) {
    const auto limit = TRY(invocation.integer("--limit", 100, 1, 10'000));
    const auto all = newest_announcements(tx, static_cast<int>(limit));
    if (invocation.flag("--json")) {
        invocation.print(json_of(all, tx.now()));
        return {};
    }
    if (all.empty()) invocation.print("No announcement yet: see akebono announcements create --help");
    for (const Announcement& one : all) invocation.print(line_of(one, tx.now()));
    return {};
}

Result<> cli_delete_announcement(const cli::Invocation& invocation, db::Tx& tx) {
    const auto id = base::parse_id(invocation.text("ID"));
    if (!id || !delete_announcement(tx, AnnouncementId{*id})) {
        return base::refuse(base::Refusal::NotFound, "there is no announcement " + invocation.text("ID")
                                                         + "; akebono announcements list shows those there are");
    }
    invocation.print("OK");
    return {};
}

} // namespace instance

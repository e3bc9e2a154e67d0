#include "federation/emojis.h"

#include "base/ascii.h"
#include "federation/domain_policy.h"
#include "federation/reading.h"

#include <algorithm>

namespace federation {

namespace {

constexpr std::size_t kMaxEmojis = 64;
constexpr std::size_t kMaxShortcode = 2048;

std::string shortcode_of(const json::Object& tag) {
    std::string name = text_in(tag, "name", kMaxShortcode + 2);
    if (name.starts_with(':')) name.erase(0, 1);
    if (name.ends_with(':')) name.pop_back();
    const auto is_allowed = [](char c) { return base::is_ascii_alphanumeric(c) || c == '_'; };
    return name.size() <= kMaxShortcode && std::ranges::all_of(name, is_allowed) ? name : std::string();
}

} // namespace

void keep_emojis(db::Tx& tx, std::string_view domain, const json::Object& document) {
    std::size_t kept = 0;
    std::optional<bool> is_rejected;
    for (const auto* tag : objects_in(document, "tag")) {
        if (!is_a(*tag, "Emoji")) continue;
        const std::string shortcode = shortcode_of(*tag);
        const auto* icon = object_in(*tag, "icon");
        const std::string url = icon ? url_in(*icon, "url") : std::string();
        if (shortcode.empty() || url.empty() || ++kept > kMaxEmojis) continue;
        if (!is_rejected) is_rejected = rejects_media_of(tx, domain);
        if (*is_rejected) return;
        tx.exec(R"(
            insert into custom_emojis (id, shortcode, domain, url, static_url) values ($1, $2, $3, $4, $4)
            on conflict (domain, shortcode) do update set url = $4, static_url = $4
            where custom_emojis.url <> $4 and not custom_emojis.is_disabled)", {tx.new_id(), shortcode, domain, url});
    }
}

} // namespace federation

#include "instance/emoji_shelf.h"

#include "base/ascii.h"
#include "federation/domain_policy.h"
#include "media/attachments.h"
#include "media/store.h"

#include <algorithm>

namespace instance {

namespace {

constexpr std::size_t kMinShortcode = 2, kMaxShortcode = 128;

// As custom_emojis has files of ours: a path on this server.
std::string path_of(const std::string& key) { return key.empty() ? "" : std::string(media::kLocalPath) + key; }

std::string key_of(std::string_view path) {
    return path.starts_with(media::kLocalPath) ? std::string(path.substr(media::kLocalPath.size())) : "";
}

void remove_files_of(db::Tx& tx, db::Rows rows) {
    std::vector<std::string> keys;
    while (rows.next()) {
        for (const int column : {0, 1}) keys.push_back(key_of(rows.text(column)));
    }
    media::remove_files(tx, keys);
}

// Those whose servers are suspended, of all that emojis came from.
std::vector<std::string> suspended_domains(db::Tx& tx) {
    std::vector<std::string> domains;
    auto rows = tx.query("select distinct domain from custom_emojis where domain > ''");
    while (rows.next()) domains.push_back(rows.string(0));
    std::erase_if(domains, [&](const std::string& domain) { return !federation::is_suspended_host(tx, domain); });
    return domains;
}

} // namespace

bool is_shortcode(std::string_view text) {
    return text.size() >= kMinShortcode && text.size() <= kMaxShortcode
           && std::ranges::all_of(text, [](char c) { return base::is_ascii_alphanumeric(c) || c == '_'; });
}

bool has_emoji(db::Tx& tx, std::string_view shortcode) {
    return tx.query_integer("select 1 from custom_emojis where domain = '' and shortcode = $1", {shortcode})
        .has_value();
}

// With another picture it is another emoji, with an id of its own: other servers fetch it by that.
void put_emoji(db::Tx& tx, const NewEmoji& emoji) {
    remove_files_of(tx, tx.query("select url, static_url from custom_emojis where domain = '' and shortcode = $1",
                                 {emoji.shortcode}));
    tx.exec("delete from custom_emojis where domain = '' and shortcode = $1", {emoji.shortcode});
    tx.exec(R"(
        insert into custom_emojis (id, shortcode, url, static_url, category, is_in_picker)
        values ($1, $2, $3, $4, $5, $6))", {tx.new_id(), emoji.shortcode, path_of(emoji.key), path_of(emoji.static_key), emoji.category,
                       emoji.is_in_picker});
}

std::vector<KeptEmoji> kept_emojis(db::Tx& tx, const std::optional<std::string>& category) {
    std::vector<KeptEmoji> emojis;
    auto rows = tx.query(R"(
        select shortcode, url from custom_emojis
        where domain = '' and (cast($1 as text) is null or category = $1) order by shortcode)", {category});
    while (rows.next()) emojis.push_back({.shortcode = rows.string(0), .key = key_of(rows.text(1))});
    return emojis;
}

std::int64_t purge_emojis(db::Tx& tx, Whose whose) {
    if (whose == Whose::SuspendedServers) {
        return tx.exec("delete from custom_emojis where domain in (select value from texts($1))",
                       {suspended_domains(tx)});
    }
    const auto others = tx.exec("delete from custom_emojis where domain > ''");
    if (whose == Whose::Others) return others;
    remove_files_of(tx, tx.query("select url, static_url from custom_emojis"));
    return others + tx.exec("delete from custom_emojis");
}

} // namespace instance

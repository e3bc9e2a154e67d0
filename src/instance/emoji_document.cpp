#include "instance/emoji_document.h"

#include "accounts/pictures.h"
#include "base/clock.h"
#include "federation/context_json.h"
#include "federation/documents.h"
#include "federation/images.h"
#include "instance/custom_emojis.h"

#include <vector>

namespace instance {

namespace {

using federation::Place;

// The columns: id, shortcode, url.
void write_emoji(json::Writer& out, const base::Config& config, const db::Rows& rows, Place place) {
    const std::string picture = accounts::picture_url(config, rows.text(2), "");
    out.begin_object();
    federation::write_context(out, place, federation::kEmojiContext);
    out.field("id", config.web_url() + "/emojis/" + std::to_string(rows.integer(0)));
    out.field("type", "Emoji");
    out.field("name", ":" + rows.string(1) + ":");
    out.field("updated", base::time_of_id(rows.integer(0))); // Nothing of it changes.
    out.key("icon");
    federation::write_image(out, picture);
    out.end_object();
}

} // namespace

void EmojiDocuments::want(std::string_view text) {
    for (const auto shortcode : shortcodes_in(text)) shortcodes_.emplace(shortcode);
}

void EmojiDocuments::load(db::Tx& tx) {
    if (shortcodes_.empty()) return;
    const std::vector<std::string> shortcodes(shortcodes_.begin(), shortcodes_.end());
    auto rows = tx.query(R"(
        select e.id, e.shortcode, e.url from texts($1) l
        join custom_emojis e on e.domain = '' and e.shortcode = l.value
        where not e.is_disabled)", {shortcodes});
    while (rows.next()) {
        json::Writer out(documents_[rows.string(1)]);
        write_emoji(out, tx.config(), rows, Place::Inside);
    }
}

void EmojiDocuments::write(json::Writer& out, std::span<const std::string_view> texts) const {
    if (documents_.empty()) return;
    std::set<std::string_view> written;
    for (const auto text : texts) {
        for (const auto shortcode : shortcodes_in(text)) {
            const auto document = documents_.find(shortcode);
            if (document != documents_.end() && written.insert(shortcode).second) out.raw(document->second);
        }
    }
}

http::Reply get_emoji_document(const http::Request& request, db::Tx& tx) {
    const auto id = base::parse_id(request.text_or("id", ""));
    if (!id) return base::not_found();
    auto rows = tx.query(
        "select id, shortcode, url from custom_emojis where id = $1 and domain = '' and not is_disabled", {*id});
    if (!rows.next()) return base::not_found();
    return federation::document([&](json::Writer& out) { write_emoji(out, tx.config(), rows, Place::Alone); });
}

} // namespace instance

#include "instance/custom_emojis.h"

#include "accounts/pictures.h"
#include "base/ascii.h"
#include "base/renderings.h"
#include "base/unicode.h"

#include <fmt/core.h>

#include <algorithm>

namespace instance {

namespace {

constexpr std::size_t kMinShortcodeLength = 2;

bool is_shortcode_char(char c) { return base::is_ascii_alphanumeric(c) || c == '_'; }

bool is_free_before(std::string_view text, std::size_t at) {
    if (at == 0) return true;
    const char32_t before = base::code_point_before(text, at);
    return before != ':' && !base::is_alphanumeric(before);
}

bool is_free_after(std::string_view text, std::size_t at) {
    if (at == text.size()) return true;
    const char32_t after = base::next_code_point(text, at);
    return after != ':' && !base::is_alphanumeric(after);
}

// The columns: shortcode, url, static_url, is_in_picker, category, domain, id. Another server's is shown from here.
void write_emoji(json::Writer& out, const base::Config& config, const db::Rows& rows) {
    out.begin_object();
    out.field("shortcode", rows.text(0));
    if (rows.text(5).empty()) {
        out.field("url", accounts::picture_url(config, rows.text(1), ""));
        out.field("static_url", accounts::picture_url(config, accounts::static_of(rows.text(1), rows.text(2)), ""));
    } else {
        using media::CopyOf;
        const auto id = rows.integer(6);
        out.field("url", media::shown_url(config, {.kind = CopyOf::Emoji, .id = id}, rows.text(1)));
        out.field("static_url", media::shown_url(config, {.kind = CopyOf::EmojiStill, .id = id}, rows.text(1)));
    }
    out.field("visible_in_picker", rows.boolean(3));
    if (!rows.is_null(4)) out.field("category", rows.text(4));
    out.end_object();
}

} // namespace

std::vector<std::string_view> shortcodes_in(std::string_view text) {
    std::vector<std::string_view> found;
    std::size_t colon = text.find(':');
    while (colon != std::string_view::npos) {
        std::size_t end = colon + 1;
        while (end < text.size() && is_shortcode_char(text[end])) ++end;
        if (end == text.size()) break;
        const auto shortcode = text.substr(colon + 1, end - colon - 1);
        if (text[end] != ':' || shortcode.size() < kMinShortcodeLength || !is_free_before(text, colon)
            || !is_free_after(text, end + 1)) {
            colon = text.find(':', std::max(end, colon + 1));
            continue;
        }
        if (std::find(found.begin(), found.end(), shortcode) == found.end()) found.push_back(shortcode);
        colon = text.find(':', end + 1);
    }
    return found;
}

std::string shortcodes_of(std::initializer_list<std::string_view> texts) {
    std::string all;
    for (const auto text : texts) {
        for (const auto shortcode : shortcodes_in(text)) {
            if (!all.empty()) all += ' ';
            all.append(":").append(shortcode).append(":");
        }
    }
    return all;
}

bool EmojiEntities::want(std::string_view domain, std::string_view text) {
    const auto shortcodes = shortcodes_in(text);
    for (const auto shortcode : shortcodes) wanted_.emplace(domain, shortcode);
    return !shortcodes.empty();
}

void EmojiEntities::load(db::Tx& tx, std::int64_t revision) {
    auto& kept = tx.context().renderings.emojis;
    const auto key_of = [&](const Name& name) { return fmt::format("{} {} {}", revision, name.first, name.second); };
    std::vector<const Name*> missing;
    for (const Name& name : wanted_) {
        auto found = revision == 0 ? nullptr : kept.find(key_of(name));
        found ? static_cast<void>(entities_.emplace(name, std::move(found))) : missing.push_back(&name);
    }
    if (missing.empty()) return;
    read(tx, missing);
    if (revision == 0 || tx.access() == db::Access::Write) return;
    for (const Name* name : missing) kept.keep(key_of(*name), entities_.at(*name));
}

void EmojiEntities::read(db::Tx& tx, const std::vector<const Name*>& wanted) {
    static const auto kNone = std::make_shared<const std::string>();
    std::vector<std::string> names; // How long the domain is, and both: ASCII, as they are kept.
    for (const Name* name : wanted) {
        names.push_back(fmt::format("{:03}{}{}", name->first.size(), name->first, name->second));
        entities_.emplace(*name, kNone);
    }
    auto rows = tx.query(R"(
        select e.shortcode, e.url, e.static_url, e.is_in_picker, null, e.domain, e.id
        from texts($1) l
        join custom_emojis e on e.domain = substr(l.value, 4, cast(substr(l.value, 1, 3) as integer))
                            and e.shortcode = substr(l.value, 4 + cast(substr(l.value, 1, 3) as integer))
        where not e.is_disabled)", {names});
    while (rows.next()) {
        std::string entity;
        json::Writer out(entity);
        write_emoji(out, tx.config(), rows);
        entities_.insert_or_assign(Name(rows.string(5), rows.string(0)),
                                   std::make_shared<const std::string>(entity.data(), entity.size()));
    }
}

void EmojiEntities::write(json::Writer& out, std::string_view domain, std::span<const std::string_view> texts) const {
    std::set<std::string_view> written;
    out.begin_array();
    for (const auto text : texts) {
        if (entities_.empty()) break;
        for (const auto shortcode : shortcodes_in(text)) {
            const auto entity = entities_.find(Name(domain, shortcode));
            if (entity == entities_.end() || entity->second->empty()) continue;
            if (written.insert(shortcode).second) out.raw(*entity->second);
        }
    }
    out.end_array();
}

void write_custom_emojis(json::Writer& out, db::Tx& tx) {
    auto rows = tx.query(R"(
        select shortcode, url, static_url, is_in_picker, category, domain, id from custom_emojis
        where domain = '' and not is_disabled order by shortcode)");
    out.begin_array();
    while (rows.next()) write_emoji(out, tx.config(), rows);
    out.end_array();
}

} // namespace instance

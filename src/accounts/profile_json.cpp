#include "accounts/account_json.h"
#include "accounts/pictures.h"
#include "tags/tag_json.h"

#include <stdexcept>

namespace accounts {

namespace {

// What is kept of a profile, as its owner edits it and as others read it.
struct OwnProfile {
    std::string display_name, note_text, note, fields, avatar, header, actor_type, attribution_domains;
    bool is_locked = false, is_indexable = false, hides_collections = false;
    std::optional<bool> is_discoverable;
    bool shows_media = true, shows_media_replies = true, shows_featured = true;
    std::string avatar_static, header_static, avatar_description, header_description;
};

OwnProfile load_own(db::Tx& tx, AccountId id) {
    auto rows = tx.query(R"(
        select display_name, note_text, note, fields, avatar, header, actor_type, attribution_domains, is_locked,
               is_indexable, hides_collections, is_discoverable, shows_media, shows_media_replies, shows_featured,
               avatar_static, header_static, avatar_description, header_description
        from accounts where id = $1)", {id});
    if (!rows.next()) throw std::logic_error("who asks for their profile has one");
    return {.display_name = rows.string(0),
            .note_text = rows.string(1),
            .note = rows.string(2),
            .fields = rows.string(3),
            .avatar = rows.string(4),
            .header = rows.string(5),
            .actor_type = rows.string(6),
            .attribution_domains = rows.string(7),
            .is_locked = rows.boolean(8),
            .is_indexable = rows.boolean(9),
            .hides_collections = rows.boolean(10),
            .is_discoverable = rows.is_null(11) ? std::nullopt : std::optional(rows.boolean(11)),
            .shows_media = rows.boolean(12),
            .shows_media_replies = rows.boolean(13),
            .shows_featured = rows.boolean(14),
            .avatar_static = rows.string(15),
            .header_static = rows.string(16),
            .avatar_description = rows.string(17),
            .header_description = rows.string(18)};
}

// Null where nobody has chosen one: this is for editing, not for showing.
void write_picture(json::Writer& out, json::Name name, const base::Config& config, std::string_view picture) {
    picture.empty() ? out.null_field(name) : out.field(name, picture_url(config, picture, ""));
}

void write_featured_tags(json::Writer& out, db::Tx& tx, const Account& account) {
    out.begin_array();
    for (const auto& featured : tags::featured_tags(tx, account.id)) {
        tags::write_featured_tag(out, tx.config(), account, featured);
    }
    out.end_array();
}

} // namespace

void write_profile(json::Writer& out, db::Tx& tx, const Account& account) {
    const OwnProfile own = load_own(tx, account.id);
    const auto& config = tx.config();
    out.begin_object();
    out.field("id", account.id);
    out.field("display_name", own.display_name);
    out.field("note", own.note_text);
    out.key("fields");
    write_fields(out, own.fields, "text");
    out.field("formatted_note", own.note);
    out.key("formatted_fields");
    write_fields(out, own.fields, "value");
    write_picture(out, "avatar", config, own.avatar);
    write_picture(out, "avatar_static", config, static_of(own.avatar, own.avatar_static));
    out.field("avatar_description", own.avatar_description);
    write_picture(out, "header", config, own.header);
    write_picture(out, "header_static", config, static_of(own.header, own.header_static));
    out.field("header_description", own.header_description);
    out.field("locked", own.is_locked);
    out.field("bot", own.actor_type == "Service" || own.actor_type == "Application");
    out.field("hide_collections", own.hides_collections);
    out.field("discoverable", own.is_discoverable);
    out.field("indexable", own.is_indexable);
    out.field("show_media", own.shows_media);
    out.field("show_media_replies", own.shows_media_replies);
    out.field("show_featured", own.shows_featured);
    out.raw_field("attribution_domains", own.attribution_domains);
    out.key("featured_tags");
    write_featured_tags(out, tx, account);
    out.end_object();
}

} // namespace accounts

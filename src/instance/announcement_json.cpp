#include "instance/announcement_json.h"

#include "base/hashtag_name.h"
#include "instance/custom_emojis.h"
#include "statuses/formatter.h"
#include "statuses/hashtags.h"
#include "statuses/text.h"

#include <algorithm>

namespace instance {

namespace {

void write_tags(json::Writer& out, const std::string& text, const std::string& web_url) {
    std::vector<std::string> names;
    for (const auto& entity : statuses::find_entities(text)) {
        if (entity.kind != statuses::TextEntity::Kind::Hashtag) continue;
        const std::string name = base::normalise_hashtag(entity.name);
        if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
    out.key("tags");
    out.begin_array();
    for (const std::string& name : names) {
        out.begin_object();
        out.field("name", name);
        out.field("url", statuses::hashtag_url(web_url, name));
        out.end_object();
    }
    out.end_array();
}

void write_members(json::Writer& out, const Reaction& reaction) {
    out.field("name", reaction.name);
    out.field("count", reaction.count);
    out.field("me", reaction.is_own);
    if (reaction.url.empty()) return;
    out.field("url", reaction.url);
    out.field("static_url", reaction.static_url);
}

void write_one(json::Writer& out, const base::Config& config, const Announcement& one, const EmojiEntities& emojis,
               std::span<const Reaction> reactions) {
    const std::string web_url = config.web_url();
    out.begin_object();
    out.field("id", one.id);
    out.field("content", statuses::format_html(
                             one.text, {.web_url = web_url, .domain = config.domain, .web_host = config.web_host()}));
    out.field("starts_at", one.starts_at);
    out.field("ends_at", one.ends_at);
    out.field("all_day", one.is_all_day);
    out.field("published_at", one.published_at);
    out.field("updated_at", one.updated_at);
    out.field("read", one.is_dismissed);
    out.empty_array_field("mentions");
    out.empty_array_field("statuses");
    write_tags(out, one.text, web_url);
    out.key("emojis");
    emojis.write(out, "", {one.text});
    out.key("reactions");
    out.begin_array();
    for (const Reaction& reaction : reactions) {
        out.begin_object();
        write_members(out, reaction);
        out.end_object();
    }
    out.end_array();
    out.end_object();
}

} // namespace

void write_announcements(json::Writer& out, db::Tx& tx, std::span<const Announcement> announcements, AccountId reader) {
    EmojiEntities emojis;
    std::vector<AnnouncementId> ids;
    for (const Announcement& one : announcements) {
        emojis.want("", one.text);
        ids.push_back(one.id);
    }
    emojis.load(tx);
    auto reactions = reactions_of(tx, ids, reader);
    out.begin_array();
    for (const Announcement& one : announcements) write_one(out, tx.config(), one, emojis, reactions[one.id]);
    out.end_array();
}

void write_announcement(json::Writer& out, db::Tx& tx, const Announcement& announcement) {
    EmojiEntities emojis;
    emojis.want("", announcement.text);
    emojis.load(tx);
    write_one(out, tx.config(), announcement, emojis,
              reactions_of(tx, std::span(&announcement.id, 1), {})[announcement.id]);
}

void write_reaction(json::Writer& out, const Reaction& reaction, AnnouncementId id) {
    out.begin_object();
    write_members(out, reaction);
    out.field("announcement_id", id);
    out.end_object();
}

} // namespace instance

#include "tags/tag_json.h"

#include "accounts/accounts.h"
#include "base/text.h"
#include "statuses/hashtags.h"
#include "tags/history.h"

#include <chrono>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace tags {

namespace {

// What the entities of a page are made of, besides their names.
struct Details {
    std::unordered_map<TagId, History> histories;
    std::unordered_set<TagId> following;
    std::unordered_set<TagId> featuring;
};

Details load_details(db::Tx& tx, std::span<const TagId> ids, AccountId viewer) {
    Details details{.histories = histories(tx, ids), .following = {}, .featuring = {}};
    if (!viewer) return details;
    auto rows = tx.query(R"(
        select l.value,
               exists (select 1 from tag_follows f where f.tag_id = l.value and f.account_id = $1),
               exists (select 1 from featured_tags f where f.account_id = $1 and f.tag_id = l.value)
        from ids($2) l)", {viewer, ids});
    while (rows.next()) {
        if (rows.boolean(1)) details.following.insert(rows.id<TagId>(0));
        if (rows.boolean(2)) details.featuring.insert(rows.id<TagId>(0));
    }
    return details;
}

std::unordered_map<TagId, Tag> load_tags(db::Tx& tx, std::span<const TagId> ids) {
    std::unordered_map<TagId, Tag> found;
    auto rows = tx.query("select t.id, t.name, t.display_name from ids($1) l join tags t on t.id = l.value", {ids});
    while (rows.next()) {
        const auto id = rows.id<TagId>(0);
        found.emplace(id, Tag{.id = id, .name = rows.string(1), .display_name = rows.string(2)});
    }
    return found;
}

void write_history(json::Writer& out, const History& history) {
    constexpr std::int64_t kSecondsADay = 86'400;
    out.begin_array();
    for (const Day& day : history) {
        out.begin_object();
        out.field("day", std::to_string(day.number * kSecondsADay));
        out.field("accounts", std::to_string(day.accounts));
        out.field("uses", std::to_string(day.uses));
        out.end_object();
    }
    out.end_array();
}

void write_tag(json::Writer& out, db::Tx& tx, const Tag& tag, const Details& details, const accounts::Account& viewer) {
    out.begin_object();
    tag.id ? out.field("id", tag.id) : out.field("id", "");
    out.field("name", tag.display_name.empty() ? tag.name : tag.display_name);
    out.field("url", statuses::hashtag_url(tx.config().web_url(), tag.name));
    out.key("history");
    const auto history = details.histories.find(tag.id);
    write_history(out, history == details.histories.end() ? empty_history(tx.now()) : history->second);
    if (viewer.is_somebody()) {
        out.field("following", details.following.contains(tag.id));
        out.field("featuring", details.featuring.contains(tag.id));
    }
    out.end_object();
}

// "2026-11-21"
std::string date_of(base::Time time) {
    std::string text;
    json::Writer(text).value(time);
    return text.substr(1, 10);
}

} // namespace

void write_tags(json::Writer& out, db::Tx& tx, std::span<const TagId> ids, const accounts::Account& viewer) {
    out.begin_array();
    if (!ids.empty()) {
        const auto tags = load_tags(tx, ids);
        const Details details = load_details(tx, ids, viewer.id);
        for (const auto id : ids) {
            if (const auto tag = tags.find(id); tag != tags.end()) write_tag(out, tx, tag->second, details, viewer);
        }
    }
    out.end_array();
}

void write_tag(json::Writer& out, db::Tx& tx, const Tag& tag, const accounts::Account& viewer) {
    write_tag(out, tx, tag, tag.id ? load_details(tx, std::span(&tag.id, 1), viewer.id) : Details{}, viewer);
}

std::string featured_tag_url(const base::Config& config, std::string_view username, const Tag& tag) {
    return accounts::local_url(config, username) + "/tagged/" + base::percent_encode(tag.name);
}

void write_featured_tag(json::Writer& out, const base::Config& config, const accounts::Account& owner,
                        const FeaturedTag& featured) {
    const Tag& tag = featured.tag;
    out.begin_object();
    out.field("id", featured.id);
    out.field("name", tag.display_name.empty() ? tag.name : tag.display_name);
    out.field("url", featured_tag_url(config, owner.username, tag));
    out.field("statuses_count", std::to_string(featured.statuses_count));
    out.key("last_status_at");
    featured.last_status_at ? out.value(date_of(*featured.last_status_at)) : out.null();
    out.end_object();
}

} // namespace tags

#include "search/hashtags.h"

#include "base/hashtag_name.h"
#include "base/text.h"
#include "search/prefix.h"
#include "statuses/hashtags.h"

#include <array>
#include <chrono>
#include <string>
#include <unordered_map>

namespace search {

namespace {

constexpr int kMaxScanned = 500;
constexpr int kDays = 7;

// 0: public, as statuses/status.h has it.
constexpr int kPublic = 0;

struct Day {
    std::int64_t uses = 0;
    std::int64_t accounts = 0;
};

struct Tag {
    std::string name;
    std::string display_name;
    std::array<Day, kDays> days; // Newest first.
};

using Tags = std::unordered_map<TagId, Tag>;

// When each of the last seven days began, newest first, in milliseconds.
std::array<std::int64_t, kDays> last_days(base::Time now) {
    std::array<std::int64_t, kDays> days;
    const auto today = std::chrono::floor<std::chrono::days>(now);
    for (int i = 0; i < kDays; ++i) {
        days.at(i) = base::Time(today - std::chrono::days(i)).time_since_epoch().count();
    }
    return days;
}

Tags load_tags(db::Tx& tx, std::span<const TagId> ids) {
    Tags tags;
    auto rows = tx.query("select t.id, t.name, t.display_name from ids($1) l join tags t on t.id = l.value", {ids});
    while (rows.next()) {
        tags.emplace(rows.id<TagId>(0), Tag{.name = rows.string(1), .display_name = rows.string(2), .days = {}});
    }
    return tags;
}

// Ids of statuses tell when they were made: the uses of one day of one tag lie side by side in the index.
void load_history(db::Tx& tx, Tags& tags, std::span<const TagId> ids, base::Time now) {
    const auto today = last_days(now).front();
    const std::vector<base::Id<struct DayTag>> offsets = {{0}, {1}, {2}, {3}, {4}, {5}, {6}};
    auto rows = tx.query(R"(
        select t.value, d.value,
               (select count(*) from (
                    select 1 from statuses_tags x join statuses s on s.id = x.status_id
                    where x.tag_id = t.value and x.status_id >= ($3 - d.value * 86400000) * 65536
                      and x.status_id < ($3 - (d.value - 1) * 86400000) * 65536 and s.visibility = $4
                    limit $5) uses),
               (select count(distinct account_id) from (
                    select s.account_id from statuses_tags x join statuses s on s.id = x.status_id
                    where x.tag_id = t.value and x.status_id >= ($3 - d.value * 86400000) * 65536
                      and x.status_id < ($3 - (d.value - 1) * 86400000) * 65536 and s.visibility = $4
                    limit $5) uses)
        from ids($1) t cross join ids($2) d)", {ids, offsets, today, kPublic, kMaxUsesCounted});
    while (rows.next()) {
        const auto tag = tags.find(rows.id<TagId>(0));
        if (tag == tags.end()) continue;
        tag->second.days.at(static_cast<std::size_t>(rows.integer(1))) = {.uses = rows.integer(2),
                                                                          .accounts = rows.integer(3)};
    }
}

void write_history(json::Writer& out, const Tag& tag, base::Time now) {
    const auto days = last_days(now);
    out.begin_array();
    for (std::size_t i = 0; i < days.size(); ++i) {
        out.begin_object();
        out.field("day", std::to_string(days.at(i) / 1000));
        out.field("accounts", std::to_string(tag.days.at(i).accounts));
        out.field("uses", std::to_string(tag.days.at(i).uses));
        out.end_object();
    }
    out.end_array();
}

void write_tag(json::Writer& out, db::Tx& tx, TagId id, const Tag& tag, const accounts::Account& viewer) {
    out.begin_object();
    out.field("id", id);
    out.field("name", tag.display_name.empty() ? tag.name : tag.display_name);
    out.field("url", statuses::hashtag_url(tx.config().web_url(), tag.name));
    out.key("history");
    write_history(out, tag, tx.now());
    if (viewer.is_somebody()) {
        out.field("following", false);
        out.field("featuring", false);
    }
    out.end_object();
}

} // namespace

std::vector<TagId> find_tags(db::Tx& tx, std::string_view text, int limit, int offset) {
    text = base::trim(text);
    for (const std::string_view sign : {"#", "＃"}) {
        if (text.starts_with(sign)) text.remove_prefix(sign.size());
    }
    const std::string name = base::normalise_hashtag(text);
    if (name.empty()) return {};
    return tx.query_ids<TagId>(R"(
        select id from (select id, name from tags where name >= $1 and name < $2 order by name limit $3) found
        order by length(name), name limit $4 offset $5)", {name, end_of_prefix(name), kMaxScanned, limit, offset});
}

void write_tags(json::Writer& out, db::Tx& tx, std::span<const TagId> ids, const accounts::Account& viewer) {
    Tags tags;
    if (!ids.empty()) {
        tags = load_tags(tx, ids);
        load_history(tx, tags, ids, tx.now());
    }
    out.begin_array();
    for (const auto id : ids) {
        const auto tag = tags.find(id);
        if (tag != tags.end()) write_tag(out, tx, id, tag->second, viewer);
    }
    out.end_array();
}

} // namespace search

#include "statuses/hashtags.h"

#include "base/hashtag_name.h"
#include "base/text.h"
#include "statuses/text.h"
#include "tags/tags.h"

#include <algorithm>
#include <functional>
#include <map>

namespace statuses {

namespace {

constexpr std::size_t kMaxHashtags = 32;

// New ones are made in the order of their names, so that two posts with the same ones wait for each other and do not
// deadlock.
std::vector<TagId> ensure_tags(db::Tx& tx, std::vector<Hashtag> hashtags) {
    if (std::ranges::any_of(hashtags, std::logical_not(), &Hashtag::tag)) note_tags(hashtags, ask_tags(tx, hashtags));
    std::map<std::string_view, const Hashtag*> unknown;
    std::vector<TagId> ids;
    for (const Hashtag& hashtag : hashtags) {
        hashtag.tag ? ids.push_back(hashtag.tag) : static_cast<void>(unknown.emplace(hashtag.name, &hashtag));
    }
    for (const auto& [name, hashtag] : unknown) {
        ids.push_back(
            tags::ensure_tag(tx, {.id = {}, .name = hashtag->name, .display_name = hashtag->display_name}).id);
    }
    return ids;
}

} // namespace

std::vector<Hashtag> find_hashtags(std::string_view text) {
    std::vector<Hashtag> hashtags;
    for (const TextEntity& entity : find_entities(text)) {
        if (entity.kind != TextEntity::Kind::Hashtag || hashtags.size() == kMaxHashtags) continue;
        Hashtag hashtag{.name = base::normalise_hashtag(entity.name),
                        .display_name = base::displayed_hashtag(entity.name)};
        const bool is_known = std::any_of(hashtags.begin(), hashtags.end(),
                                          [&](const Hashtag& other) { return other.name == hashtag.name; });
        if (!hashtag.name.empty() && !is_known) hashtags.push_back(std::move(hashtag));
    }
    return hashtags;
}

std::vector<std::string> names_of(std::span<const Hashtag> hashtags) {
    std::vector<std::string> names;
    for (const Hashtag& hashtag : hashtags) names.push_back(hashtag.name);
    return names;
}

db::Rows ask_tags(db::Tx& tx, std::span<const Hashtag> hashtags) {
    return tx.query_ahead("select t.id, t.name from texts($1) l join tags t on t.name = l.value", {names_of(hashtags)});
}

void note_tags(std::vector<Hashtag>& hashtags, db::Rows tags) {
    while (tags.next()) {
        for (Hashtag& hashtag : hashtags) {
            if (hashtag.name == tags.text(1)) hashtag.tag = tags.id<TagId>(0);
        }
    }
}

void tag_status(db::Tx& tx, StatusId status, std::span<const Hashtag> hashtags) {
    if (hashtags.empty()) return;
    const auto tags = ensure_tags(tx, {hashtags.begin(), hashtags.end()});
    tx.exec(R"(
        insert into statuses_tags (tag_id, status_id, account_id)
        select l.value, s.id, s.account_id from ids($1) l join statuses s on s.id = $2
        where true
        on conflict (tag_id, status_id) do nothing)", {tags, status});
}

void retag_status(db::Tx& tx, StatusId status, std::span<const Hashtag> hashtags) {
    const auto names = names_of(hashtags);
    tx.exec(R"(
        delete from statuses_tags
        where status_id = $1
          and tag_id not in (select t.id from texts($2) l join tags t on t.name = l.value))", {status, names});
    tag_status(tx, status, hashtags);
}

std::vector<std::string> hashtags_of(db::Tx& tx, StatusId status) { return read_hashtags(ask_hashtags(tx, status)); }

db::Rows ask_hashtags(db::Tx& tx, StatusId status) { return tx.query_ahead(R"(
        select t.name from statuses_tags st join tags t on t.id = st.tag_id where st.status_id = $1)", {status}); }

std::vector<std::string> read_hashtags(db::Rows rows) {
    std::vector<std::string> names;
    while (rows.next()) names.push_back(rows.string(0));
    return names;
}

std::string hashtag_url(std::string_view web_url, std::string_view name) {
    std::string url(web_url);
    url += "/tags/";
    base::percent_encode(url, name);
    return url;
}

} // namespace statuses

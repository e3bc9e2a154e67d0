#pragma once

#include "db/db.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace statuses {

// A hashtag as somebody wrote it, and its name that all spellings share.
struct Hashtag {
    std::string name;         // Normalised: "東京", "cafe".
    std::string display_name; // "Café"
    TagId tag = {};           // 0: not looked up, or new.
};

// The distinct hashtags of a text, in the order of their first appearance, at most 32.
std::vector<Hashtag> find_hashtags(std::string_view text);

std::vector<std::string> names_of(std::span<const Hashtag> hashtags);

// Looks those up that were used before, which nearly all were, in two steps: see db::Tx::query_ahead. Whoever does not
// has tag_status() do it.
db::Rows ask_tags(db::Tx& tx, std::span<const Hashtag> hashtags);
void note_tags(std::vector<Hashtag>& hashtags, db::Rows tags);

// Writes down that a status carries these hashtags; new ones are created.
void tag_status(db::Tx& tx, StatusId status, std::span<const Hashtag> hashtags);
// The same for one that was edited: those that are gone from it are taken off.
void retag_status(db::Tx& tx, StatusId status, std::span<const Hashtag> hashtags);

// Those that a status carries, by name. Any order.
std::vector<std::string> hashtags_of(db::Tx& tx, StatusId status);
// The same in two steps, for who has more to ask: see db::Tx::query_ahead.
db::Rows ask_hashtags(db::Tx& tx, StatusId status);
std::vector<std::string> read_hashtags(db::Rows rows);

// "https://social.example/tags/%E6%9D%B1%E4%BA%AC".
std::string hashtag_url(std::string_view web_url, std::string_view name);

} // namespace statuses

#pragma once

#include "base/result.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The custom emojis of this server, as its operators change them. What pages show of them is custom_emojis.h's.
namespace instance {

// Letters, digits and underscores: from 2 to 128.
bool is_shortcode(std::string_view text);

struct NewEmoji {
    std::string shortcode;
    std::string key, static_key; // Of its files in the store. No static one: it does not move.
    std::optional<std::string> category = {};
    bool is_in_picker = true;
};

bool has_emoji(db::Tx& tx, std::string_view shortcode);
// In the place of one with the same shortcode. Effects: a job removes the files of that.
void put_emoji(db::Tx& tx, const NewEmoji& emoji);

struct KeptEmoji {
    std::string shortcode;
    std::string key; // Empty: its picture is not in the store.
};
// By shortcode; with a category, only those in it.
std::vector<KeptEmoji> kept_emojis(db::Tx& tx, const std::optional<std::string>& category);

// Which ones to forget: everybody's, those of others, or those of servers that are suspended here.
enum class Whose { Everybodys, Others, SuspendedServers };
// How many. Effects: a job removes the files of ours.
std::int64_t purge_emojis(db::Tx& tx, Whose whose);

} // namespace instance

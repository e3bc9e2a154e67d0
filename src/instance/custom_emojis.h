#pragma once

#include "base/json.h"
#include "db/db.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace instance {

// The shortcodes that `text` (plain or HTML) uses: ":blob_cat:" gives "blob_cat" when no letter, digit or colon touches
// it. Each once, in the order of the text.
std::vector<std::string_view> shortcodes_in(std::string_view text);

// Those of several texts as one text that uses the same: ":blob_cat: :tea:".
std::string shortcodes_of(std::initializer_list<std::string_view> texts);

// The custom emojis that the texts of a page use, in one query, or none when no text has a shortcode: want() every
// text, load(), then write().
class EmojiEntities {
public:
    // `domain` is the author's: emojis are looked up where they come from. Empty: ours. Whether there is any shortcode.
    bool want(std::string_view domain, std::string_view text);
    // `revision`: of all emojis, as an accounts::AccountHead has it; those that were shown of late need no query then.
    // 0: not known.
    void load(db::Tx& tx, std::int64_t revision = 0);
    // An array of those that `texts` use. https://docs.joinmastodon.org/entities/CustomEmoji/
    void write(json::Writer& out, std::string_view domain, std::span<const std::string_view> texts) const;
    void write(json::Writer& out, std::string_view domain, std::initializer_list<std::string_view> texts) const {
        write(out, domain, std::span(texts.begin(), texts.size()));
    }

private:
    using Name = std::pair<std::string, std::string>; // Domain, shortcode.

    void read(db::Tx& tx, const std::vector<const Name*>& names);

    std::set<Name> wanted_;
    std::map<Name, std::shared_ptr<const std::string>> entities_; // JSON; empty: there is none.
};

// All of ours that are in use, by shortcode, with their categories.
void write_custom_emojis(json::Writer& out, db::Tx& tx);

} // namespace instance

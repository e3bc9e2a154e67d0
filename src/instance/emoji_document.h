#pragma once

#include "base/json.h"
#include "db/db.h"
#include "http/reply.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

// Our custom emojis as other servers get them.
namespace instance {

// Those that the texts of some documents use, in one query, or none when no text has a shortcode: want() every text,
// load(), then write().
class EmojiDocuments {
public:
    void want(std::string_view text);
    void load(db::Tx& tx);
    // Values of an array that somebody else began: those that `texts` use, each once.
    void write(json::Writer& out, std::span<const std::string_view> texts) const;

private:
    std::set<std::string, std::less<>> shortcodes_;
    std::map<std::string, std::string, std::less<>> documents_; // By shortcode.
};

http::Reply get_emoji_document(const http::Request& request, db::Tx& tx);

} // namespace instance

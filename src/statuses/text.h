#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What local people write in posts and profiles: plain text, in which addresses, mentions and hashtags are found.
namespace statuses {

struct TextEntity {
    enum class Kind : std::uint8_t { Url, Mention, Hashtag };

    Kind kind;
    std::size_t begin, end;       // Bytes of the text, with the @ or #.
    std::string_view name;        // The address as written; "user"; the hashtag without #. A view of the text.
    std::string_view domain = {}; // Of a mention, as written; empty: none was.
};

// In the order of the text, never overlapping. Takes time in proportion to the text, whatever it holds.
//
// - A URL is http:// or https:// (or gopher, gemini, ipfs, ipns, dat, dweb, ssb) with a domain under a top-level domain
//   that exists, as twitter-text has it, or an xmpp: or magnet: URI. Letters of any script may follow in path and
//   query: https://ja.wikipedia.org/wiki/日本. What closes the sentence stays outside, and so do the brackets and
//   quotation marks of Japanese text, which stand beside addresses without a space: 「https://example.com/」を見た。
// - A mention is @user or @user@domain that no letter, digit, = or / precedes. Nobody needs to exist under that name.
// - A hashtag is # or ＃ at the start of a line or after white space, and letters, digits, _ ・ · and zero-width
//   non-joiners, not digits alone.
std::vector<TextEntity> find_entities(std::string_view text);

// What the limit of 500 counts: graphemes of the content warning and the text, where an address is 23 and a mention
// does not count its domain. The same goes for profiles.
std::size_t status_length(std::string_view text, std::string_view spoiler_text = {});

} // namespace statuses

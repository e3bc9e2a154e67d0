#pragma once

#include "base/ascii.h"
#include "base/unicode.h"

#include <cstddef>
#include <string>
#include <string_view>

// What people write: counting, comparing and escaping it. All functions take UTF-8, never fail on ill-formed text, and
// are quick on ASCII; whoever must refuse ill-formed text asks is_valid_utf8 first.
namespace base {

// The length in graphemes (UAX 29), which readers call characters: a flag, a family emoji, or a letter with its
// combining marks counts once, and so does CR LF.
std::size_t grapheme_count(std::string_view text);

// The first `count` graphemes, or all of `text` if it has no more.
std::string_view grapheme_prefix(std::string_view text, std::size_t count);

// Unicode normalisation form KC: full-width letters become ASCII, half-width kana become full-width, accents compose.
std::string nfkc(std::string_view text);

// The form for comparing and searching: NFKC with case folded and invisible characters dropped.
std::string nfkc_casefold(std::string_view text);

// Lower case by Unicode's rules for no particular language.
std::string to_lower(std::string_view text);

// Without the Unicode white space, ideographic space included, at both ends.
std::string_view trim(std::string_view text);

// What may be stored and shown of text from outside: ill-formed bytes become U+FFFD, and control characters other than
// tab, line feed and carriage return are dropped, with them NUL, which PostgreSQL cannot hold.
std::string sanitize(std::string_view text);

// Appends `text` for use in HTML, between tags or in a quoted attribute: & < > " ' become entities.
void escape_html(std::string& out, std::string_view text);
std::string escape_html(std::string_view text);

// Appends `text` for use as one segment of a URL's path: every byte but A-Z a-z 0-9 - . _ ~ becomes %XX.
void percent_encode(std::string& out, std::string_view text);
std::string percent_encode(std::string_view text);

} // namespace base

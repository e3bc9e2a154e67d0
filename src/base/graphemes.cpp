#include "base/text.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <stdexcept>

namespace base {
namespace {

struct Range {
    char32_t first, last;
};

// Between two characters of these ranges there is always a grapheme boundary: none of them combines, joins, prepends or
// is half of a pair. They cover most posts in European languages, Japanese, Chinese and Korean, and plain emoji.
// Sorted.
constexpr std::array kStandAlone = std::to_array<Range>({
    {0x00, 0x0C},  // Carriage return is left out: it joins a line feed.
    {0x0E, 0x2FF}, // Latin
    {0x374, 0x377},     {0x37A, 0x37F},     {0x384, 0x38A},   {0x38E, 0x3A1},   {0x3A3, 0x482}, // Greek, Cyrillic
    {0x48A, 0x52F},     {0x2010, 0x2027},   {0x2030, 0x205F}, {0x20A0, 0x20BF},                 // and punctuation
    {0x2100, 0x218B},   {0x2190, 0x23FF},   {0x2460, 0x2BFF},                                   // Symbols
    {0x3000, 0x3029},   {0x3030, 0x3098},   {0x309B, 0x9FFF}, // Kana and kanji without U+3099, U+309A
    {0xAC00, 0xD7A3},                                         // Hangul syllables
    {0xFF01, 0xFF9D},   {0xFFE0, 0xFFEE},   // Full-width and half-width forms without the half-width sound marks
    {0x1F300, 0x1F3FA}, {0x1F400, 0x1FAFF}, // Emoji without skin tones
    {0x20000, 0x2FFFD}, {0x30000, 0x3FFFD}, // Rare kanji
});

bool stands_alone(char32_t code_point) {
    const auto* range = std::lower_bound(kStandAlone.begin(), kStandAlone.end(), code_point,
                                         [](const Range& r, char32_t c) { return r.last < c; });
    return range != kStandAlone.end() && code_point >= range->first;
}

void check(UErrorCode status) {
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + u_errorName(status));
}

struct Close {
    void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};

// Opening one takes longer than counting a post, so each thread keeps its own.
UBreakIterator* graphemes_of(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    thread_local const std::unique_ptr<UBreakIterator, Close> iterator(
        ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status));
    check(status);
    if (!iterator) throw std::runtime_error("ICU: no grapheme rules");
    UText view = UTEXT_INITIALIZER;
    utext_openUTF8(&view, text.data(), static_cast<std::int64_t>(text.size()), &status);
    ubrk_setUText(iterator.get(), &view, &status); // Keeps a copy of the view, not of the text.
    utext_close(&view);
    check(status);
    return iterator.get();
}

// Empty if the text needs the full rules.
struct Prefix {
    std::size_t graphemes = 0;
    std::size_t bytes = 0;
};
std::optional<Prefix> quick_prefix(std::string_view text, std::size_t limit) {
    Prefix prefix;
    while (prefix.bytes < text.size()) {
        std::size_t next = prefix.bytes;
        if (!stands_alone(next_code_point(text, next))) return std::nullopt; // May join what was counted last.
        if (prefix.graphemes == limit) break;
        prefix.bytes = next;
        ++prefix.graphemes;
    }
    return prefix;
}

Prefix full_prefix(std::string_view text, std::size_t limit) {
    Prefix prefix;
    UBreakIterator* boundaries = graphemes_of(text);
    while (prefix.graphemes < limit) {
        const std::int32_t boundary = ubrk_next(boundaries);
        if (boundary == UBRK_DONE) break;
        prefix.bytes = static_cast<std::size_t>(boundary);
        ++prefix.graphemes;
    }
    return prefix;
}

Prefix prefix_of(std::string_view text, std::size_t limit) {
    const auto quick = quick_prefix(text, limit);
    return quick ? *quick : full_prefix(text, limit);
}

} // namespace

std::size_t grapheme_count(std::string_view text) { return prefix_of(text, text.size()).graphemes; }

std::string_view grapheme_prefix(std::string_view text, std::size_t count) {
    return text.substr(0, prefix_of(text, count).bytes);
}

} // namespace base

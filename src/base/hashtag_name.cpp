#include "base/hashtag_name.h"

#include "base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <optional>
#include <stdexcept>

namespace base {
namespace {

// They join the words of one hashtag.
bool is_separator(char32_t c) {
    return c == U'_' || c == U'\u00B7' || c == U'\u30FB' || c == U'\u200C'; // · ・ and the zero-width non-joiner
}

// U+0E47 to U+0E4E are Thai marks, without which words change. Other marks go, as they do on Mastodon: a hashtag must
// get the same name here as there.
bool is_kept(char32_t c) { return base::is_alphanumeric(c) || is_separator(c) || (c >= U'\u0E47' && c <= U'\u0E4E'); }

// European letters that have no accent to drop in Unicode's eyes.
std::optional<char32_t> plain_letter(char32_t c) {
    switch (c) {
    case U'ð':
    case U'đ': return U'd';
    case U'ħ': return U'h';
    case U'ı': return U'i';
    case U'ĸ': return U'k';
    case U'ł': return U'l';
    case U'ŋ': return U'n';
    case U'ø': return U'o';
    case U'ŧ': return U't';
    default: return std::nullopt;
    }
}

// Of the lower-case letters of Latin-1 and Latin Extended-A. Others keep their accents: ế stays ế.
char32_t without_accent(char32_t c) {
    if (c < U'\u00E0' || c > U'\u017F') return c;
    if (const auto plain = plain_letter(c)) return *plain;

    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2* const canonical = icu::Normalizer2::getNFCInstance(status);
    if (canonical == nullptr) throw std::runtime_error("ICU: no normalisation data");
    icu::UnicodeString letters;
    if (canonical->getDecomposition(static_cast<UChar32>(c), letters) == 0) return c;
    const char32_t letter = letters.char32At(0) < 0x80 ? static_cast<char32_t>(letters.char32At(0)) : c;
    return letter;
}

} // namespace

// Words joined by separators, or else a word with a letter in it. With separators, the first and the last character are
// of words, and something between them is a letter or a separator.
std::size_t hashtag_name_length(std::string_view text) {
    std::size_t word = 0; // The length up to the first separator.
    bool word_has_letter = false;
    bool in_word = true;
    std::size_t joined = 0; // The length up to the last character of a word, once something stood between.
    bool something_between = false;

    for (std::size_t at = 0; at < text.size();) {
        const bool is_first = at == 0;
        const char32_t c = base::next_code_point(text, at);
        const bool is_in_word = base::is_word(c);
        if (!is_in_word && (is_first || !is_separator(c))) break;

        if (is_in_word && something_between) joined = at;
        something_between = something_between || (!is_first && (is_separator(c) || base::is_alphabetic(c)));
        in_word = in_word && is_in_word;
        if (in_word) word = at;
        word_has_letter = word_has_letter || (in_word && base::is_alphabetic(c));
    }
    if (joined != 0) return joined;
    return word_has_letter ? word : 0;
}

bool is_hashtag_name(std::string_view name) {
    constexpr std::size_t kMaxBytes = 2000;
    return !name.empty() && name.size() <= kMaxBytes && hashtag_name_length(name) == name.size();
}

std::string normalise_hashtag(std::string_view name) {
    std::string normal;
    const std::string composed = base::nfkc(name);
    for (std::size_t at = 0; at < composed.size();) {
        const char32_t c = base::next_code_point(composed, at);
        const auto lower = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
        if (const char32_t letter = without_accent(lower); is_kept(letter)) base::append_utf8(normal, letter);
    }
    return normal;
}

std::string displayed_hashtag(std::string_view name) {
    std::string displayed;
    for (std::size_t at = 0; at < name.size();) {
        const char32_t c = base::next_code_point(name, at);
        if (is_kept(c)) base::append_utf8(displayed, c);
    }
    return displayed;
}

} // namespace base

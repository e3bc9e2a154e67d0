#include "base/word_edges.h"

#include "base/unicode.h"

#include <unicode/uchar.h>

namespace base {

namespace {

// The classes of UAX 14 between whose letters a line may break without a space.
bool is_written_without_spaces(char32_t code_point) {
    if (code_point < 0x80) return false;
    switch (u_getIntPropertyValue(static_cast<UChar32>(code_point), UCHAR_LINE_BREAK)) {
    case U_LB_IDEOGRAPHIC:
    case U_LB_CONDITIONAL_JAPANESE_STARTER:
    case U_LB_NONSTARTER:
    case U_LB_COMPLEX_CONTEXT: return true;
    default: return false;
    }
}

bool is_spaced_word(char32_t code_point) { return is_word(code_point) && !is_written_without_spaces(code_point); }

} // namespace

bool is_whole_word(std::string_view text, std::size_t begin, std::size_t end) {
    std::size_t first = begin;
    const bool goes_on_before =
        begin > 0 && is_spaced_word(code_point_before(text, begin)) && is_spaced_word(next_code_point(text, first));
    if (goes_on_before) return false;
    std::size_t after = end;
    return end == text.size() || !is_spaced_word(next_code_point(text, after))
           || !is_spaced_word(code_point_before(text, end));
}

} // namespace base

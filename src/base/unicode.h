#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Code points: reading and writing them as UTF-8, and what kind of character each one is.
namespace base {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

// True if every byte is below 0x80; such text is valid UTF-8 and its own NFKC form.
bool is_ascii(std::string_view text);

// Refuses overlong forms, surrogates and what lies beyond U+10FFFF, as JSON and PostgreSQL do. NUL is valid UTF-8.
bool is_valid_utf8(std::string_view text);

// The code point at byte `at`, which moves behind it. An ill-formed sequence reads as U+FFFD and is passed as a whole,
// so a loop always ends. `at` must be less than the length.
char32_t next_code_point(std::string_view text, std::size_t& at);

// The code point that ends just before byte `at`, which must not be 0. `at` stays.
char32_t code_point_before(std::string_view text, std::size_t at);

// As next_code_point, but backwards: `at` moves to where the code point before it begins.
char32_t previous_code_point(std::string_view text, std::size_t& at);

// How many code points there are: what lengths of names and passwords are counted in.
std::size_t code_point_count(std::string_view text);

void append_utf8(std::string& out, char32_t code_point);

// The four classes of regular expressions in Unicode (UTS 18, annex C), which hashtags and mentions are defined with.
bool is_alphabetic(char32_t code_point);   // [[:alpha:]]: letters, and the vowel signs of abugidas
bool is_alphanumeric(char32_t code_point); // [[:alnum:]]: the same and decimal digits of any script
bool is_word(char32_t code_point);         // [[:word:]]: the same, all combining marks, and _ and its like
bool is_white_space(char32_t code_point);  // [[:space:]]: with the ideographic space, without zero-width ones

} // namespace base

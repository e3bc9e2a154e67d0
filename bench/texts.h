#pragma once

#include "bench/dice.h"

#include <span>
#include <string>
#include <vector>

namespace bench {

// What people in the benchmark write: Japanese and English, from one line to several paragraphs, as long as real posts.
struct Text {
    std::string plain;
    std::string html; // As statuses::format_html makes it.
    std::string language;
};

struct Hashtag {
    std::string name; // Normalised.
    std::string displayed;
    std::string html;
};

std::vector<Text> make_texts(Dice& dice, std::size_t count, const std::string& web_url);
// The most popular first: 日本, then others in both languages, `count` in all.
std::vector<Hashtag> make_hashtags(std::size_t count, const std::string& web_url);

// "Hanako Sato" or 佐藤花子, sometimes with a custom emoji; and "hanako_sato12".
std::string make_display_name(Dice& dice);
std::string make_username(Dice& dice, std::size_t number);
std::string make_bio(Dice& dice, std::span<const Text> texts);

// The paragraphs of `html` with `inner` in the first, at its beginning, or in the last, at its end.
std::string put_before(const std::string& html, const std::string& inner);
std::string put_after(const std::string& html, const std::string& inner);
// What format_html gives for one mention or hashtag, without its paragraph.
std::string without_paragraph(std::string html);

} // namespace bench

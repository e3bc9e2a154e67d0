#pragma once

#include "base/url.h"
#include "cards/card.h"
#include "federation/page.h"

#include <optional>
#include <string>
#include <string_view>

namespace cards {

inline constexpr std::size_t kTitleLength = 300, kDescriptionLength = 1000, kNameLength = 100;
// One line of plain text, of at most so many characters.
std::string line(std::string_view text, std::size_t characters);

// `reference`, as it stands on the page `at`; empty when that is nothing of http or https.
std::string resolved(const base::Url& at, std::string_view reference);

// What a page says: structured data (schema.org), then Open Graph, then its own title and description.
Card card_of_page(const federation::Page& page, const base::Url& at);

// Where the page says that oEmbed is to be had, as JSON. Empty: nowhere.
std::string oembed_address(const federation::Page& page, const base::Url& at);

// What oEmbed says; nullopt for what is better read from the page: other types, and those that embed more than a frame.
// https://oembed.com/
std::optional<Card> card_of_oembed(std::string_view json, const base::Url& at);

// An iframe that can do what players need and nothing to the page around it.
std::string frame_html(std::string_view source, int width, int height);

} // namespace cards

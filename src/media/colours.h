#pragma once

#include <span>
#include <string>
#include <string_view>

namespace media {

// What a player is painted with that shows a cover: "#rrggbb" each.
struct Colours {
    std::string background, foreground, accent;
    bool operator==(const Colours&) const = default;
};

// Of sRGB pixels, three bytes each, row by row, one or more. The background is what there is most of along the edges;
// the other two stand out from it, of the colours of the picture where it has such: the foreground can be read on it
// (a contrast of 3 or more), the accent is the more vivid of them.
Colours colours_of(std::span<const unsigned char> pixels, int width, int height);

// Whether it is written as they are.
bool is_colour(std::string_view text);

} // namespace media

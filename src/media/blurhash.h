#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace media {

// The blurhash of 4 by 4 components of sRGB pixels, three bytes each, row by row. https://blurha.sh
std::string blurhash(std::span<const unsigned char> pixels, int width, int height);

// Whether it is one, of 1 to 5 components each way, as Mastodon takes those of other servers.
bool is_blurhash(std::string_view text);

} // namespace media

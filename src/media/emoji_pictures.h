#pragma once

#include "base/context.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace media {

inline constexpr std::int64_t kEmojiBytes = 256 << 10;

// Where a custom emoji is kept; of one that moves, one that does not, too.
struct EmojiPicture {
    std::string key, static_key;
};

// Takes a PNG, GIF or WebP into the store. What moves stays as it came; of everything else the pixels are kept and
// nothing besides. Waits for decoders: not inside a transaction.
// Errors: Invalid for what is no such picture, too large or damaged; Unavailable where it cannot be decoded now.
Result<EmojiPicture> receive_emoji_picture(const base::Context& context, std::string_view bytes);

} // namespace media

#pragma once

#include "base/context.h"
#include "base/file.h"
#include "base/result.h"
#include "media/formats.h"

#include <string>
#include <string_view>

namespace media {

inline constexpr std::int64_t kEmojiBytes = 256 << 10;
inline constexpr std::int64_t kOthersEmojiBytes = 2 << 20; // Some servers know no limit.

// Where a custom emoji is kept; of one that moves, one that does not, too.
struct EmojiPicture {
    std::string key, static_key;
};

// Takes a PNG, GIF or WebP into the store. What moves stays as it came; of everything else the pixels are kept and
// nothing besides. Waits for decoders: not inside a transaction.
// Errors: Invalid for what is no such picture, too large or damaged; Unavailable where it cannot be decoded now.
Result<EmojiPicture> receive_emoji_picture(const base::Context& context, std::string_view bytes);

// Whether it is a picture of several in a format in which emojis may move; and what the file of one is called.
bool moves_as_emoji(const base::File& file, Format format);
std::string_view extension_of_emoji(Format format);

} // namespace media

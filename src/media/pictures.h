#pragma once

#include "media/colours.h"
#include "media/formats.h"

#include <cstddef>
#include <cstdint>
#include <string>

// Making pictures of ours from those of others: in the process that decodes, see worker.h.
namespace media {

// Where the picture lies in its file, and what to make of it.
struct PictureTask {
    enum class Use {
        Post,    // At most kPostPixels, and a preview of at most kPreviewPixels.
        Profile, // Cut to `width` by `height`.
        FirstOf, // The same as Profile, of what moves: its first picture.
        Copy,    // At most `pixels`, in a format that takes little room; of what moves, its first picture.
        Cover,   // The same as Copy, of what stands for sound: with its colours.
    };
    Use use = Use::Post;
    Format format = Format::Jpeg;
    std::int64_t offset = 0, length = 0;
    int width = 0, height = 0;
    std::int64_t pixels = 0;
};

inline constexpr std::int64_t kPostPixels = 8'294'400;  // 3840 by 2160, in any shape.
inline constexpr std::int64_t kPreviewPixels = 230'400; // 640 by 360.

struct Size {
    int width = 0, height = 0;
    bool operator==(const Size&) const = default;
};
// As large as it may be with so many pixels, in its own shape; never larger than it is.
Size fit(Size size, std::int64_t pixels);

struct PictureReport {
    std::string error;      // For people; empty when all went well.
    bool is_moving = false; // A GIF of several pictures: nothing was made of it.
    std::string extension;  // Of what was made: "jpg", "png", "webp".
    Size original, preview;
    std::string blurhash;
    Colours colours; // Of Use::Post and Use::Cover.
};

// Reads `task.length` bytes of the descriptor `in`, and writes what it makes to `out` and `preview_out`. Runs where
// shut_in() does not let it open anything.
PictureReport make_pictures(const struct Vips& vips, const PictureTask& task, int in, int out, int preview_out);

} // namespace media

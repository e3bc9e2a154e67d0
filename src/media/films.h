#pragma once

#include "base/config.h"
#include "base/file.h"
#include "base/result.h"
#include "media/attachments.h"
#include "media/pictures.h"

#include <optional>
#include <string>
#include <string_view>

// Films, sound and GIFs that move, seen from the server. All of it waits for decoders.
namespace media {

// What ffprobe says of a file.
struct FilmFacts {
    struct Picture {
        std::string codec, pixels; // "h264", "yuv420p"
        int width = 0, height = 0; // As it is looked at.
        std::string frame_rate;    // "30/1"
        double frames_per_second = 0;
        std::int64_t frames = 0; // 0: not known.
    };
    std::optional<Picture> picture;
    std::string sound_codec; // Empty: silent.
    bool has_cover = false;  // A picture that stands for the sound.
    double seconds = 0;
    std::int64_t bits_per_second = 0;
};
std::optional<FilmFacts> read_facts(std::string_view ffprobe_json);

// Whether make_film() may be tried. Errors: as there.
Result<> check_film(const base::File& source, Format format);

// A file, and what it is to become an attachment of: Image (a GIF that does not move is none of these), Gifv, Video or
// Audio.
struct MadeFilm {
    Type type = Type::Video;
    base::File file, preview; // No preview: none.
    std::string extension, preview_extension;
    std::string blurhash;
    std::string meta; // JSON
};
// Errors: Invalid when it is damaged or larger than this server takes; Unavailable when nothing is there to decode
// with.
Result<MadeFilm> make_film(const base::Config& config, const base::File& source, Format format);

// A film or sound of another server, to be shown from here: as it came, but for what browsers everywhere play, which is
// put anew into its container. Its type, file and preview are set.
// Errors: as make_film.
Result<MadeFilm> copy_film(const base::Config& config, base::File source, Format format);

// A GIF cut to `size` that goes on moving.
Result<base::File> make_moving_picture(const base::Config& config, const base::File& source, Size size);

} // namespace media

#include "media/emoji_pictures.h"

#include "media/store.h"
#include "media/worker.h"

namespace media {
namespace {

bool is_emoji_format(Format format) { return format == Format::Png || format == Format::Gif || format == Format::Webp; }

// Of an animated PNG: the chunk that says so comes before the pixels. https://www.w3.org/TR/png-3/#acTL-chunk
bool moves_as_png(std::string_view bytes) {
    return bytes.substr(0, bytes.find("IDAT")).find("acTL") != std::string_view::npos;
}

// https://developers.google.com/speed/webp/docs/riff_container#extended_file_format
bool moves_as_webp(std::string_view bytes) {
    constexpr std::size_t kFlags = 20;
    constexpr unsigned char kMoves = 0x02;
    return bytes.size() > kFlags && bytes.substr(12, 4) == "VP8X"
           && (static_cast<unsigned char>(bytes[kFlags]) & kMoves) != 0;
}

Result<MadePictures> still_of(const base::Config& config, const Upload& upload, Format format) {
    auto made = TRY(make_pictures(config, upload, {.format = format}));
    if (!made.report.is_moving) return made;
    return make_pictures(config, upload,
                         {.use = PictureTask::Use::FirstOf,
                          .format = format,
                          .width = made.report.original.width,
                          .height = made.report.original.height});
}

bool moves(Format format, std::string_view bytes) {
    if (format == Format::Gif) return true; // Nearly always; and one that does not is no larger for it.
    return format == Format::Png ? moves_as_png(bytes) : moves_as_webp(bytes);
}

} // namespace

bool moves_as_emoji(const base::File& file, Format format) {
    return is_emoji_format(format) && moves(format, base::read_up_to(file, kOthersEmojiBytes));
}

std::string_view extension_of_emoji(Format format) {
    if (format == Format::Gif) return "gif";
    return format == Format::Png ? "png" : "webp";
}

Result<EmojiPicture> receive_emoji_picture(const base::Context& context, std::string_view bytes) {
    const auto format = format_of(bytes);
    if (!format || !is_emoji_format(*format)) return base::invalid("it is no PNG, GIF or WebP");
    if (std::ssize(bytes) > kEmojiBytes) return base::invalid("it has more than 256 KB");
    const auto source = base::temporary_file(context.config.data / "tmp");
    base::write_all(source, bytes);
    const auto still =
        TRY(still_of(context.config, {.file = &source, .offset = 0, .length = std::ssize(bytes)}, *format));

    EmojiPicture picture;
    if (!moves(*format, bytes)) {
        picture.key = new_key(context.random, "emojis", still.report.extension);
        context.media->put(picture.key, still.original);
        return picture;
    }
    picture.key = new_key(context.random, "emojis", extension_of_emoji(*format));
    picture.static_key = small_key(picture.key, still.report.extension);
    context.media->put(picture.key, source);
    context.media->put(picture.static_key, still.original);
    return picture;
}

} // namespace media

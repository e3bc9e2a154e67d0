#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace media {

// What an attachment is to those who look at it.
enum class Type : std::uint8_t { Image, Gifv, Video, Audio, Unknown };
std::string_view to_string(Type type);
Type parse_type(std::string_view text); // Unknown for what is none.

// What a file is, as its first bytes say: what its sender calls it is not believed.
enum class Format : std::uint8_t { Jpeg, Png, Gif, Webp, Heif, Mp4, Webm, Ogg, Wav, Flac, Mp3, Aac, Asf };
std::optional<Format> format_of(std::string_view first_bytes);
inline constexpr std::size_t kFirstBytes = 64; // Enough for format_of().
inline bool is_picture(Format format) { return format <= Format::Heif; }

// "heif"; and back.
std::string_view name_of(Format format);
std::optional<Format> format_named(std::string_view name);

// "image/jpeg" for "jpg": of the files that we keep, whose names are ours. "application/octet-stream" for others.
std::string_view content_type_of(std::string_view extension);

} // namespace media

#include "media/formats.h"

#include <algorithm>
#include <array>

namespace media {
namespace {

using namespace std::string_view_literals;

constexpr std::array<std::string_view, 5> kTypes = {"image", "gifv", "video", "audio", "unknown"};

constexpr std::array<std::string_view, 13> kNames = {"jpeg", "png", "gif",  "webp", "heif", "mp4", "webm",
                                                     "ogg",  "wav", "flac", "mp3",  "aac",  "asf"};

struct Signature {
    std::string_view bytes;
    Format format;
};
constexpr Signature kSignatures[] = {
    {"\xff\xd8\xff"sv, Format::Jpeg},
    {"\x89PNG\r\n\x1a\n"sv, Format::Png},
    {"GIF87a"sv, Format::Gif},
    {"GIF89a"sv, Format::Gif},
    {"\x1a\x45\xdf\xa3"sv, Format::Webm},
    {"OggS"sv, Format::Ogg},
    {"fLaC"sv, Format::Flac},
    {"ID3"sv, Format::Mp3},
    {"\x30\x26\xb2\x75\x8e\x66\xcf\x11"sv, Format::Asf},
};

// The brands of ISO base media files that are pictures. https://mp4ra.org/registered-types/brands
constexpr std::string_view kPictureBrands[] = {"heic", "heix", "heim", "heis", "mif1", "msf1", "avif", "avis"};

Format of_brand(std::string_view brand) {
    return std::ranges::find(kPictureBrands, brand) == std::end(kPictureBrands) ? Format::Mp4 : Format::Heif;
}

// The first frame's header, without a tag before it: eleven bits that are set, and a layer.
std::optional<Format> of_mpeg_frame(std::string_view bytes) {
    if (bytes.size() < 2 || bytes[0] != '\xff') return std::nullopt;
    const auto second = static_cast<unsigned char>(bytes[1]);
    if ((second & 0xf6) == 0xf0) return Format::Aac; // ADTS has layer 0.
    const bool is_frame = (second & 0xe0) == 0xe0 && (second & 0x06) != 0;
    return is_frame ? std::optional(Format::Mp3) : std::nullopt;
}

} // namespace

std::string_view to_string(Type type) { return kTypes.at(static_cast<std::size_t>(type)); }

Type parse_type(std::string_view text) {
    const auto found = std::ranges::find(kTypes, text);
    return found == kTypes.end() ? Type::Unknown : static_cast<Type>(found - kTypes.begin());
}

std::optional<Format> format_of(std::string_view bytes) {
    for (const auto& [signature, format] : kSignatures) {
        if (bytes.starts_with(signature)) return format;
    }
    if (bytes.size() < 12) return std::nullopt;
    const auto inner = bytes.substr(8, 4);
    if (bytes.starts_with("RIFF") && inner == "WEBP") return Format::Webp;
    if (bytes.starts_with("RIFF") && inner == "WAVE") return Format::Wav;
    if (bytes.substr(4, 4) == "ftyp") return of_brand(inner);
    if (bytes.substr(4, 4) == "moov" || bytes.substr(4, 4) == "wide") return Format::Mp4; // Old QuickTime.
    return of_mpeg_frame(bytes);
}

std::string_view name_of(Format format) { return kNames.at(static_cast<std::size_t>(format)); }

std::optional<Format> format_named(std::string_view name) {
    const auto found = std::ranges::find(kNames, name);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<Format>(found - kNames.begin());
}

std::string_view content_type_of(std::string_view extension) {
    struct Row {
        std::string_view extension, content_type;
    };
    static constexpr Row kRows[] = {{"jpg", "image/jpeg"},  {"png", "image/png"}, {"webp", "image/webp"},
                                    {"gif", "image/gif"},   {"mp4", "video/mp4"}, {"mp3", "audio/mpeg"},
                                    {"webm", "video/webm"}, {"ogg", "audio/ogg"}, {"wav", "audio/wav"},
                                    {"flac", "audio/flac"}, {"aac", "audio/aac"}};
    const auto found = std::ranges::find(kRows, extension, &Row::extension);
    return found == std::end(kRows) ? "application/octet-stream" : found->content_type;
}

} // namespace media

#include "media/film_worker.h"

#include "media/formats.h"
#include "media/jail.h"
#include "media/worker.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

// Films and sound are decoded by Debian's ffmpeg, a program of its own. It gets one file to read and one to write, and
// is told what the file is: it does not look for itself, and so never takes one for a list of other files.
namespace media {
namespace {

using CommandLine = std::vector<std::string>;

constexpr int kNotUnderstood = 2;
constexpr const char* kIn = "/proc/self/fd/3";
constexpr const char* kOut = "/proc/self/fd/4";

constexpr JailLimits kProbeLimits{.memory_bytes = 100 << 20, .cpu_seconds = 20, .file_bytes = 1 << 20};
// A film takes memory by its pixels. Only one that is larger than 1920 by 1080 may take more than 150 MB.
constexpr JailLimits kFilmLimits{.memory_bytes = 150 << 20, .cpu_seconds = 1800, .file_bytes = 128 << 20};
// HEVC of ten bits and 3840 by 2160, as phones record it, needs 320 MB for itself.
constexpr JailLimits kLargeFilmLimits{.memory_bytes = 384 << 20, .cpu_seconds = 1800, .file_bytes = 128 << 20};
constexpr JailLimits kSoundLimits{.memory_bytes = 100 << 20, .cpu_seconds = 600, .file_bytes = 128 << 20};
// A GIF is small.
constexpr JailLimits kSmallLimits{.memory_bytes = 120 << 20, .cpu_seconds = 120, .file_bytes = 64 << 20};

std::optional<std::string> demuxer_of(std::string_view name) {
    const auto format = format_named(name);
    if (!format) return std::nullopt;
    switch (*format) {
    case Format::Gif:
    case Format::Ogg:
    case Format::Wav:
    case Format::Flac:
    case Format::Mp3:
    case Format::Aac:
    case Format::Asf: return std::string(name);
    case Format::Mp4: return "mov";
    case Format::Webm: return "matroska";
    default: return std::nullopt;
    }
}

void add(CommandLine& words, std::initializer_list<const char*> more) {
    words.insert(words.end(), more.begin(), more.end());
}

CommandLine reading(const std::string& demuxer) {
    CommandLine words = {"ffmpeg"};
    add(words, {"-v", "error", "-nostdin", "-y", "-protocol_whitelist", "file", "-threads", "1", "-max_pixels",
                "8294400", "-f"});
    words.push_back(demuxer);
    add(words, {"-i", kIn, "-threads", "1", "-filter_threads", "1", "-map_metadata", "-1", "-map_chapters", "-1"});
    return words;
}

// https://ffmpeg.org/ffmpeg.html#Stream-specifiers-1: V is no cover, v may be one.
constexpr const char* kFirstFilm = "0:V:0";
constexpr const char* kFirstPicture = "0:v:0";

// At most 1920 by 1080, in any shape; even sides, which H.264 wants. Pixels that are not square become so.
constexpr const char* kFilmScale = "scale=w='trunc(iw*sar*min(1,sqrt(2073600/(iw*sar*ih)))/2)*2'"
                                   ":h='trunc(ih*min(1,sqrt(2073600/(iw*sar*ih)))/2)*2',setsar=1";

// A picture that the encoder keeps to compare others with takes 12 MB. Of a film whose decoder takes much already, it
// keeps one.
enum class Encoder { Usual, Lean };
void add_h264(CommandLine& words, Encoder encoder = Encoder::Usual) {
    add(words, {"-vf", kFilmScale, "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-x264-params",
                encoder == Encoder::Lean ? "rc-lookahead=0:sync-lookahead=0:bframes=0:mbtree=0"
                                         : "rc-lookahead=4:sync-lookahead=0:bframes=1",
                "-pix_fmt", "yuv420p"});
}

void add_mp4(CommandLine& words) { add(words, {"-movflags", "+faststart", "-f", "mp4", kOut}); }

constexpr auto kAsked =
    "format=duration,bit_rate:stream=codec_type,codec_name,pix_fmt,width,height,avg_frame_rate,r_frame_rate,"
    "nb_frames,duration,bit_rate:stream_disposition=attached_pic:stream_side_data=rotation";

CommandLine probing(const std::string& demuxer) {
    CommandLine words = {"ffprobe"};
    add(words, {"-v", "error", "-protocol_whitelist", "file", "-max_pixels", "33177600", "-f"});
    words.push_back(demuxer);
    add(words, {"-i", kIn, "-show_entries", kAsked, "-of", "json"});
    return words;
}

// film FORMAT copy|convert
CommandLine filming(const std::string& demuxer, bool copies, Encoder encoder) {
    auto words = reading(demuxer);
    add(words, {"-map", kFirstFilm, "-map", "0:a:0?", "-sn", "-dn"});
    if (copies) {
        add(words, {"-c", "copy"});
    } else {
        add_h264(words, encoder);
        add(words, {"-c:a", "aac", "-b:a", "128k", "-ac", "2", "-fpsmax", "60"});
    }
    add_mp4(words);
    return words;
}

CommandLine making_gifv(const std::string& demuxer) {
    auto words = reading(demuxer);
    add(words, {"-an"});
    add_h264(words);
    add_mp4(words);
    return words;
}

// frame FORMAT, cover FORMAT: the first picture, as JPEG.
CommandLine taking_frame(const std::string& demuxer, const char* stream) {
    auto words = reading(demuxer);
    add(words, {"-map", stream, "-an", "-vf", kFilmScale, "-frames:v", "1", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg",
                "-q:v", "2", "-f", "mjpeg", kOut});
    return words;
}

CommandLine making_sound(const std::string& demuxer, bool copies) {
    auto words = reading(demuxer);
    add(words, {"-map", "0:a:0", "-vn", "-sn", "-dn"});
    copies ? add(words, {"-c:a", "copy"}) : add(words, {"-c:a", "libmp3lame", "-q:a", "2"});
    add(words, {"-write_xing", "1", "-f", "mp3", kOut});
    return words;
}

// gif FORMAT SIZE: cut to that size, moving on.
CommandLine making_gif(const std::string& demuxer, std::string_view size) {
    const auto cross = size.find('x');
    const auto width = std::string(size.substr(0, cross)), height = std::string(size.substr(cross + 1));
    auto words = reading(demuxer);
    words.push_back("-vf");
    words.push_back("scale=" + width + ":" + height + ":force_original_aspect_ratio=increase,crop=" + width + ":"
                    + height + ",split[a][b];[a]palettegen[p];[b][p]paletteuse");
    add(words, {"-loop", "0", "-f", "gif", kOut});
    return words;
}

int run(const JailLimits& limits, CommandLine words) {
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    limit_resources(limits);
    shut_in_program();
    ::execv(("/usr/bin/" + words[0]).c_str(), arguments.data());
    const bool is_missing = errno == ENOENT;
    std::fprintf(stderr, is_missing ? "ffmpeg is not installed (Debian: ffmpeg)\n" : "ffmpeg cannot be started\n");
    return 1;
}

} // namespace

int become_ffmpeg(std::string_view what, std::span<const std::string_view> words) {
    const auto demuxer = words.empty() ? std::nullopt : demuxer_of(words[0]);
    const auto option = words.size() > 1 ? words[1] : std::string_view();
    if (!demuxer) return kNotUnderstood;
    if (what == "probe") return run(kProbeLimits, probing(*demuxer));
    if (what == "film") return run(kFilmLimits, filming(*demuxer, option == "copy", Encoder::Usual));
    if (what == "large-film") return run(kLargeFilmLimits, filming(*demuxer, option == "copy", Encoder::Lean));
    if (what == "gifv") return run(kSmallLimits, making_gifv(*demuxer));
    if (what == "frame") return run(kLargeFilmLimits, taking_frame(*demuxer, kFirstFilm));
    if (what == "cover") return run(kFilmLimits, taking_frame(*demuxer, kFirstPicture));
    if (what == "sound") return run(kSoundLimits, making_sound(*demuxer, option == "copy"));
    if (what == "gif") return run(kSmallLimits, making_gif(*demuxer, option));
    return kNotUnderstood;
}

} // namespace media

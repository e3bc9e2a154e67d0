#include "media/films.h"

#include "base/json.h"
#include "base/log.h"
#include "instance/limits.h"
#include "media/meta.h"
#include "media/worker.h"

namespace media {
namespace {

namespace limits = instance::limits;

using std::chrono::seconds;

constexpr seconds kShort{60};
constexpr seconds kLong{1500};
constexpr std::int64_t kUsualPixels = 1920 * 1088;
constexpr std::int64_t kMaxFrames = 36'000;

base::Unexpected refused(std::string_view why) { return base::invalid("Validation failed: File " + std::string(why)); }

struct Work {
    std::vector<std::string> words;
    const base::File& from;
    const base::File* to = nullptr;
    seconds deadline = kShort;
};

// Its standard output.
Result<std::string> run(const Work& work) {
    WorkerTask task{.arguments = work.words, .files = {work.from.descriptor()}, .deadline = work.deadline};
    if (work.to) task.files.push_back(work.to->descriptor());
    const auto end = run_worker(task);
    base::log::debug("a film was worked on", {{"work", work.words[0]},
                                              {"format", work.words[1]},
                                              {"cpu_ms", end.cpu_time.count()},
                                              {"memory_mb", end.memory_bytes >> 20},
                                              {"done", end.is_done},
                                              {"too_slow", end.was_too_slow},
                                              {"log", end.log}});
    // It goes on without the pictures that it had no room for.
    const bool lacked_memory = end.log.find("Cannot allocate memory") != std::string::npos
                               || end.log.find("malloc of size") != std::string::npos;
    if (end.is_done && !lacked_memory) return end.output;
    if (lacked_memory) return refused("takes too much memory to process");
    if (end.was_unwanted) return base::refuse(base::Refusal::Unavailable, "This server is stopping");
    if (end.log.starts_with("ffmpeg ")) {
        base::log::error("a film was refused: nothing is there to decode it with", {{"reason", end.log}});
        return base::refuse(base::Refusal::Unavailable, "This server cannot process films and sound at the moment");
    }
    return refused(end.was_too_slow ? "takes too long to process"
                                    : "cannot be read: it is damaged, or not what it says it is");
}

Result<FilmFacts> probe(const base::File& file, Format format) {
    auto facts = read_facts(TRY(run({.words = {"probe", std::string(name_of(format))}, .from = file})));
    if (!facts || (!facts->picture && facts->sound_codec.empty())) {
        return refused("cannot be read: it is damaged, or not what it says it is");
    }
    return std::move(*facts);
}

Result<> check(const FilmFacts& facts, Format format) {
    if (!facts.picture) return {};
    const auto& picture = *facts.picture;
    const auto pixels = std::int64_t{picture.width} * picture.height;
    const bool is_gif = format == Format::Gif;
    if (pixels <= 0) return refused("cannot be read: it is damaged, or not what it says it is");
    if (pixels > (is_gif ? limits::kGifPixels : limits::kVideoPixels)) {
        return refused("has " + std::to_string(picture.width) + " by " + std::to_string(picture.height)
                       + " pixels, which is more than this server takes");
    }
    if (is_gif) return {};
    if (picture.frames_per_second > limits::kVideoFramesPerSecond) return refused("has too many frames a second");
    const auto frames = std::max(static_cast<double>(picture.frames), picture.frames_per_second * facts.seconds);
    if (frames > static_cast<double>(kMaxFrames)) return refused("is too long");
    return {};
}

void write_facts(json::Writer& out, const FilmFacts& facts) {
    out.begin_object();
    if (facts.picture) {
        out.field("width", facts.picture->width);
        out.field("height", facts.picture->height);
        out.field("frame_rate", facts.picture->frame_rate);
    }
    out.field("duration", facts.seconds);
    out.field("bitrate", facts.bits_per_second);
    out.end_object();
}

std::string meta_of(const FilmFacts& facts, const std::optional<PictureReport>& preview) {
    std::string meta;
    json::Writer out(meta);
    out.begin_object();
    out.key("original");
    write_facts(out, facts);
    if (preview) {
        out.key("small");
        write_details(out, preview->preview);
    }
    if (preview && !facts.picture) {
        out.key("colors");
        write_colours(out, preview->colours);
    }
    out.end_object();
    return meta;
}

// Browsers everywhere play it as it is.
bool is_playable(const FilmFacts& facts, Format format) {
    return format == Format::Mp4 && facts.picture && facts.picture->codec == "h264"
           && facts.picture->pixels == "yuv420p" && (facts.sound_codec.empty() || facts.sound_codec == "aac");
}

// What stands for it until it plays: a "frame" of it, its first, or its "cover". Its blurhash, too.
Result<PictureReport> add_preview(const base::Config& config, MadeFilm& made, const base::File& of,
                                  std::string_view what, Format format) {
    const auto frame = base::temporary_file(config.data / "tmp");
    TRY(run({.words = {std::string(what), std::string(name_of(format))}, .from = of, .to = &frame}));
    auto pictures = TRY(
        make_pictures(config, {.file = &frame, .offset = 0, .length = base::size_of(frame)}, {.format = Format::Jpeg}));
    made.preview = std::move(pictures.preview);
    made.preview_extension = pictures.report.extension;
    made.blurhash = pictures.report.blurhash;
    return std::move(pictures.report);
}

Result<MadeFilm> make_sound(const base::Config& config, const base::File& source, const FilmFacts& facts,
                            Format format) {
    MadeFilm made;
    made.type = Type::Audio;
    made.extension = "mp3";
    made.file = base::temporary_file(config.data / "tmp");
    const bool copies = format == Format::Mp3 && facts.sound_codec == "mp3";
    TRY(run({.words = {"sound", std::string(name_of(format)), copies ? "copy" : "convert"},
             .from = source,
             .to = &made.file,
             .deadline = kLong}));
    const auto made_facts = TRY(probe(made.file, Format::Mp3));
    std::optional<PictureReport> cover;
    if (facts.has_cover) {
        // Sound without a picture is sound all the same.
        if (auto preview = add_preview(config, made, source, "cover", format)) cover = std::move(*preview);
    }
    made.meta = meta_of(made_facts, cover);
    return made;
}

// What the worker is told to do, see film_worker.cpp.
std::string way_for(const FilmFacts& facts, Format format) {
    if (format == Format::Gif) return "gifv";
    return std::int64_t{facts.picture->width} * facts.picture->height > kUsualPixels ? "large-film" : "film";
}

} // namespace

Result<> check_film(const base::File& source, Format format) { return check(TRY(probe(source, format)), format); }

Result<MadeFilm> make_film(const base::Config& config, const base::File& source, Format format) {
    const auto facts = TRY(probe(source, format));
    TRY(check(facts, format));
    if (!facts.picture) return make_sound(config, source, facts, format);

    MadeFilm made;
    made.type = format == Format::Gif ? Type::Gifv : Type::Video;
    made.extension = "mp4";
    made.file = base::temporary_file(config.data / "tmp");
    TRY(run({.words = {way_for(facts, format), std::string(name_of(format)),
                       is_playable(facts, format) ? "copy" : "convert"},
             .from = source,
             .to = &made.file,
             .deadline = kLong}));
    const auto made_facts = TRY(probe(made.file, Format::Mp4));
    made.meta = meta_of(made_facts, TRY(add_preview(config, made, made.file, "frame", Format::Mp4)));
    return made;
}

Result<MadeFilm> copy_film(const base::Config& config, base::File source, Format format) {
    const auto facts = TRY(probe(source, format));
    TRY(check(facts, format));
    MadeFilm made;
    made.type = facts.picture ? Type::Video : Type::Audio;
    made.extension = name_of(format);
    if (is_playable(facts, format)) {
        made.file = base::temporary_file(config.data / "tmp");
        TRY(run({.words = {"film", std::string(name_of(format)), "copy"}, .from = source, .to = &made.file}));
    } else {
        made.file = std::move(source);
    }
    if (facts.picture) made.meta = meta_of(facts, TRY(add_preview(config, made, made.file, "frame", format)));
    return made;
}

Result<base::File> make_moving_picture(const base::Config& config, const base::File& source, Size size) {
    TRY(check_film(source, Format::Gif));
    auto made = base::temporary_file(config.data / "tmp");
    TRY(run({.words = {"gif", "gif", std::to_string(size.width) + "x" + std::to_string(size.height)},
             .from = source,
             .to = &made}));
    return made;
}

} // namespace media

#include "base/json.h"
#include "base/log.h"
#include "media/blurhash.h"
#include "media/worker.h"

#include <algorithm>
#include <array>

// Pictures, seen from the server: what a worker says is not believed either, since what it decoded may have taken it
// over.
namespace media {
namespace {

constexpr std::array<std::string_view, 3> kExtensions = {"jpg", "png", "webp"};
constexpr std::array<std::string_view, 5> kUses = {"post", "profile", "first", "copy", "cover"};
constexpr int kMaxSide = 65'535;

base::Unexpected no_picture() {
    return base::invalid("Validation failed: File cannot be read: it is damaged, or not what it says it is");
}

std::string text_in(const json::Object& object, std::string_view name) {
    const auto* value = object.if_contains(boost::json::string_view(name.data(), name.size()));
    return value && value->is_string() ? std::string(value->get_string()) : "";
}

Size size_in(const json::Object& object, const char* name) {
    const auto* value = object.if_contains(name);
    const auto* pair = value ? value->if_array() : nullptr;
    if (!pair || pair->size() != 2 || !(*pair)[0].is_int64() || !(*pair)[1].is_int64()) return {};
    return {static_cast<int>((*pair)[0].get_int64()), static_cast<int>((*pair)[1].get_int64())};
}

bool is_possible(Size size, std::int64_t most_pixels) {
    return size.width > 0 && size.height > 0 && size.width <= kMaxSide && size.height <= kMaxSide
           && std::int64_t{size.width} * size.height <= most_pixels;
}

// A little more than fit() says: both sides are rounded.
constexpr std::int64_t with_rounding(std::int64_t pixels) { return pixels + kMaxSide; }

bool are_colours(const Colours& colours) {
    return is_colour(colours.background) && is_colour(colours.foreground) && is_colour(colours.accent);
}

std::optional<PictureReport> read_report(std::string_view text, PictureTask::Use use) {
    const auto parsed = json::parse(text);
    if (!parsed || !parsed->is_object()) return std::nullopt;
    const auto& object = parsed->get_object();
    const auto* moving = object.if_contains("is_moving");
    PictureReport report{.error = text_in(object, "error"),
                         .is_moving = moving && moving->is_bool() && moving->get_bool(),
                         .extension = text_in(object, "extension"),
                         .original = size_in(object, "original"),
                         .preview = size_in(object, "preview"),
                         .blurhash = text_in(object, "blurhash"),
                         .colours = {.background = text_in(object, "background"),
                                     .foreground = text_in(object, "foreground"),
                                     .accent = text_in(object, "accent")}};
    if (!report.error.empty() || report.is_moving) return report;
    const bool is_good =
        std::ranges::find(kExtensions, report.extension) != kExtensions.end()
        && is_possible(report.original, with_rounding(kPostPixels))
        && (use != PictureTask::Use::Post || is_possible(report.preview, with_rounding(kPreviewPixels)))
        && ((use != PictureTask::Use::Post && use != PictureTask::Use::Cover)
            || (is_blurhash(report.blurhash) && are_colours(report.colours)));
    return is_good ? std::optional(std::move(report)) : std::nullopt;
}

void note(const WorkerEnd& end, const PictureTask& task) {
    base::log::debug("a picture was decoded", {{"format", name_of(task.format)},
                                               {"bytes", task.length},
                                               {"cpu_ms", end.cpu_time.count()},
                                               {"memory_mb", end.memory_bytes >> 20},
                                               {"done", end.is_done},
                                               {"too_slow", end.was_too_slow},
                                               {"log", end.log}});
}

} // namespace

Result<MadePictures> make_pictures(const base::Config& config, const Upload& upload, PictureTask task) {
    task.offset = upload.offset;
    task.length = upload.length;
    MadePictures made;
    made.original = base::temporary_file(config.data / "tmp");
    made.preview = base::temporary_file(config.data / "tmp");
    const auto end = run_worker(
        {.arguments = {"picture", std::string(kUses[static_cast<std::size_t>(task.use)]),
                       std::string(name_of(task.format)), std::to_string(task.offset), std::to_string(task.length),
                       std::to_string(task.width), std::to_string(task.height), std::to_string(task.pixels)},
         .files = {upload.file->descriptor(), made.original.descriptor(), made.preview.descriptor()}});
    note(end, task);
    if (end.was_unwanted) return base::refuse(base::Refusal::Unavailable, "This server is stopping");
    if (!end.is_done && end.log.starts_with("libvips")) {
        base::log::error("a picture was refused: nothing is there to decode it with", {{"reason", end.log}});
        return base::refuse(base::Refusal::Unavailable, "This server cannot process pictures at the moment");
    }
    auto report = end.is_done ? read_report(end.output, task.use) : std::nullopt;
    if (!report) return no_picture();
    if (!report->error.empty()) return base::invalid("Validation failed: File: " + report->error);
    made.report = std::move(*report);
    return made;
}

} // namespace media

#include "base/json.h"
#include "media/film_worker.h"
#include "media/jail.h"
#include "media/vips.h"
#include "media/worker.h"

#include <charconv>
#include <cstdio>
#include <malloc.h>
#include <pthread.h>
#include <unistd.h>

// The worker's side. Nothing of what it is given is looked at before it is shut in.
namespace media {
namespace {

constexpr int kIn = 3, kOut = 4, kPreviewOut = 5;
constexpr int kNotUnderstood = 2;

constexpr JailLimits kPictureLimits{.memory_bytes = 128 << 20, .cpu_seconds = 20, .file_bytes = 64 << 20};

std::int64_t number(std::string_view text) {
    std::int64_t value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void write_size(json::Writer& out, const Size& size) {
    out.begin_array();
    out.value(size.width);
    out.value(size.height);
    out.end_array();
}

// What read_report() in worker_pictures.cpp reads.
void print(const PictureReport& report) {
    std::string text;
    json::Writer out(text);
    out.begin_object();
    out.field("error", report.error);
    out.field("is_moving", report.is_moving);
    out.field("extension", report.extension);
    out.field("blurhash", report.blurhash);
    out.field("background", report.colours.background);
    out.field("foreground", report.colours.foreground);
    out.field("accent", report.colours.accent);
    out.key("original");
    write_size(out, report.original);
    out.key("preview");
    write_size(out, report.preview);
    out.end_object();
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

// The kernel counts a stack as memory from the start, and libvips needs little of it.
void make_threads_small() {
    pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, 1 << 20);
    ::pthread_setattr_default_np(&attributes);
    ::pthread_attr_destroy(&attributes);
}

PictureTask::Use use_named(std::string_view name) {
    if (name == "post") return PictureTask::Use::Post;
    if (name == "profile") return PictureTask::Use::Profile;
    if (name == "cover") return PictureTask::Use::Cover;
    return name == "copy" ? PictureTask::Use::Copy : PictureTask::Use::FirstOf;
}

// picture USE FORMAT OFFSET LENGTH WIDTH HEIGHT PIXELS
int work_on_picture(std::span<const std::string_view> words) {
    const auto format = words.size() == 7 ? format_named(words[1]) : std::nullopt;
    if (!format) return kNotUnderstood;
    const PictureTask task{.use = use_named(words[0]),
                           .format = *format,
                           .offset = number(words[2]),
                           .length = number(words[3]),
                           .width = static_cast<int>(number(words[4])),
                           .height = static_cast<int>(number(words[5])),
                           .pixels = number(words[6])};
    limit_resources(kPictureLimits);
    make_threads_small();
    std::string why;
    const Vips* vips = load_vips(why);
    if (!vips) {
        std::fprintf(stderr, "%s\n", why.c_str());
        return 1;
    }
    shut_in();
    print(make_pictures(*vips, task, kIn, kOut, kPreviewOut));
    ::_exit(0); // Without what a hundred libraries do at their end.
}

} // namespace

int run_media_worker(std::span<const std::string_view> arguments) {
    ::mallopt(M_ARENA_MAX, 1);
    die_with_parent();
    if (!arguments.empty() && arguments[0] == "picture") return work_on_picture(arguments.subspan(1));
    if (!arguments.empty()) return become_ffmpeg(arguments[0], arguments.subspan(1));
    std::fprintf(stderr, "akebono media-worker is started by the server, not by people\n");
    return kNotUnderstood;
}

} // namespace media

#include "media/pictures.h"

#include "instance/limits.h"
#include "media/blurhash.h"
#include "media/vips.h"

#include <cmath>
#include <memory>
#include <sys/mman.h>
#include <unistd.h>

namespace media {
namespace {

namespace limits = instance::limits;

constexpr int kQuality = 90;
constexpr int kCompression = 6;
constexpr int kEffort = 2;         // Of 0 to 6: more takes WebP seconds.
constexpr int kDescribedSide = 64; // A blurhash has no use for more pixels, nor have colours.
constexpr void* kEnd = nullptr;

// What decoding failed with; for the report.
struct Unreadable {
    std::string why;
};

[[noreturn]] void refuse(std::string why) { throw Unreadable{std::move(why)}; }

class Studio {
public:
    Studio(const Vips& vips, std::span<char> bytes) : vips_(vips), bytes_(bytes) {}

    struct Release {
        const Vips* vips;
        void operator()(VipsImage* image) const { vips->unref(image); }
    };
    using Image = std::unique_ptr<VipsImage, Release>;

    struct About {
        Size size; // As it is looked at.
        int pages = 1;
        bool has_profile = false; // Its colours are not sRGB's.
    };
    // Of the header alone: nothing is decoded.
    About look() const {
        const Image image = own(vips_.image_new_from_buffer(bytes_.data(), bytes_.size(), "", kEnd));
        Size size{vips_.width(image.get()), vips_.height(image.get())};
        if (vips_.orientation_swap(image.get()) != 0) std::swap(size.width, size.height);
        return {size, vips_.pages(image.get()), vips_.type_of(image.get(), "icc-profile-data") != 0};
    }

    // Upright, in sRGB, no larger than `size`. Decoded when it is saved, row by row, so that it is never in memory as a
    // whole where its format allows that.
    Image shrunk(Size size, bool has_profile = false) const {
        VipsImage* out = nullptr;
        const int failed =
            has_profile ? vips_.thumbnail_buffer(bytes_.data(), bytes_.size(), &out, size.width, "height", size.height,
                                                 "size", Vips::kSizeDown, "export_profile", "srgb", kEnd)
                        : vips_.thumbnail_buffer(bytes_.data(), bytes_.size(), &out, size.width, "height", size.height,
                                                 "size", Vips::kSizeDown, kEnd);
        return in_bytes(made(failed, out));
    }
    // The middle of it, enlarged where it is too small.
    Image cropped(Size size) const {
        VipsImage* out = nullptr;
        const int failed = vips_.thumbnail_buffer(bytes_.data(), bytes_.size(), &out, size.width, "height", size.height,
                                                  "crop", Vips::kCropCentre, "export_profile", "srgb", kEnd);
        return in_bytes(made(failed, out));
    }
    // Without anything that was said about it: the saver of WebP passes that on even when it is told to strip it.
    Image in_memory(const Image& image) const {
        Image copy = own(vips_.copy_memory(image.get()));
        char** fields = vips_.fields(copy.get());
        for (char** field = fields; field && *field; ++field) {
            const std::string_view name = *field;
            for (const std::string_view prefix : {"exif-", "xmp-", "iptc-", "icc-", "orientation"}) {
                if (name.starts_with(prefix)) vips_.remove(copy.get(), *field);
            }
        }
        vips_.free_fields(fields);
        return copy;
    }
    Image smaller(const Image& image, Size size) const {
        VipsImage* out = nullptr;
        const int failed =
            vips_.thumbnail_image(image.get(), &out, size.width, "height", size.height, "size", Vips::kSizeDown, kEnd);
        return in_bytes(made(failed, out));
    }
    // On white, where it was transparent.
    Image opaque(Image image) const {
        if (vips_.has_alpha(image.get()) == 0) return image;
        VipsArea* white = vips_.array_double(3, 255.0, 255.0, 255.0);
        VipsImage* out = nullptr;
        const int failed = vips_.flatten(image.get(), &out, "background", white, kEnd);
        vips_.area_unref(white);
        return made(failed, out);
    }

    bool is_transparent(const Image& image) const { return vips_.has_alpha(image.get()) != 0; }
    Size size_of(const Image& image) const { return {vips_.width(image.get()), vips_.height(image.get())}; }

    // What the picture looks like from afar.
    void describe(PictureReport& report, const Image& image) const {
        const Image tiny = opaque(smaller(image, {kDescribedSide, kDescribedSide}));
        if (vips_.bands(tiny.get()) != 3) refuse("The picture has no colours");
        std::size_t size = 0;
        auto* pixels = static_cast<unsigned char*>(vips_.write_to_memory(tiny.get(), &size));
        if (!pixels) refuse("The picture is too large to be processed");
        const auto [width, height] = size_of(tiny);
        report.blurhash = blurhash({pixels, size}, width, height);
        report.colours = colours_of({pixels, size}, width, height);
        vips_.free(pixels);
    }

    void save(const Image& image, std::string_view extension, int descriptor) const {
        VipsTarget* target = vips_.target_to_descriptor(descriptor);
        if (!target) refuse("The picture cannot be written");
        int failed = 0;
        if (extension == "png") {
            failed = vips_.pngsave(image.get(), target, "compression", kCompression, "strip", 1, kEnd);
        } else if (extension == "webp") {
            failed = vips_.webpsave(image.get(), target, "Q", kQuality, "effort", kEffort, "strip", 1, kEnd);
        } else {
            failed = vips_.jpegsave(image.get(), target, "Q", kQuality, "strip", 1, kEnd);
        }
        vips_.unref(target);
        if (failed != 0) refuse("The picture is damaged, or too large to be processed");
    }

private:
    Image own(VipsImage* image) const {
        if (!image) {
            const bool is_large = std::string_view(vips_.error_buffer()).find("memory") != std::string_view::npos;
            refuse(is_large ? "The picture is too large to be processed"
                            : "The picture cannot be read: it is damaged, or not what it says it is");
        }
        return {image, Release{&vips_}};
    }
    Image made(int failed, VipsImage* image) const { return own(failed == 0 ? image : nullptr); }

    // Three bytes a pixel, or four: whatever it was before.
    Image in_bytes(const Image& image) const {
        VipsImage* coloured = nullptr;
        const int uncoloured = vips_.colourspace(image.get(), &coloured, Vips::kSpaceSrgb, kEnd);
        const Image in_srgb = made(uncoloured, coloured);
        VipsImage* bytes = nullptr;
        const int uncast = vips_.cast(in_srgb.get(), &bytes, Vips::kFormatUchar, kEnd);
        return made(uncast, bytes);
    }

    const Vips& vips_;
    std::span<char> bytes_;
};

// What it becomes: what browsers show stays what it is, but for GIFs that do not move.
std::string_view extension_for(Format format) {
    if (format == Format::Png || format == Format::Gif) return "png";
    return format == Format::Webp ? "webp" : "jpg";
}

// The file, seen as memory.
class Mapped {
public:
    Mapped(int in, std::int64_t offset, std::int64_t length) {
        const auto page = static_cast<std::int64_t>(::sysconf(_SC_PAGESIZE));
        skipped_ = static_cast<std::size_t>(offset % page);
        size_ = static_cast<std::size_t>(length) + skipped_;
        // Private and writable: libvips asks for memory that is not const, and never writes to it.
        map_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, in, static_cast<off_t>(offset - offset % page));
        if (map_ == MAP_FAILED) refuse("The picture cannot be read");
    }
    ~Mapped() { ::munmap(map_, size_); }
    Mapped(const Mapped&) = delete;
    Mapped& operator=(const Mapped&) = delete;

    std::span<char> bytes() const { return {static_cast<char*>(map_) + skipped_, size_ - skipped_}; }

private:
    void* map_;
    std::size_t size_ = 0, skipped_ = 0;
};

// The preview is made of what was just written: that is small, upright and ours.
void make_preview(const Vips& vips, PictureReport& report, int out, int preview_out) {
    const Mapped mapped(out, 0, ::lseek(out, 0, SEEK_END));
    const Studio studio(vips, mapped.bytes());
    const auto preview = studio.in_memory(studio.shrunk(fit(report.original, kPreviewPixels)));
    report.preview = studio.size_of(preview);
    studio.describe(report, preview);
    studio.save(preview, report.extension, preview_out);
}

void make_original(const Studio& studio, const Studio::About& about, PictureReport& report, int out) {
    auto image = studio.shrunk(fit(about.size, kPostPixels), about.has_profile);
    if (report.extension == "jpg") image = studio.opaque(std::move(image));
    // WebP is decoded and encoded as a whole: one after the other, so that memory never holds both.
    if (report.extension == "webp") image = studio.in_memory(image);
    report.original = studio.size_of(image);
    studio.save(image, report.extension, out);
}

void make_for_profile(const Studio& studio, const PictureTask& task, PictureReport& report, int out) {
    auto image = studio.cropped({task.width, task.height});
    if (report.extension == "jpg") image = studio.opaque(std::move(image));
    report.original = studio.size_of(image);
    studio.save(image, report.extension, out);
}

// Small: there are many of them. Of transparent ones WebP alone is.
void make_copy(const Studio& studio, const Studio::About& about, const PictureTask& task, PictureReport& report,
               int out) {
    auto image = studio.shrunk(fit(about.size, task.pixels), about.has_profile);
    report.extension = studio.is_transparent(image) ? "webp" : "jpg";
    if (report.extension == "webp") image = studio.in_memory(image);
    report.original = studio.size_of(image);
    studio.save(image, report.extension, out);
}

// Of what was just written, as a preview is.
void look_at_cover(const Vips& vips, PictureReport& report, int out) {
    const Mapped mapped(out, 0, ::lseek(out, 0, SEEK_END));
    const Studio studio(vips, mapped.bytes());
    studio.describe(report, studio.shrunk({kDescribedSide, kDescribedSide}));
}

void make(const Vips& vips, const PictureTask& task, int in, int out, int preview_out, PictureReport& report) {
    const Mapped mapped(in, task.offset, task.length);
    const Studio studio(vips, mapped.bytes());
    const auto about = studio.look();
    const auto& size = about.size;
    if (std::int64_t{size.width} * size.height > limits::kImagePixels) {
        refuse("The picture has " + std::to_string(size.width) + " by " + std::to_string(size.height)
               + " pixels, which is more than this server takes");
    }
    report.is_moving = task.format == Format::Gif && about.pages > 1
                       && (task.use == PictureTask::Use::Post || task.use == PictureTask::Use::Profile);
    if (report.is_moving) {
        report.original = size;
        return;
    }
    if (task.use == PictureTask::Use::Copy || task.use == PictureTask::Use::Cover) {
        make_copy(studio, about, task, report, out);
        if (task.use == PictureTask::Use::Cover) look_at_cover(vips, report, out);
        return;
    }
    report.extension = extension_for(task.format);
    if (task.use != PictureTask::Use::Post) return make_for_profile(studio, task, report, out);
    make_original(studio, about, report, out);
    make_preview(vips, report, out, preview_out);
}

} // namespace

Size fit(Size size, std::int64_t pixels) {
    const double has = static_cast<double>(size.width) * size.height;
    if (has <= static_cast<double>(pixels)) return size;
    const double scale = std::sqrt(static_cast<double>(pixels) / has);
    const auto shrunk = [&](int side) { return std::max(1, static_cast<int>(std::lround(side * scale))); };
    return {shrunk(size.width), shrunk(size.height)};
}

PictureReport make_pictures(const Vips& vips, const PictureTask& task, int in, int out, int preview_out) {
    PictureReport report;
    try {
        make(vips, task, in, out, preview_out, report);
    } catch (const Unreadable& reason) {
        report.error = reason.why;
    } catch (const std::bad_alloc&) {
        report.error = "The picture is too large to be processed";
    }
    return report;
}

} // namespace media

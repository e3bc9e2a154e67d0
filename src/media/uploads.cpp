#include "media/uploads.h"

#include "base/json.h"
#include "instance/limits.h"
#include "media/films.h"
#include "media/meta.h"
#include "media/processing.h"
#include "media/store.h"

#include <array>
#include <unistd.h>
#include <utility>

namespace media {
namespace {

namespace limits = instance::limits;

base::Unexpected refused(std::string_view why) { return base::invalid("Validation failed: File " + std::string(why)); }

std::string meta_of(const PictureReport& report) {
    std::string meta;
    json::Writer out(meta);
    out.begin_object();
    out.key("original");
    write_details(out, report.original);
    out.key("small");
    write_details(out, report.preview);
    out.end_object();
    return meta;
}

// Into the store first: a row never names a file that is not there.
Attachment keep(const base::Context& context, const MadePictures& made) {
    Attachment attachment;
    attachment.type = Type::Image;
    attachment.state = State::Ready;
    attachment.file_key = new_key(context.random, "attachments", made.report.extension);
    attachment.preview_key = small_key(attachment.file_key, made.report.extension);
    attachment.size_bytes = base::size_of(made.original) + base::size_of(made.preview);
    attachment.blurhash = made.report.blurhash;
    attachment.meta = meta_of(made.report);
    context.media->put(attachment.file_key, made.original);
    context.media->put(attachment.preview_key, made.preview);
    return attachment;
}

// What a thumbnail makes of an attachment.
struct Thumbnail {
    std::string key, blurhash;
    Size size;
    Colours colours;
    std::int64_t bytes = 0;
};

Result<Thumbnail> receive_thumbnail(const base::Context& context, const Upload& upload) {
    const auto format = TRY(format_of_upload(upload));
    if (!is_picture(format)) return base::invalid("Validation failed: Thumbnail must be a picture");
    const auto made = TRY(make_pictures(context.config, upload, {.format = format}));
    if (made.report.is_moving) return base::invalid("Validation failed: Thumbnail must not move");
    Thumbnail thumbnail{.key = new_key(context.random, "attachments", made.report.extension),
                        .blurhash = made.report.blurhash,
                        .size = made.report.preview,
                        .colours = made.report.colours,
                        .bytes = base::size_of(made.preview)};
    context.media->put(thumbnail.key, made.preview);
    return thumbnail;
}

// The key of the preview that it had.
std::string wear(Attachment& attachment, const Thumbnail& thumbnail) {
    attachment.has_own_preview = true;
    attachment.blurhash = thumbnail.blurhash;
    attachment.meta = with_preview(attachment.meta, thumbnail.size);
    // What is not decoded yet may be sound in a container of films.
    const bool may_be_sound = attachment.type == Type::Audio || attachment.state == State::Processing;
    if (may_be_sound) attachment.meta = with_colours(attachment.meta, thumbnail.colours);
    attachment.size_bytes += thumbnail.bytes;
    return std::exchange(attachment.preview_key, thumbnail.key);
}

Result<MediaId> insert_new(const base::Context& context, db::Database& database, Attachment attachment,
                           const NewUpload& upload) {
    std::array<std::string, 1> replaced;
    if (upload.thumbnail) replaced[0] = wear(attachment, TRY(receive_thumbnail(context, *upload.thumbnail)));
    attachment.account = upload.account;
    attachment.description = upload.words.description;
    attachment.focus = upload.words.focus;
    database.write([&](db::Tx& tx) {
        attachment.id = tx.new_id<MediaId>();
        insert(tx, attachment);
        remove_files(tx, replaced);
    });
    return attachment.id;
}

// What it will be, as far as its first bytes say.
Type likely_type(Format format) {
    if (format == Format::Gif) return Type::Gifv;
    const bool is_sound = format == Format::Wav || format == Format::Flac || format == Format::Mp3
                          || format == Format::Aac || format == Format::Ogg;
    return is_sound ? Type::Audio : Type::Video;
}

// Looked at now, so that what is no film is refused at once; decoded later, as it came, from the store.
Result<MediaId> receive_film(const base::Context& context, db::Database& database, const NewUpload& upload,
                             Format format) {
    const auto source = base::temporary_file(context.config.data / "tmp");
    base::copy(*upload.file.file, upload.file.offset, upload.file.length, source);
    TRY(check_film(source, format));

    Attachment attachment;
    attachment.type = likely_type(format);
    attachment.state = State::Processing;
    attachment.file_key = new_key(context.random, "incoming", "bin");
    attachment.size_bytes = upload.file.length;
    context.media->put(attachment.file_key, source);
    const auto id = TRY(insert_new(context, database, std::move(attachment), upload));
    Processing::ring();
    return id;
}

} // namespace

Result<Format> format_of_upload(const Upload& upload) {
    std::array<char, kFirstBytes> first = {};
    const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(upload.length, kFirstBytes));
    const auto count = ::pread(upload.file->descriptor(), first.data(), wanted, static_cast<off_t>(upload.offset));
    const auto format = count > 0 ? format_of({first.data(), static_cast<std::size_t>(count)}) : std::nullopt;
    if (!format) return refused("is of a kind that this server does not take");
    if (is_picture(*format) && upload.length > limits::kImageBytes) return refused("size must be less than 16 MB");
    if (upload.length > limits::kVideoBytes) return refused("size must be less than 99 MB");
    return *format;
}

Result<MediaId> receive(const base::Context& context, db::Database& database, const NewUpload& upload) {
    TRY(check_words(upload.words));
    const Format format = TRY(format_of_upload(upload.file));
    if (!is_picture(format)) return receive_film(context, database, upload, format);
    const auto made = TRY(make_pictures(context.config, upload.file, {.format = format}));
    if (made.report.is_moving) return receive_film(context, database, upload, format);
    return insert_new(context, database, keep(context, made), upload);
}

Result<> change_thumbnail(const base::Context& context, db::Database& database, AccountId account, MediaId id,
                          const Upload& upload) {
    const auto thumbnail = TRY(receive_thumbnail(context, upload));
    Result<> done;
    database.write([&](db::Tx& tx) {
        auto attachment = find_unposted(tx, account, id);
        std::array<std::string, 1> unneeded = {thumbnail.key};
        if (attachment) {
            unneeded[0] = wear(*attachment, thumbnail);
            update_files(tx, *attachment);
        }
        remove_files(tx, unneeded);
        done = attachment ? Result<>() : base::Unexpected(attachment.error());
    });
    return done;
}

} // namespace media

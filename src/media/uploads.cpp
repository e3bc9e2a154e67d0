#include "media/uploads.h"

#include "base/json.h"
#include "instance/limits.h"
#include "media/store.h"

#include <array>
#include <unistd.h>

namespace media {
namespace {

namespace limits = instance::limits;

base::Unexpected refused(std::string_view why) { return base::invalid("Validation failed: File " + std::string(why)); }

void write_details(json::Writer& out, Size size) {
    out.begin_object();
    out.field("width", size.width);
    out.field("height", size.height);
    out.field("size", std::to_string(size.width) + "x" + std::to_string(size.height));
    out.field("aspect", static_cast<double>(size.width) / size.height);
    out.end_object();
}

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

} // namespace

Result<Format> format_of_upload(const Upload& upload) {
    std::array<char, kFirstBytes> first = {};
    const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(upload.length, kFirstBytes));
    const auto count = ::pread(upload.file->descriptor(), first.data(), wanted, static_cast<off_t>(upload.offset));
    const auto format = count > 0 ? format_of({first.data(), static_cast<std::size_t>(count)}) : std::nullopt;
    if (!format || !is_picture(*format)) return refused("is of a kind that this server does not take");
    if (upload.length > limits::kImageBytes) return refused("size must be less than 16 MB");
    return *format;
}

Result<MediaId> receive(const base::Context& context, db::Database& database, const NewUpload& upload) {
    TRY(check_words(upload.words));
    const Format format = TRY(format_of_upload(upload.file));
    const auto made = TRY(make_pictures(context.config, upload.file, {.format = format}));
    if (made.report.is_moving) return refused("is an animation, which this server does not take");

    Attachment attachment = keep(context, made);
    attachment.account = upload.account;
    attachment.description = upload.words.description;
    attachment.focus = upload.words.focus;
    database.write([&](db::Tx& tx) {
        attachment.id = tx.new_id<MediaId>();
        insert(tx, attachment);
    });
    return attachment.id;
}

} // namespace media

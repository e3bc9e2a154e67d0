#include "media/profile_pictures.h"

#include "instance/limits.h"
#include "media/films.h"
#include "media/store.h"
#include "media/uploads.h"

namespace media {
namespace {

std::string keep(const base::Context& context, std::string key, const base::File& file) {
    context.media->put(key, file);
    return key;
}

// GIFs that move do so on profiles, too.
Result<ProfilePicture> receive_moving(const base::Context& context, const Upload& upload, const ProfileShape& shape) {
    const auto source = base::temporary_file(context.config.data / "tmp");
    base::copy(*upload.file, upload.offset, upload.length, source);
    const auto still = TRY(make_pictures(context.config, upload,
                                         {.use = PictureTask::Use::FirstOf,
                                          .format = Format::Gif,
                                          .width = shape.size.width,
                                          .height = shape.size.height}));
    const auto moving = TRY(make_moving_picture(context.config, source, shape.size));
    ProfilePicture picture;
    picture.key = keep(context, new_key(context.random, shape.folder, "gif"), moving);
    picture.static_key = keep(context, small_key(picture.key, still.report.extension), still.original);
    return picture;
}

} // namespace

Result<ProfilePicture> receive_profile_picture(const base::Context& context, const Upload& upload,
                                               const ProfileShape& shape) {
    const Format format = TRY(format_of_upload(upload));
    if (!is_picture(format) || upload.length > instance::limits::kProfilePictureBytes) {
        return base::invalid("Validation failed: File must be a picture of less than 8 MB");
    }
    const auto made = TRY(make_pictures(
        context.config, upload,
        {.use = PictureTask::Use::Profile, .format = format, .width = shape.size.width, .height = shape.size.height}));
    if (made.report.is_moving) return receive_moving(context, upload, shape);
    return ProfilePicture{
        .key = keep(context, new_key(context.random, shape.folder, made.report.extension), made.original),
        .static_key = ""};
}

} // namespace media

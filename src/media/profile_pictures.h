#pragma once

#include "base/context.h"
#include "base/result.h"
#include "media/pictures.h"

#include <string>
#include <string_view>

namespace media {

struct Upload;

// Where a picture of a profile is kept; of what moves, one that does not, too.
struct ProfilePicture {
    std::string key, static_key;
};

struct ProfileShape {
    std::string_view folder; // Of its key.
    Size size;               // It is cut to that.
};
inline constexpr ProfileShape kAvatar{"avatars", {400, 400}};
inline constexpr ProfileShape kHeader{"headers", {1500, 500}};

// Takes a picture into the store. Waits for decoders: not inside a transaction.
// Errors: Invalid for what is no picture, too large or damaged; Unavailable where it cannot be decoded now.
Result<ProfilePicture> receive_profile_picture(const base::Context& context, const Upload& upload,
                                               const ProfileShape& shape);

} // namespace media

#pragma once

#include "base/json.h"
#include "media/pictures.h"

namespace media {

// A picture's size as MediaAttachment's meta has it: width, height, size and aspect.
void write_details(json::Writer& out, Size size);

// `meta`, where the preview is so large.
std::string with_preview(std::string_view meta, Size size);
// The same, where the preview is that of `other`.
std::string with_preview_of(std::string_view meta, std::string_view other);

} // namespace media

#pragma once

#include "base/json.h"
#include "media/pictures.h"

namespace media {

// A picture's size as MediaAttachment's meta has it: width, height, size and aspect.
void write_details(json::Writer& out, Size size);

} // namespace media

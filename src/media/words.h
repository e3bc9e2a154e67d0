#pragma once

#include "http/request.h"
#include "media/attachments.h"

namespace media {

// `description` and `focus`, as far as they are given; a focus that is none is not.
Words words_of(const http::Params& params);

} // namespace media

#pragma once

#include "media/attachments.h"

#include <string>
#include <string_view>

// Reading attachments: what the files of this folder share.
namespace media {

// "select …", and then `from_m`, where media_attachments is m. Kept by its text: write literals.
std::string select_attachments(std::string_view from_m);
Attachment read_attachment(const db::Rows& rows);

// As people count them.
std::int64_t characters_in(std::string_view text);

} // namespace media

#pragma once

#include "base/json.h"
#include "media/colours.h"
#include "media/pictures.h"

namespace media {

// A picture's size as MediaAttachment's meta has it: width, height, size and aspect.
void write_details(json::Writer& out, Size size);

// What a player of sound is painted with, as "colors" of meta has it.
void write_colours(json::Writer& out, const Colours& colours);

// `meta`, where the preview is so large.
std::string with_preview(std::string_view meta, Size size);
std::string with_colours(std::string_view meta, const Colours& colours);
// The same, where the preview is that of `other`, and its colours, too, if it is one of sound.
enum class Painted { Not, Too };
std::string with_preview_of(std::string_view meta, std::string_view other, Painted painted);

} // namespace media

#pragma once

#include "base/json.h"

#include <string_view>

namespace federation {

// {"type":"Image","mediaType":…,"url":…}: a picture of a person or an emoji. The type is read off the name.
void write_image(json::Writer& out, std::string_view url);

} // namespace federation

#include "federation/images.h"

#include "base/ascii.h"

#include <array>
#include <string>
#include <utility>

namespace federation {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTypes = {{{".png", "image/png"},
                                                                                  {".jpg", "image/jpeg"},
                                                                                  {".jpeg", "image/jpeg"},
                                                                                  {".gif", "image/gif"},
                                                                                  {".webp", "image/webp"},
                                                                                  {".avif", "image/avif"},
                                                                                  {".apng", "image/apng"},
                                                                                  {".svg", "image/svg+xml"}}};

// Empty: not known.
std::string_view type_of(std::string_view url) {
    const std::string path = base::ascii_lower(url.substr(0, url.find_first_of("?#")));
    for (const auto& [ending, type] : kTypes) {
        if (path.ends_with(ending)) return type;
    }
    return {};
}

} // namespace

void write_image(json::Writer& out, std::string_view url) {
    const auto type = type_of(url);
    out.begin_object();
    out.field("type", "Image");
    if (!type.empty()) out.field("mediaType", type);
    out.field("url", url);
    out.end_object();
}

} // namespace federation

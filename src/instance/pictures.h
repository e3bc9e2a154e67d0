#pragma once

#include <string_view>

namespace instance {

// Pictures of the site that we bring with us.
inline constexpr std::string_view kPreviewPath = "/instance/preview.png"; // 1200x630

struct Icon {
    std::string_view path;
    std::string_view size;
};
inline constexpr Icon kIcons[] = {
    {"/instance/icon-48.png", "48x48"},
    {"/instance/icon-192.png", "192x192"},
    {"/instance/icon-512.png", "512x512"},
};

} // namespace instance

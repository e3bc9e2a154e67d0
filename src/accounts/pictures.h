#pragma once

#include <string>
#include <string_view>

namespace accounts {

// Where the pictures of those are who have not chosen any.
inline constexpr std::string_view kDefaultAvatarPath = "/avatars/original/missing.png";
inline constexpr std::string_view kDefaultHeaderPath = "/headers/original/missing.png";

// `picture` is accounts.avatar or .header: empty, a path on this server, or another server's URL.
inline std::string picture_url(std::string_view web_url, std::string_view picture, std::string_view default_path) {
    if (picture.empty()) return std::string(web_url) + std::string(default_path);
    if (picture.starts_with('/')) return std::string(web_url) + std::string(picture);
    return std::string(picture);
}

// What stands in for a picture that moves; itself for others.
inline std::string_view static_of(std::string_view picture, std::string_view static_picture) {
    return static_picture.empty() ? picture : static_picture;
}

} // namespace accounts

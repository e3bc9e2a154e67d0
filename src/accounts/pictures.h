#pragma once

#include "accounts/account.h"
#include "media/proxy.h"
#include "media/store.h"

#include <string>
#include <string_view>

namespace accounts {

// Where the pictures of those are who have not chosen any.
inline constexpr std::string_view kDefaultAvatarPath = "/avatars/original/missing.png";
inline constexpr std::string_view kDefaultHeaderPath = "/headers/original/missing.png";

// `picture` is accounts.avatar or .header: empty, a path on this server, or another server's URL.
inline std::string picture_url(const base::Config& config, std::string_view picture, std::string_view default_path) {
    if (picture.empty()) picture = default_path;
    if (picture.starts_with(media::kLocalPath))
        return media::public_url(config, picture.substr(media::kLocalPath.size()));
    return picture.starts_with('/') ? config.web_url().append(picture) : std::string(picture);
}

// The same for a profile that may be another server's: its pictures are shown from here, see media/proxy.h.
inline std::string profile_picture_url(const base::Config& config, const Account& account, media::CopyOf kind,
                                       std::string_view picture, std::string_view default_path) {
    if (account.is_local() || picture.empty()) return picture_url(config, picture, default_path);
    return media::shown_url(config, {.kind = kind, .id = account.id.value}, picture);
}

// What stands in for a picture that moves; itself for others.
inline std::string_view static_of(std::string_view picture, std::string_view static_picture) {
    return static_picture.empty() ? picture : static_picture;
}

} // namespace accounts

#include "instance/pictures_api.h"

#include "accounts/pictures.h"
#include "base/embedded.h"
#include "instance/pictures.h"

namespace instance {

namespace {

struct Picture {
    std::string_view path;
    std::string_view file;
};

constexpr Picture kPictures[] = {
    {accounts::kDefaultAvatarPath, "src/accounts/pictures/avatar.png"},
    {accounts::kDefaultHeaderPath, "src/accounts/pictures/header.png"},
    {kPreviewPath, "src/instance/pictures/preview.png"},
    {kIcons[0].path, "src/instance/pictures/icon-48.png"},
    {kIcons[1].path, "src/instance/pictures/icon-192.png"},
    {kIcons[2].path, "src/instance/pictures/icon-512.png"},
};

// They change with a new version only, and then nobody minds the old one for a week.
constexpr std::string_view kCacheControl = "public, max-age=604800, stale-while-revalidate=86400";

} // namespace

http::Reply get_picture(const http::Request& request, db::Database&) {
    for (const auto& [path, file] : kPictures) {
        if (path != request.path) continue;
        const auto bytes = base::embedded_file(file);
        if (!bytes) break;
        http::Reply reply;
        reply.content_type = "image/png";
        reply.body = *bytes;
        return std::move(reply).with_header("Cache-Control", kCacheControl);
    }
    return base::not_found();
}

} // namespace instance

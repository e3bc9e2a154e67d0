#include "auth/assets.h"

#include "base/crypto.h"
#include "base/embedded.h"

#include <fmt/core.h>
#include <stdexcept>
#include <vector>

namespace auth {
namespace {

struct Asset {
    std::string_view name;
    std::string_view content_type;
    std::string path;
    std::string_view bytes;
};

Asset load(std::string_view name, std::string_view content_type) {
    const auto bytes = base::embedded_file(fmt::format("src/auth/pages/{}", name));
    if (!bytes) throw std::runtime_error(fmt::format("{} is missing from the binary", name));
    const auto dot = name.rfind('.');
    auto path =
        fmt::format("/assets/{}-{}{}", name.substr(0, dot), base::sha256_hex(*bytes).substr(0, 16), name.substr(dot));
    return {name, content_type, std::move(path), *bytes};
}

const std::vector<Asset>& assets() {
    static const std::vector<Asset> all = {
        load("auth.css", "text/css; charset=utf-8"),
        load("mark.svg", "image/svg+xml"),
    };
    return all;
}

} // namespace

const std::string& asset_path(std::string_view name) {
    for (const Asset& asset : assets()) {
        if (asset.name == name) return asset.path;
    }
    throw std::out_of_range(fmt::format("no asset is called {}", name));
}

http::Reply get_asset(const http::Request& request, db::Tx&) {
    for (const Asset& asset : assets()) {
        if (asset.path != request.path) continue;
        http::Reply reply;
        reply.content_type = asset.content_type;
        reply.body = asset.bytes;
        return std::move(reply)
            .with_header("Cache-Control", "public, max-age=31536000, immutable")
            .with_header("X-Content-Type-Options", "nosniff")
            .with_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    }
    return base::not_found();
}

} // namespace auth

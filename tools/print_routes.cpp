// Prints what the server answers as METHOD<tab>PATH lines, for scripts/api-coverage.
#include "app/routes.h"
#include "streaming/channels.h"

#include <fmt/core.h>

#include <string_view>

namespace {

const char* name(http::Method method) {
    switch (method) {
    case http::Method::Get: return "GET";
    case http::Method::Head: return "HEAD";
    case http::Method::Post: return "POST";
    case http::Method::Put: return "PUT";
    case http::Method::Patch: return "PATCH";
    case http::Method::Delete: return "DELETE";
    case http::Method::Options: return "OPTIONS";
    }
    return "";
}

bool is_stream(std::string_view path) {
    const streaming::StreamName wanted{.name = streaming::stream_of_path(path, false), .tag = "tag", .list = "1"};
    return streaming::resolve(wanted, AccountId{1}, http::Scope::ReadStatuses | http::Scope::ReadNotifications)
        .has_value();
}

} // namespace

int main() {
    for (const auto& route : app::routes()) fmt::print("{}\t{}\n", name(route.method), route.path);

    // What http/plan.cpp answers before it looks at the table.
    for (const std::string_view path :
         {"/health", "/health/ready", "/metrics", "/api/v1/streaming", "/api/v1/streaming/health"}) {
        fmt::print("GET\t{}\n", path);
    }

    // Streams are paths of one door, known by name.
    for (const std::string_view stream : {"user", "user/notification", "public", "public/local", "public/remote",
                                          "hashtag", "hashtag/local", "list", "direct"}) {
        const auto path = fmt::format("/api/v1/streaming/{}", stream);
        if (is_stream(path)) fmt::print("GET\t{}\n", path);
    }
    fmt::print("GET\t/api/v1/streaming/*any\n"); // That door; other names are refused behind it.
}

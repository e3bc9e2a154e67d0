#include "http/finish.h"

#include "base/ascii.h"

#include <algorithm>

namespace http {
namespace {

bool is_header_list(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return base::is_ascii_alphanumeric(c) || c == '-' || c == '_' || c == ',' || c == ' '; });
}

} // namespace

// https://docs.joinmastodon.org/client/intro/ and what its servers answer.
std::optional<std::string_view> cross_origin_methods(std::string_view path) {
    if (path.starts_with("/api/")) return "POST, PUT, DELETE, GET, PATCH, OPTIONS";
    if (path == "/oauth/token" || path == "/oauth/revoke") return "POST";
    if (path == "/oauth/userinfo") return "GET, POST";
    for (const auto* prefix : {"/.well-known/", "/nodeinfo/", "/users/", "/@"}) {
        if (path.starts_with(prefix)) return "GET";
    }
    return std::nullopt;
}

Reply preflight(const Request& request, std::string_view methods) {
    Reply reply = text(200, "");
    reply.with_header("Access-Control-Allow-Methods", methods).with_header("Access-Control-Max-Age", "7200");
    const auto wanted = request.header("access-control-request-headers");
    if (!wanted.empty() && is_header_list(wanted)) reply.with_header("Access-Control-Allow-Headers", wanted);
    return reply;
}

} // namespace http

#include "http/finish.h"

#include "base/ascii.h"
#include "base/log.h"
#include "http/access.h"
#include "http/compress.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace http {
namespace {

constexpr std::size_t kWorthCompressing = 1024;

constexpr std::string_view kExposed =
    "Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id, Mastodon-Async-Refresh";

bool has_header(const Reply& reply, std::string_view name) {
    return std::ranges::any_of(
        reply.headers, [&](const auto& header) { return base::equals_ignoring_ascii_case(header.first, name); });
}

void add_unless_set(Reply& reply, std::string_view name, std::string_view value) {
    if (!has_header(reply, name)) reply.with_header(name, value);
}

bool is_safe(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

// A line break would let whoever chose the value write headers of his own, or a second reply.
void refuse_line_breaks(Reply& reply) {
    const bool is_good = is_safe(reply.content_type) && std::ranges::all_of(reply.headers, [](const auto& header) {
                             return is_safe(header.first) && is_safe(header.second);
                         });
    if (is_good) return;
    base::log::error("a reply's header has a line break in it");
    reply = error_reply(500, "Internal Server Error");
}

bool is_html(const Reply& reply) { return reply.content_type.starts_with("text/html"); }

Caching caching_of(const Request& request, const Route* route, const Reply& reply) {
    const bool is_reading = request.method == Method::Get || request.method == Method::Head;
    if (!route || !is_reading || reply.status != 200) return Caching::Nobody;
    if (route->options.caching == Caching::Anonymous && has_token(request)) return Caching::Nobody;
    return route->options.caching;
}

// Weak: the same answer may be sent compressed or not. The hash is of this process's kind of machine only, which is
// enough: a client that asks another one gets the whole answer once more.
std::string etag_of(std::string_view body) {
    return fmt::format("W/\"{:x}-{:x}\"", body.size(), std::hash<std::string_view>()(body));
}

// If-None-Match: W/"a", "b" or *; weak comparison.
bool is_match(std::string_view if_none_match, std::string_view etag) {
    if (if_none_match == "*") return true;
    const auto opaque = etag.starts_with("W/") ? etag.substr(2) : etag;
    return if_none_match.find(opaque) != std::string_view::npos;
}

void answer_unchanged(const Request& request, Reply& reply) {
    const auto etag = etag_of(reply.body);
    if (is_match(request.header("if-none-match"), etag)) {
        reply.status = 304;
        reply.body.clear();
        reply.content_type.clear();
    }
    reply.with_header("ETag", etag);
}

void add_caching(const Request& request, const Route* route, Reply& reply) {
    switch (has_header(reply, "Cache-Control") ? Caching::Nobody : caching_of(request, route, reply)) {
    case Caching::Nobody: add_unless_set(reply, "Cache-Control", "private, no-store"); return;
    case Caching::Anonymous:
        reply.with_header("Cache-Control", "max-age=15, public, stale-while-revalidate=30, stale-if-error=86400");
        reply.with_header("Vary", "Authorization");
        break;
    case Caching::Shared: reply.with_header("Cache-Control", "max-age=300, public"); break;
    }
    answer_unchanged(request, reply);
}

// Pages are left alone: what an attacker put into one beside a secret would show in its compressed length (BREACH).
void compress(const Request& request, Reply& reply) {
    if (reply.body.size() < kWorthCompressing || is_html(reply) || !is_compressible(reply.content_type)) return;
    reply.with_header("Vary", "Accept-Encoding");
    if (has_header(reply, "Content-Encoding") || !accepts_gzip(request.header("accept-encoding"))) return;
    reply.body = gzip(reply.body);
    reply.with_header("Content-Encoding", "gzip");
}

void add_security(Reply& reply) {
    add_unless_set(reply, "X-Content-Type-Options", "nosniff");
    add_unless_set(reply, "Referrer-Policy", "same-origin");
    add_unless_set(reply, "X-Frame-Options", "DENY");
    add_unless_set(reply, "Content-Security-Policy",
                   is_html(reply) ? "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
                                  : "default-src 'none'; frame-ancestors 'none'; form-action 'none'");
}

void add_cross_origin(const Request& request, Reply& reply) {
    if (!cross_origin_methods(request.path)) return;
    reply.with_header("Access-Control-Allow-Origin", "*");
    reply.with_header("Access-Control-Expose-Headers", kExposed);
}

} // namespace

void finish(const Request& request, const Route* route, Reply& reply) {
    refuse_line_breaks(reply);
    add_caching(request, route, reply);
    compress(request, reply);
    add_security(reply);
    add_cross_origin(request, reply);
    reply.with_header("X-Request-Id", request.request_id);
}

} // namespace http

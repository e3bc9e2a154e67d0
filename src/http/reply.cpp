#include "http/reply.h"

#include "base/text.h"
#include "http/split.h"

#include <cassert>

namespace http {
namespace {

int status_of(base::Refusal refusal) {
    switch (refusal) {
    case base::Refusal::BadRequest: return 400;
    case base::Refusal::Unauthorized: return 401;
    case base::Refusal::Forbidden: return 403;
    case base::Refusal::NotFound: return 404;
    case base::Refusal::Conflict: return 409;
    case base::Refusal::Gone: return 410;
    case base::Refusal::TooLarge: return 413;
    case base::Refusal::Invalid: return 422;
    case base::Refusal::TooMany: return 429;
    case base::Refusal::Unavailable: return 503;
    }
    return 500;
}

Reply page_of_text(int status, std::string_view content_type, std::string body) {
    Reply reply;
    reply.status = status;
    reply.content_type = content_type;
    reply.body = std::move(body);
    return reply;
}

// The path as it stood in the URL.
void append_path(std::string& out, std::string_view path) {
    while (path.find('/') != std::string_view::npos) {
        base::percent_encode(out, take_until(path, '/'));
        out += '/';
    }
    base::percent_encode(out, path);
}

// Whether the parameter `key=…` of a query belongs to this page alone, or is nobody's business but the caller's.
bool is_left_out(std::string_view parameter) {
    const auto name = parameter.substr(0, parameter.find('='));
    return name.empty() || name == "max_id" || name == "min_id" || name == "since_id" || name == "access_token";
}

// "https://host/path?kept=1&" and then `parameter`.
std::string page_url(const Request& request, std::string_view base_url, std::string_view parameter, std::int64_t id) {
    std::string url(base_url);
    append_path(url, request.path);
    url += '?';
    std::string_view query = request.query;
    while (!query.empty()) {
        const auto kept = take_until(query, '&');
        if (!is_left_out(kept)) url.append(kept).append("&");
    }
    url += parameter;
    url += '=';
    url += std::to_string(id);
    return url;
}

} // namespace

Reply::Reply(base::Unexpected refusal) : Reply(std::move(refusal).value()) {}

Reply::Reply(base::Error error) : status(status_of(error.refusal)), is_refusal(true) {
    base::json::Writer out(body);
    out.begin_object();
    if (error.code.empty()) {
        out.field("error", error.message);
    } else {
        out.field("error", error.code);
        out.field("error_description", error.message);
    }
    out.end_object();
}

Reply error_reply(int status, std::string_view message) {
    Reply reply;
    reply.status = status;
    reply.is_refusal = true;
    base::json::Writer out(reply.body);
    out.begin_object();
    out.field("error", message);
    out.end_object();
    return reply;
}

Reply wait_elsewhere() {
    Reply reply = error_reply(503, "Other servers cannot be asked now, please try again");
    reply.must_wait = true;
    return reply;
}

Reply empty_object() {
    Reply reply;
    reply.body = "{}";
    return reply;
}

Reply html(int status, std::string body) { return page_of_text(status, "text/html; charset=utf-8", std::move(body)); }

Reply text(int status, std::string body) { return page_of_text(status, "text/plain; charset=utf-8", std::move(body)); }

Reply redirect(int status, std::string_view location) {
    assert(!location.starts_with("//"));
    return text(status, "").with_header("Location", location);
}

void add_link_header(Reply& reply, const Request& request, std::string_view base_url, const Page& page,
                     std::int64_t first_id, std::int64_t last_id, std::size_t count) {
    if (count == 0) return;
    std::string links;
    if (count >= static_cast<std::size_t>(page.limit)) {
        links = "<" + page_url(request, base_url, "max_id", last_id) + ">; rel=\"next\", ";
    }
    links += "<" + page_url(request, base_url, "min_id", first_id) + ">; rel=\"prev\"";
    reply.with_header("Link", links);
}

} // namespace http

#include "http/reply_head.h"

#include <fmt/core.h>

namespace http {
namespace {

void add(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

std::string_view reason(int status) {
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "";
    }
}

std::string reply_head(const Reply& reply, std::string_view date, std::string_view connection, BodyLength length) {
    std::string head;
    head.reserve(1024);
    head.append("HTTP/1.1 ")
        .append(std::to_string(reply.status))
        .append(" ")
        .append(reason(reply.status))
        .append("\r\n");
    add(head, "Date", date);
    add(head, "Server", "Akebono");
    if (reply.status != 204 && reply.status != 304) {
        if (!reply.content_type.empty()) add(head, "Content-Type", reply.content_type);
        if (length == BodyLength::Known)
            add(head, "Content-Length",
                std::to_string(reply.file ? reply.file->length : static_cast<std::int64_t>(reply.body.size())));
        if (length == BodyLength::Chunked) add(head, "Transfer-Encoding", "chunked");
    }
    for (const auto& [name, value] : reply.headers) add(head, name, value);
    if (!connection.empty()) add(head, "Connection", connection);
    head += "\r\n";
    return head;
}

} // namespace http

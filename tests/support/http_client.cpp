#include "support/http_client.h"

#include "base/ascii.h"
#include "base/text.h"

#include <gtest/gtest.h>

std::string HttpReply::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (base::equals_ignoring_ascii_case(key, name)) return value;
    }
    return {};
}

json::Value HttpReply::json() const {
    auto value = json::parse(body);
    EXPECT_TRUE(value) << status << " " << body;
    return value ? std::move(*value) : json::Value();
}

std::string HttpReply::error() const {
    const auto value = json::parse(body);
    const auto* object = value ? value->if_object() : nullptr;
    const auto* text = object ? object->if_contains("error") : nullptr;
    return text && text->is_string() ? std::string(text->get_string()) : "";
}

std::string url_encoded(std::string_view text) { return base::percent_encode(text); }

HttpReply HttpClient::post(std::string_view path, std::string_view form, HttpHeaders headers) {
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return request("POST", path, headers, form);
}

HttpReply HttpClient::post_json(std::string_view path, std::string_view text, HttpHeaders headers) {
    headers.emplace_back("Content-Type", "application/json");
    return request("POST", path, headers, text);
}

HttpReply HttpClient::request(std::string_view method, std::string_view path, const HttpHeaders& headers,
                              std::string_view body) {
    std::string text;
    text.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: ").append(host_).append("\r\n");
    if (!token.empty()) text.append("Authorization: Bearer ").append(token).append("\r\n");
    for (const auto& [name, value] : headers) text.append(name).append(": ").append(value).append("\r\n");
    const bool may_have_body = method != "GET" && method != "HEAD" && method != "OPTIONS";
    if (!body.empty() || may_have_body)
        text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    text.append("\r\n").append(body);

    const bool is_kept = socket_ != nullptr;
    if (!is_kept) socket_ = std::make_unique<RawSocket>(port_, std::chrono::seconds(30));
    auto reply = socket_->send(text) ? read_reply(method == "HEAD") : HttpReply();
    if (reply.status == 0 && is_kept) { // It was closed between two requests.
        socket_ = std::make_unique<RawSocket>(port_, std::chrono::seconds(30));
        socket_->send(text);
        reply = read_reply(method == "HEAD");
    }
    if (reply.status == 0 || base::equals_ignoring_ascii_case(reply.header("Connection"), "close")) socket_.reset();
    return reply;
}

HttpReply HttpClient::read_reply(bool is_head) {
    std::string_view head;
    const auto text = socket_->read_until("\r\n\r\n");
    if (!text.starts_with("HTTP/1.1 ")) return {};

    HttpReply reply;
    reply.status = std::stoi(text.substr(9, 3));
    head = std::string_view(text).substr(text.find("\r\n") + 2);
    while (head.size() > 2) {
        const auto end = head.find("\r\n");
        const auto line = head.substr(0, end);
        const auto colon = line.find(": ");
        reply.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        head.remove_prefix(end + 2);
    }
    if (is_head || reply.status == 204 || reply.status == 304) return reply;

    if (const auto length = reply.header("Content-Length"); !length.empty()) {
        reply.body = socket_->read_exactly(std::stoul(length));
    } else {
        reply.body = reply.header("Transfer-Encoding") == "chunked" ? read_chunks() : socket_->read_to_end();
    }
    return reply;
}

std::string HttpClient::read_chunks() {
    std::string body;
    while (true) {
        const auto size = std::stoul(socket_->read_until("\r\n"), nullptr, 16);
        body += socket_->read_exactly(size);
        socket_->read_until("\r\n");
        if (size == 0) return body;
    }
}

#include "support/visitor.h"

#include <utility>

namespace {

constexpr int kMaxHops = 5;

std::string unescape(std::string text) {
    for (const auto& [entity, character] :
         {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
        for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1)) {
            text.replace(at, std::string_view(entity).size(), character);
        }
    }
    return text;
}

std::string between(std::string_view text, std::string_view before, std::string_view after) {
    const auto begin = text.find(before);
    if (begin == std::string_view::npos) return {};
    const auto rest = text.substr(begin + before.size());
    return std::string(rest.substr(0, rest.find(after)));
}

Visitor::Fields hidden_fields(std::string_view page) {
    Visitor::Fields fields;
    constexpr std::string_view kInput = "<input type=\"hidden\" ";
    for (auto at = page.find(kInput); at != std::string_view::npos; at = page.find(kInput, at + 1)) {
        const auto input = page.substr(at, page.find('>', at) - at);
        fields[between(input, "name=\"", "\"")] = unescape(between(input, "value=\"", "\""));
    }
    return fields;
}

std::string form_of(const Visitor::Fields& fields) {
    std::string form;
    for (const auto& [name, value] : fields) {
        form += (form.empty() ? "" : "&") + url_encoded(name) + "=" + url_encoded(value);
    }
    return form;
}

} // namespace

HttpReply Visitor::get(std::string_view path) { return send("GET", std::string(path), {}); }

HttpReply Visitor::submit(std::string_view action, const Fields& fields) {
    Fields all = hidden_;
    for (const auto& [name, value] : fields) all.insert_or_assign(name, value);
    return post(action, all);
}

HttpReply Visitor::post(std::string_view action, const Fields& fields) {
    return send("POST", std::string(action), form_of(fields));
}

std::string Visitor::cookie(std::string_view name) const {
    const auto found = cookies_.find(name);
    return found == cookies_.end() ? std::string() : found->second;
}

HttpReply Visitor::send(std::string_view method, std::string path, std::string body) {
    auto reply = send_once(method, path, body);
    for (int hops = 0; hops < kMaxHops && reply.header("location").starts_with('/'); ++hops) {
        reply = send_once("GET", reply.header("location"), {});
    }
    hidden_ = hidden_fields(reply.body);
    return reply;
}

HttpReply Visitor::send_once(std::string_view method, const std::string& path, const std::string& body) {
    HttpHeaders headers;
    std::string cookie;
    for (const auto& [name, value] : cookies_) cookie += (cookie.empty() ? "" : "; ") + name + "=" + value;
    if (!cookie.empty()) headers.emplace_back("Cookie", cookie);
    if (method != "GET") headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    if (method != "GET" && !origin.empty()) headers.emplace_back("Origin", origin);

    auto reply = client_.request(method, path, headers, body);
    for (const auto& [name, value] : reply.headers) {
        if (name != "set-cookie" && name != "Set-Cookie") continue;
        const auto equals = value.find('=');
        cookies_[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
    }
    return reply;
}

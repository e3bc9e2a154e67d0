#include "federation/documents.h"

#include "base/ascii.h"
#include "http/split.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace federation {

namespace {

constexpr std::string_view kProfile = "https://www.w3.org/ns/activitystreams";

// How much is wanted what one part of Accept names: q in thousandths.
int weight_of(std::string_view parameters) {
    while (!parameters.empty()) {
        const auto parameter = http::without_space(http::take_until(parameters, ';'));
        if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) continue;
        double weight = 0;
        const auto number = parameter.substr(2);
        const auto read = std::from_chars(number.data(), number.data() + number.size(), weight);
        return read.ec == std::errc() ? static_cast<int>(std::clamp(weight, 0.0, 1.0) * 1000) : 0;
    }
    return 1000;
}

bool is_activity_type(std::string_view type, std::string_view parameters) {
    if (base::equals_ignoring_ascii_case(type, kActivityJson)) return true;
    return base::equals_ignoring_ascii_case(type, "application/ld+json")
           && parameters.find(kProfile) != std::string_view::npos;
}

} // namespace

bool is_activity_request(const http::Request& request) {
    int activity = 0, html = 0;
    std::string_view accept = request.header("accept");
    while (!accept.empty()) {
        std::string_view parameters = http::take_until(accept, ',');
        const auto type = http::without_space(http::take_until(parameters, ';'));
        const int weight = weight_of(parameters);
        if (is_activity_type(type, parameters)) activity = std::max(activity, weight);
        if (base::equals_ignoring_ascii_case(type, "text/html")) html = std::max(html, weight);
    }
    return activity > 0 && activity >= html;
}

void write_hashtag(json::Writer& out, std::string_view name, std::string_view url) {
    out.begin_object();
    out.field("type", "Hashtag");
    out.field("href", url);
    out.field("name", std::string("#").append(name));
    out.end_object();
}

http::Reply as_document(http::Reply reply, std::chrono::seconds kept) {
    reply.content_type = std::string(kActivityJson) + "; charset=utf-8";
    reply.with_header("Cache-Control", "max-age=" + std::to_string(kept.count()) + ", public");
    return reply;
}

http::Reply varying_with(http::Reply reply, std::string_view header) {
    const auto vary = std::ranges::find(reply.headers, "Vary", [](const auto& one) { return one.first; });
    if (vary == reply.headers.end()) return std::move(reply).with_header("Vary", header);
    vary->second.append(", ").append(header);
    return reply;
}

http::Reply as_negotiated(http::Reply reply) { return varying_with(std::move(reply), "Accept"); }

} // namespace federation

#include "http/router.h"

#include "http/params.h"
#include "http/split.h"

#include <algorithm>
#include <stdexcept>

namespace http {
namespace {

std::size_t index_of(Method method) { return static_cast<std::size_t>(method); }

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> segments;
    while (!path.empty()) {
        const auto segment = take_until(path, '/');
        if (!segment.empty()) segments.push_back(segment);
    }
    return segments;
}

void set(const Route*& place, const Route& route) {
    if (place) throw std::logic_error("two routes for " + std::string(route.path));
    place = &route;
}

// The route for HEAD is that for GET, unless it has one of its own.
const Route* for_method(const std::array<const Route*, 7>& routes, Method method) {
    if (const auto* route = routes[index_of(method)]) return route;
    return method == Method::Head ? routes[index_of(Method::Get)] : nullptr;
}

// What the pattern's names took of the path.
void read_captures(Router::Match& match, std::span<const std::string> segments) {
    const auto pattern = split(match.route->path);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i].starts_with('*')) {
            std::string rest;
            for (const auto& segment : segments.subspan(i)) rest += rest.empty() ? segment : "/" + segment;
            match.params.emplace_back(pattern[i].substr(1), std::move(rest));
            return;
        }
        const auto colon = pattern[i].find(':');
        if (colon == std::string_view::npos) continue;
        match.params.emplace_back(pattern[i].substr(colon + 1), segments[i].substr(colon));
    }
}

} // namespace

Router::Router(std::span<const Route> routes) {
    for (const auto& route : routes) add(route);
}

void Router::add(const Route& route) {
    std::size_t node = 0;
    for (const auto segment : split(route.path)) {
        if (segment.starts_with('*')) return set(nodes_[node].rest[index_of(route.method)], route);
        node = child(node, segment);
    }
    set(nodes_[node].routes[index_of(route.method)], route);
}

std::size_t Router::child(std::size_t node, std::string_view segment) {
    const auto colon = segment.find(':');
    const bool is_capture = colon != std::string_view::npos;
    const auto name = segment.substr(0, colon);

    auto& children = is_capture ? nodes_[node].captures : nodes_[node].exact;
    const auto found =
        std::ranges::find(children, name, [](const auto& entry) { return std::string_view(entry.first); });
    if (found != children.end()) return found->second;

    const auto added = nodes_.size();
    children.emplace_back(name, added);
    if (is_capture) {
        std::ranges::stable_sort(children, std::greater(), [](const auto& entry) { return entry.first.size(); });
    } else {
        std::ranges::sort(children);
    }
    nodes_.emplace_back(); // Last: it may move `children`.
    return added;
}

const Route* Router::walk(std::size_t at, Segments left, Method method) const {
    const auto& node = nodes_[at];
    if (left.empty()) return for_method(node.routes, method);

    const auto& segment = left.front();
    const auto exact = std::ranges::lower_bound(node.exact, segment, {},
                                                [](const auto& entry) -> const std::string& { return entry.first; });
    if (exact != node.exact.end() && exact->first == segment) {
        if (const auto* route = walk(exact->second, left.subspan(1), method)) return route;
    }
    for (const auto& [prefix, next] : node.captures) {
        if (segment.size() <= prefix.size() || !segment.starts_with(prefix)) continue;
        if (const auto* route = walk(next, left.subspan(1), method)) return route;
    }
    return for_method(node.rest, method);
}

std::optional<Router::Match> Router::find(Method method, std::string_view path) const {
    Match match;
    std::vector<std::string> segments;
    for (const auto raw : split(path)) {
        auto segment = percent_decode(raw, false);
        if (!segment) return std::nullopt;
        match.path += '/';
        match.path += *segment;
        segments.push_back(std::move(*segment));
    }
    if (segments.empty()) match.path = "/";
    if (segments.size() > kMaxSegments) return match;

    match.route = walk(0, segments, method);
    if (match.route) read_captures(match, segments);
    return match;
}

} // namespace http

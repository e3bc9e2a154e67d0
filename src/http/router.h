#pragma once

#include "http/route.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

// Finds the route of a path by walking a tree of segments. Unchanging once made, so any thread may ask.
class Router {
public:
    // `routes` outlives it. Throws std::logic_error when two routes are the same: the table is wrong.
    explicit Router(std::span<const Route> routes);

    struct Match {
        std::string path;                                             // Decoded, with single slashes.
        const Route* route = nullptr;                                 // Null: no such path, or not with this method.
        std::vector<std::pair<std::string_view, std::string>> params; // What `:name` took, decoded.
    };
    // `path` as it stands in the URL; empty segments and a slash at the end do not count. nullopt when it is badly
    // encoded.
    std::optional<Match> find(Method method, std::string_view path) const;

private:
    static constexpr std::size_t kMethods = 7;
    static constexpr std::size_t kMaxSegments = 32;

    struct Node {
        std::vector<std::pair<std::string, std::size_t>> exact; // Sorted.
        std::vector<std::pair<std::string, std::size_t>>
            captures; // By what stands before the colon; longer ones first.
        std::array<const Route*, kMethods> routes = {};
        std::array<const Route*, kMethods> rest = {}; // Of `*name`.
    };
    using Segments = std::span<const std::string>;

    void add(const Route& route);
    std::size_t child(std::size_t node, std::string_view segment);
    const Route* walk(std::size_t node, Segments left, Method method) const;

    std::vector<Node> nodes_ = {Node()};
};

} // namespace http

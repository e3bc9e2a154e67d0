#pragma once

#include "http/reply.h"
#include "http/route.h"

#include <optional>
#include <string_view>

namespace http {

// The headers that every reply carries, whatever its handler thought of: who may keep it, what a browser may do with
// it, who may read it across origins; and its compression and 304. `route` is null when none was found. A header with a
// line break in it is a fault of ours: the reply becomes a 500.
void finish(const Request& request, const Route* route, Reply& reply);

// Whether pages of any origin may call this path, as Mastodon lets them: the methods that they may use, or nullopt.
std::optional<std::string_view> cross_origin_methods(std::string_view path);

// The answer to a browser that asks whether it may call.
Reply preflight(const Request& request, std::string_view methods);

} // namespace http

#pragma once

#include "http/route.h"

#include <span>

namespace app {

// The whole HTTP surface. What is not in it answers 404, and docs/api-coverage.md lists what Mastodon has besides.
std::span<const http::Route> routes();

} // namespace app

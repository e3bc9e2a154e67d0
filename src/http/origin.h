#pragma once

#include "base/network.h"
#include "http/request.h"

#include <span>

namespace http {

// Fills request.peer and request.is_https: from X-Forwarded-For and X-Forwarded-Proto when `neighbour`, who is
// connected to us, is a trusted proxy; the client is then the last address in the list that is no proxy of ours. From
// anybody else these headers and their like are removed, so that nobody downstream believes them.
void read_origin(Request& request, const base::IpAddress& neighbour, std::span<const base::Network> trusted_proxies);

} // namespace http

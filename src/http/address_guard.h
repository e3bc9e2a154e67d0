#pragma once

#include "base/network.h"

namespace http {

// Whether an address is one machine's on the public internet: no private, local, shared, reserved, documentation,
// multicast or translated range of the IANA registries, in no spelling of IPv4 in IPv6.
// https://www.iana.org/assignments/iana-ipv4-special-registry,
// https://www.iana.org/assignments/iana-ipv6-special-registry
bool is_global_unicast(const base::IpAddress& ip);

} // namespace http

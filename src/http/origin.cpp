#include "http/origin.h"

#include "base/ascii.h"
#include "http/split.h"

#include <algorithm>
#include <array>

namespace http {
namespace {

constexpr std::string_view kClaims[] = {"x-forwarded-for",  "x-forwarded-proto", "x-forwarded-host",
                                        "x-forwarded-port", "x-forwarded-ssl",   "forwarded",
                                        "x-real-ip",        "true-client-ip",    "cf-connecting-ip",
                                        "client-ip",        "x-client-ip",       "x-cluster-client-ip"};

// All headers of that name as one list, as they came.
std::string joined(const Request& request, std::string_view name) {
    std::string list;
    for (const auto& [header, value] : request.headers) {
        if (header != name) continue;
        if (!list.empty()) list += ',';
        list += value;
    }
    return list;
}

// Removes and returns what follows the last comma.
std::string_view take_last(std::string_view& list) {
    const auto comma = list.rfind(',');
    const auto last = comma == std::string_view::npos ? list : list.substr(comma + 1);
    list.remove_suffix(comma == std::string_view::npos ? list.size() : list.size() - comma);
    return without_space(last);
}

// "203.0.113.7", and "203.0.113.7:4711" and "[2001:db8::1]:4711", which some balancers write.
std::optional<base::IpAddress> parse_hop(std::string_view text) {
    if (const auto address = base::IpAddress::parse(text)) return address;
    const auto endpoint = base::Endpoint::parse(text);
    return endpoint ? std::optional(endpoint->address) : std::nullopt;
}

// Each proxy appends whom it heard from, so what is right of our own proxies' entries is true, and what is left of them
// is a claim.
base::IpAddress find_client(std::string_view hops, base::IpAddress neighbour, std::span<const base::Network> trusted) {
    auto client = neighbour;
    while (base::any_contains(trusted, client) && !hops.empty()) {
        const auto hop = parse_hop(take_last(hops));
        if (!hop) break;
        client = *hop;
    }
    return client;
}

} // namespace

void read_origin(Request& request, const base::IpAddress& neighbour, std::span<const base::Network> trusted) {
    if (!base::any_contains(trusted, neighbour)) {
        std::erase_if(request.headers,
                      [](const auto& header) { return std::ranges::find(kClaims, header.first) != std::end(kClaims); });
        request.peer = neighbour.text();
        return;
    }
    request.peer = find_client(joined(request, "x-forwarded-for"), neighbour, trusted).text();
    const auto protocols = joined(request, "x-forwarded-proto");
    std::string_view list = protocols;
    request.is_https = base::equals_ignoring_ascii_case(take_last(list), "https");
}

} // namespace http

#include "http/edge.h"

#include "http/date.h"
#include "http/stream_outbox.h"

#include <fmt/format.h>

namespace http {
namespace {

std::array<std::uint64_t, 2> key_of(const base::IpAddress& address) {
    const auto key = RateKey::of_address(address);
    return {key.high, key.low};
}

} // namespace

Edge::Edge(const ServerParts& parts, int worker_count)
    : config(parts.context.config),
      limits(parts.limits),
      dispatcher(parts),
      id_seed_(parts.context.random.number()),
      io(1),
      outbox(std::make_shared<StreamOutbox>(io)),
      pictures("pictures", 3, limits.queued_media),
      waiting("waiting", 8, limits.queued_waiting),
      requests("http", worker_count, limits.queued_requests),
      passwords("passwords", 2, limits.queued_passwords),
      media("media", 3, limits.queued_media) {}

const std::string& Edge::date() {
    const auto now = std::time(nullptr);
    if (now != date_second_) {
        date_second_ = now;
        date_ = http_date(now);
    }
    return date_;
}

// In the shape of a UUID, unique among all processes; no secret.
std::string Edge::new_request_id() {
    std::uint64_t mixed = id_seed_ + ++id_count_ * 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    mixed ^= mixed >> 31;
    return fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", mixed >> 32, (mixed >> 16) & 0xffff, mixed & 0xfff,
                       (id_seed_ >> 48) & 0xfff, (id_seed_ ^ id_count_) & 0xffffffffffff);
}

void forget_unsent(Socket& socket) {
    boost::system::error_code ignored;
    socket.set_option(Socket::linger(true, 0), ignored);
}

std::optional<Seat> Seat::take(Edge& edge, const base::IpAddress& address) {
    if (edge.open_connections >= edge.config.max_connections) return std::nullopt;

    const auto key = key_of(address);
    int& count = edge.connections_by_address[key];
    const bool is_exempt = base::any_contains(edge.config.trusted_proxies, address)
                           || (edge.limits.is_loopback_exempt && address.is_loopback());
    if (count >= edge.limits.connections_per_address && !is_exempt) return std::nullopt; // Then it was there before.
    ++count;
    ++edge.open_connections;
    edge.numbers.open.add(1);
    return Seat(edge, key);
}

Seat::Seat(Seat&& other) noexcept : edge_(std::exchange(other.edge_, nullptr)), address_(other.address_) {}

Seat::~Seat() {
    if (!edge_) return;
    --edge_->open_connections;
    edge_->numbers.open.add(-1);
    const auto found = edge_->connections_by_address.find(address_);
    if (--found->second == 0) edge_->connections_by_address.erase(found);
}

} // namespace http

#pragma once

#include "base/context.h"
#include "db/db.h"
#include "http/route.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace http {

// Finds who is calling, from the Authorization header (or access_token parameter) or the session cookie. Caller with id
// 0 when there is no token; Unauthorized when there is one and it is bad. Runs in the route's transaction.
using Authenticate = Result<Caller> (*)(const Request&, db::Tx&);

// What takes a connection over: WebSocket upgrades and event streams of /api/v1/streaming. See http/stream.h.
class StreamAcceptor;

// What a client may take of us. Times are total: not since the last byte.
struct Limits {
    std::size_t header_bytes = 16 << 10;
    std::chrono::milliseconds header_time{10'000}; // From the first byte of a request to the end of its header.
    std::chrono::milliseconds body_time{20'000};   // And a second more for each `slow_bytes_per_second` of the body.
    std::size_t slow_bytes_per_second = 32 << 10;
    std::chrono::milliseconds idle_time{75'000}; // Between requests; longer than the 60 seconds of AWS's load balancer.
    std::chrono::milliseconds write_time{30'000}; // In which some of the answer must get through.
    // For reading what a refused client still sends, so that it sees why: since its last bytes, and five times that in
    // all.
    std::chrono::milliseconds linger_time{2'000};
    std::chrono::milliseconds queue_time{5'000};   // A request that waited longer for a worker is answered 503.
    std::chrono::milliseconds ping_every{30'000};  // WebSockets: a ping; cut when no pong came before the next.
    std::chrono::milliseconds thump_every{15'000}; // Event streams: a comment.
    std::size_t queued_requests = 1024;
    std::size_t queued_passwords = 64;
    std::size_t queued_waiting = 64;
    std::size_t queued_media = 128;
    std::chrono::milliseconds media_queue_time{55'000}; // Within the minute that proxies in front have patience for.
    std::size_t body_bytes_in_memory = 256 << 20;       // Of all requests together;
    std::size_t body_bytes_on_disk = 1 << 30;           // the same of those that are spooled.
    int connections_per_address = 256;                  // IPv6: per /64. Trusted proxies may have more.
    bool is_loopback_exempt = true;                     // From connections_per_address.
};

struct ServerParts {
    const base::Context& context;
    db::Database& database;
    std::span<const Route> routes;
    Authenticate authenticate;
    StreamAcceptor* streams = nullptr; // Null: streaming paths answer 404.
    Limits limits = {};
};

// The listener, its one I/O thread, and its worker pools.
class Server {
public:
    // Binds config.listen at once; throws std::system_error with a plain message when it cannot.
    explicit Server(const ServerParts& parts);
    // Cuts what is left and waits for requests that run.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    void start();
    // Stops accepting after `unhealthy_for` of answering 503 on /health, lets requests in flight finish until
    // `deadline`, then cuts them.
    void drain(std::chrono::milliseconds unhealthy_for, std::chrono::milliseconds deadline);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace http

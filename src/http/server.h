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

struct ServerParts {
    const base::Context& context;
    db::Database& database;
    std::span<const Route> routes;
    Authenticate authenticate;
    StreamAcceptor* streams = nullptr; // Null: streaming paths answer 404.
};

// The listener, its one I/O thread, and its worker pools.
class Server {
public:
    // Binds at once; throws std::system_error with a plain message when it cannot.
    explicit Server(const ServerParts& parts);
    ~Server();

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

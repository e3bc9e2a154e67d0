#pragma once

#include "http/server.h"
#include "http/stream.h"
#include "support/http_client.h"
#include "support/test_db.h"

#include <optional>
#include <span>

// A server with real sockets, workers and database around a few small routes, for tests of the edge itself. Tokens
// speak for themselves: "user-SCOPES" is a user's, "app-SCOPES" an application's, "barred-SCOPES" one's who may not use
// the API yet.
class EdgeServer {
public:
    struct Options {
        http::Limits limits = {};
        http::StreamAcceptor* streams = nullptr;
        int workers = 2;
        int max_connections = 1000;
        bool rate_limits = false;
        std::vector<std::string> trusted_proxies = {};
    };
    EdgeServer() : EdgeServer(Options{}) {}
    explicit EdgeServer(const Options& options);

    std::uint16_t port() const { return server_->port(); }
    http::Server& server() { return *server_; }
    TestWorld& world() { return database_.world(); }
    HttpClient client() const { return HttpClient(port()); }
    RawSocket connect() const { return RawSocket(port()); }
    // Everything that comes back for these bytes, when the client then says no more.
    std::string answer_to(std::string_view bytes) const;
    void stop() { server_.reset(); }

    // What GET /slow waits for.
    static void hold_slow_requests();
    static void let_slow_requests_go();
    static int slow_requests(); // Waiting now.

private:
    TestDatabase database_;
    std::unique_ptr<http::Server> server_;
};

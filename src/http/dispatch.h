#pragma once

#include "http/rate_limits.h"
#include "http/router.h"
#include "http/server.h"
#include "http/stream.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace base::metrics {
class Counter;
} // namespace base::metrics

namespace http {

class Throttle;

// What to do with a request, as its head says: settled before its body is read.
struct Plan {
    const Route* route = nullptr;
    std::vector<std::pair<std::string_view, std::string>> path_params;
    std::optional<Reply> reply;       // Answered at once: health, preflight, no such path.
    std::optional<StreamKind> stream; // Wants to listen.
    std::size_t body_limit_bytes = 0;
    Pool pool = Pool::Requests;
};

// From a request to its reply, without any socket: route, limits, transaction, caller, scope, handler. Thread-safe.
class Dispatcher {
public:
    explicit Dispatcher(const ServerParts& parts);

    // Needs method, headers, raw_path and peer; sets request.path. Quick: runs on the I/O thread.
    Plan plan(Request& request, std::string_view raw_path) const;

    // Runs the request on this thread and finishes its reply. Never throws: faults are logged and become 500, or 503
    // when the database is too busy.
    Reply answer(Request& request, Plan& plan);

    // For plan.stream: the session, or the refusal.
    std::variant<std::unique_ptr<StreamSession>, Reply> admit_stream(Request& request, StreamKind kind);

    // What is answered to a request that found no worker in time.
    Reply too_busy(const Request& request) const;

    // From now on /health says 503.
    void start_draining() { is_draining_ = true; }

private:
    // Replies of one route by the first digit of their status; made when first counted.
    struct Counts {
        std::array<std::atomic<base::metrics::Counter*>, 6> by_class = {};
    };

    Plan plan_options(const Request& request, std::string_view raw_path) const;
    bool is_for_streams(const Request& request) const;
    bool may_see_metrics(const Request& request) const;
    Reply run(Request& request, const Route& route, int& statements);
    std::optional<Reply> fetch_before(Request& request, const Route& route, Throttle& throttle) const;
    Reply run_in_tx(Request& request, const Route& route, Throttle& throttle, db::Tx& tx) const;
    Reply run_with_database(Request& request, const Route& route, Throttle& throttle) const;
    std::optional<Reply> find_caller(Request& request, const Route& route, Throttle& throttle, db::Tx& tx) const;
    void record(const Request& request, const Route& route, const Reply& reply, double seconds, int statements);

    const ServerParts parts_;
    const std::vector<Route> routes_; // Ours and the application's.
    const Router router_;
    RateLimits rate_limits_;
    std::vector<Counts> counts_; // As routes_.
    std::atomic<bool> is_draining_ = false;
};

} // namespace http

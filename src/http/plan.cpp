#include "base/ascii.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/network.h"
#include "http/dispatch.h"
#include "http/finish.h"
#include "http/params.h"

#include <fmt/format.h>

// What the dispatcher settles before a request has come whole, and what it counts after.
namespace http {
namespace {

// Whether the database answers, too: for load balancers that should look elsewhere when it does not.
Reply ready(const Request&, db::Database& database) {
    try {
        database.read([](db::Tx& tx) { tx.query_integer("select 1"); });
        return text(200, "OK");
    } catch (const std::exception& fault) {
        base::log::warning("not ready", {{"reason", fault.what()}});
        return text(503, "The database does not answer");
    }
}

Reply metrics(const Request&, db::Database&) {
    Reply reply = text(200, base::metrics::text());
    reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return reply;
}

constexpr std::string_view kReady = "/health/ready";
constexpr std::string_view kMetrics = "/metrics";

constexpr Route kOwnRoutes[] = {
    {Method::Get, kReady, no_token(), ready},
    {Method::Get, kMetrics, no_token(), metrics},
};

std::vector<Route> with_own(std::span<const Route> routes) {
    std::vector<Route> all(routes.begin(), routes.end());
    all.insert(all.end(), std::begin(kOwnRoutes), std::end(kOwnRoutes));
    return all;
}

Plan at_once(Reply reply) {
    Plan plan;
    plan.reply = std::move(reply);
    return plan;
}

Plan plan_stream(const Request& request) {
    Plan plan;
    const bool is_upgrade = base::equals_ignoring_ascii_case(request.header("upgrade"), "websocket");
    plan.stream = is_upgrade ? StreamKind::WebSocket : StreamKind::EventStream;
    return plan;
}

bool is_reading(const Request& request) { return request.method == Method::Get || request.method == Method::Head; }

Reply no_such_path(const Request& request) {
    return cross_origin_methods(request.path) ? error_reply(404, "Not Found") : text(404, "Not Found");
}

constexpr std::string_view name_of(Method method) {
    constexpr std::string_view kNames[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    return kNames[static_cast<std::size_t>(method)];
}

base::metrics::Counter& reply_counter(const Route& route, int status_class) {
    return base::metrics::counter(
        "akebono_http_requests_total", "Requests answered by a handler, by route and class of status.",
        fmt::format("method=\"{}\",route=\"{}\",status=\"{}xx\"", name_of(route.method), route.path, status_class));
}

} // namespace

Dispatcher::Dispatcher(const ServerParts& parts)
    : parts_(parts),
      routes_(with_own(parts.routes)),
      router_(routes_),
      rate_limits_(parts.context.clock),
      counts_(routes_.size()) {}

bool Dispatcher::may_see_metrics(const Request& request) const {
    const auto ip = base::IpAddress::parse(request.peer);
    return ip && base::any_contains(parts_.context.config.metrics_networks, *ip);
}

bool Dispatcher::is_for_streams(const Request& request) const {
    static constexpr std::string_view kStreams = "/api/v1/streaming";
    if (!parts_.streams || request.method != Method::Get || !request.path.starts_with(kStreams)) return false;
    const auto rest = std::string_view(request.path).substr(kStreams.size());
    return rest.empty() || rest.starts_with('/');
}

Plan Dispatcher::plan_options(const Request& request, std::string_view raw_path) const {
    if (const auto methods = cross_origin_methods(request.path)) return at_once(preflight(request, *methods));
    std::string allowed;
    for (int i = 0; i <= static_cast<int>(Method::Delete); ++i) {
        const auto match = router_.find(static_cast<Method>(i), raw_path);
        if (!match || !match->route) continue;
        if (!allowed.empty()) allowed += ", ";
        allowed += name_of(static_cast<Method>(i));
    }
    if (allowed.empty()) return at_once(no_such_path(request));
    return at_once(text(204, "").with_header("Allow", allowed));
}

Plan Dispatcher::plan(Request& request, std::string_view raw_path) const {
    auto match = router_.find(request.method, raw_path);
    if (!match) {
        request.path = raw_path;
        return at_once(error_reply(400, "The path is not properly encoded"));
    }
    request.path = std::move(match->path);

    const auto route_path = match->route ? match->route->path : std::string_view();
    const bool is_health = request.path == "/health" || request.path == "/api/v1/streaming/health";
    if (request.method == Method::Options) return plan_options(request, raw_path);
    if (is_draining_ && (is_health || route_path == kReady)) return at_once(text(503, "Shutting down"));
    if (is_health && is_reading(request)) return at_once(text(200, "OK"));
    if (route_path == kMetrics && !may_see_metrics(request)) return at_once(no_such_path(request));
    if (is_for_streams(request)) return plan_stream(request);
    if (!match->route) return at_once(no_such_path(request));

    const auto& options = match->route->options;
    return {match->route, std::move(match->params), std::nullopt, std::nullopt, options.body_limit_bytes, options.pool};
}

void Dispatcher::record(const Request& request, const Route& route, const Reply& reply, double seconds,
                        int statements) {
    static auto& durations = base::metrics::histogram("akebono_http_request_seconds", "Time on a worker thread.");
    durations.observe_seconds(seconds);

    const auto index = static_cast<std::size_t>(&route - routes_.data());
    const int status_class = std::clamp(reply.status / 100, 1, 5);
    auto& counter = counts_[index].by_class[static_cast<std::size_t>(status_class)];
    auto* known = counter.load(std::memory_order_acquire);
    if (!known) {
        known = &reply_counter(route, status_class);
        counter.store(known, std::memory_order_release);
    }
    known->add();

    if (!base::log::is_enabled(base::LogLevel::Debug)) return;
    base::log::debug("request", {{"method", name_of(request.method)},
                                 {"path", request.path},
                                 {"status", reply.status},
                                 {"ms", static_cast<int>(seconds * 1000)},
                                 {"statements", statements},
                                 {"request_id", request.request_id}});
}

} // namespace http

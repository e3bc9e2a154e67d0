#include "support/edge_server.h"

#include <condition_variable>
#include <mutex>

namespace {

using http::Method;
using http::Reply;
using http::Request;
using http::Scope;

std::mutex slow_mutex;
std::condition_variable slow_change;
bool is_slow_held = false;
int slow_count = 0;

// What the server understood.
Reply echo(const Request& request, db::Tx&) {
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.field("method", static_cast<int>(request.method));
        out.field("path", request.path);
        out.field("peer", request.peer);
        out.field("https", request.is_https);
        out.field("cookies", request.header("cookie"));
        out.field("body_bytes", request.body.size());
        out.raw_field("params", boost::json::serialize(request.params));
        out.field("user", request.caller.user);
        out.end_object();
    });
}

Reply big(const Request& request, db::Tx&) {
    return http::json([&](json::Writer& out) {
        out.begin_array();
        for (std::int64_t i = 0; i < request.integer("n").value_or(1000); ++i) out.value("0123456789");
        out.end_array();
    });
}

Reply slow(const Request&, db::Tx&) {
    std::unique_lock lock(slow_mutex);
    ++slow_count;
    slow_change.notify_all();
    slow_change.wait(lock, [] { return !is_slow_held; });
    --slow_count;
    return http::text(200, "slow");
}

Reply fault(const Request&, db::Tx&) { throw std::runtime_error("a row is missing"); }

Reply busy(const Request&, db::Tx&) { throw db::Busy("nobody is free"); }

Reply refuse(const Request&, db::Tx&) { return base::not_found(); }

Reply line_break(const Request& request, db::Tx&) {
    return http::text(200, "x").with_header("X-Said", request.text_or("said", ""));
}

Reply page(const Request&, db::Tx&) { return http::html(200, std::string(5000, 'a')); }

Reply without_tx(const Request& request, db::Database& database) {
    database.read([](db::Tx& tx) { tx.query_integer("select 1"); });
    return http::text(200, std::to_string(request.caller.user.value));
}

constexpr http::Options kCached{.caching = http::Caching::Anonymous};

constexpr http::Route kRoutes[] = {
    {Method::Get, "/api/v1/echo/:id", http::anyone(), echo},
    {Method::Post, "/api/v1/echo/:id", http::anyone(), echo, {.body_limit_bytes = 100'000}},
    {Method::Get, "/api/v1/mine", Scope::ReadAccounts, echo},
    {Method::Get, "/api/v1/any_user", http::user(), echo},
    {Method::Get, "/api/v1/app", http::app(Scope::ReadItself | Scope::ReadAccounts), echo},
    {Method::Get, "/api/v1/public", http::anyone(Scope::ReadStatuses), big, kCached},
    {Method::Post, "/api/v1/statuses", Scope::WriteStatuses, echo, {.limit = http::Limit::Statuses}},
    {Method::Post, "/api/v1/refused", Scope::WriteStatuses, refuse, {.limit = http::Limit::Statuses}},
    {Method::Post, "/api/v1/apps", http::no_token(), echo, {.limit = http::Limit::AppRegistration}},
    {Method::Post,
     "/auth/sign_in",
     http::no_token(),
     without_tx,
     {.limit = http::Limit::SignIn, .pool = http::Pool::Passwords}},
    {Method::Get, "/api/v1/hashed", Scope::ReadAccounts, without_tx, {.pool = http::Pool::Passwords}},
    {Method::Get, "/api/v1/fault", http::no_token(), fault},
    {Method::Get, "/api/v1/busy", http::no_token(), busy},
    {Method::Get, "/line_break", http::no_token(), line_break},
    {Method::Get, "/page", http::no_token(), page},
    {Method::Get, "/echo", http::no_token(), echo},
    {Method::Get, "/slow", http::no_token(), slow},
    {Method::Get, "/", http::no_token(), page},
};

std::string_view token_of(const Request& request, std::string& buffer) {
    const auto authorization = request.header("authorization");
    if (authorization.starts_with("Bearer ")) return authorization.substr(7);
    buffer = request.text_or("access_token", "");
    return buffer;
}

Result<http::Caller> authenticate(const Request& request, db::Tx&) {
    std::string buffer;
    const auto token = token_of(request, buffer);
    if (token.empty()) return http::Caller{};

    const auto dash = std::min(token.find('-'), token.size());
    const auto kind = token.substr(0, dash);
    const auto scopes = http::parse_scopes(token.substr(std::min(dash + 1, token.size())));
    if (!scopes || (kind != "user" && kind != "app" && kind != "barred")) {
        return base::refuse(base::Refusal::Unauthorized, "The access token is invalid");
    }
    http::Caller caller;
    caller.token = TokenId{9};
    caller.scopes = *scopes;
    if (kind != "app") caller.user = UserId{7};
    if (kind != "app") caller.account.id = AccountId{8};
    if (kind == "barred") caller.barred = "Your login is currently pending approval";
    return caller;
}

} // namespace

EdgeServer::EdgeServer(const Options& options) : database_(TestDatabase::Options{.connections = options.workers + 2}) {
    auto& config = database_.world().config;
    config.listen = "127.0.0.1:0";
    config.workers = options.workers;
    config.max_connections = options.max_connections;
    config.rate_limits = options.rate_limits;
    config.metrics_networks = {*base::Network::parse("127.0.0.1")};
    for (const auto& network : options.trusted_proxies)
        config.trusted_proxies.push_back(*base::Network::parse(network));
    server_ = std::make_unique<http::Server>(http::ServerParts{.context = database_.world().context,
                                                               .database = *database_,
                                                               .routes = kRoutes,
                                                               .authenticate = authenticate,
                                                               .streams = options.streams,
                                                               .limits = options.limits});
    server_->start();
}

std::string EdgeServer::answer_to(std::string_view bytes) const {
    auto socket = connect();
    socket.send(bytes);
    socket.finish_sending();
    return socket.read_to_end();
}

void EdgeServer::hold_slow_requests() {
    const std::lock_guard lock(slow_mutex);
    is_slow_held = true;
}

void EdgeServer::let_slow_requests_go() {
    const std::lock_guard lock(slow_mutex);
    is_slow_held = false;
    slow_change.notify_all();
}

int EdgeServer::slow_requests() {
    const std::lock_guard lock(slow_mutex);
    return slow_count;
}

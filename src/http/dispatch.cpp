#include "http/dispatch.h"

#include "base/log.h"
#include "http/access.h"
#include "http/finish.h"
#include "http/params.h"
#include "http/throttle.h"

#include <chrono>
#include <exception>

namespace http {
namespace {

using Clock = std::chrono::steady_clock;

db::Access access_of(const Route& route) {
    if (route.options.tx == TxKind::Read) return db::Access::Read;
    if (route.options.tx == TxKind::Write) return db::Access::Write;
    return route.method == Method::Get || route.method == Method::Head ? db::Access::Read : db::Access::Write;
}

Reply internal_error() { return error_reply(500, "Internal Server Error"); }

Reply busy() {
    return error_reply(503, "There was a temporary problem serving your request, please try again")
        .with_header("Retry-After", "2");
}

// Runs `work` and answers its faults.
template <typename Work>
Reply guarded(const Request& request, Work&& work) {
    try {
        return work();
    } catch (const db::Busy& fault) {
        base::log::warning("the database is too busy", {{"request_id", request.request_id}, {"reason", fault.what()}});
        return busy();
    } catch (const std::exception& fault) {
        base::log::error("a request failed",
                         {{"request_id", request.request_id}, {"path", request.path}, {"reason", fault.what()}});
        return internal_error();
    }
}

// Browsers cannot send Authorization with a WebSocket: Mastodon's clients offer the token as the subprotocol.
void take_token_from_protocol(Request& request) {
    const auto protocol = request.header("sec-websocket-protocol");
    if (has_token(request) || protocol.empty()) return;
    const auto first = protocol.substr(0, protocol.find(','));
    request.params["access_token"] = boost::json::string_view(first.data(), first.size());
}

// Under /api/ only tokens count, so that no other site's page can act for a reader who is signed in here.
void forget_cookies(Request& request, const Route& route) {
    if (!route.path.starts_with("/api/")) return;
    std::erase_if(request.headers, [](const auto& header) { return header.first == "cookie"; });
}

// Where only the servers on a list are spoken with, nobody looks in who is not signed in.
bool is_closed(const base::Config& config, const Route& route) {
    if (!config.federation_allow_list || !route.path.starts_with("/api/")) return false;
    return route.needs.who == Needs::Who::Anyone
           || (route.needs.who == Needs::Who::Nobody && route.method == Method::Get);
}

Reply nothing(const Request&, db::Tx&) { return {}; }

Result<> read_all_params(Request& request, const Plan& plan) {
    TRY(read_params(request));
    for (const auto& [name, value] : plan.path_params) {
        request.params[boost::json::string_view(name.data(), name.size())] = value;
    }
    return {};
}

} // namespace

std::optional<Reply> Dispatcher::find_caller(Request& request, const Route& route, Throttle& throttle,
                                             db::Tx& tx) const {
    const bool is_for_users = is_closed(parts_.context.config, route);
    if (route.needs.who == Needs::Who::Nobody && !is_for_users) return std::nullopt;

    auto caller = parts_.authenticate(request, tx);
    if (auto refusal = throttle.after_lookup(caller ? &*caller : nullptr)) return refusal;
    if (is_for_users && caller && !caller->user) {
        return unauthorized({base::Refusal::Unauthorized, "This method requires an authenticated user"});
    }
    auto admitted = admit(route.needs, has_token(request), std::move(caller));
    if (!admitted) {
        const auto& error = admitted.error();
        return error.refusal == base::Refusal::Unauthorized ? unauthorized(error) : Reply(error);
    }
    request.caller = std::move(*admitted);
    return std::nullopt;
}

Reply Dispatcher::run_in_tx(Request& request, const Route& route, Throttle& throttle, db::Tx& tx) const {
    if (auto refusal = find_caller(request, route, throttle, tx)) return std::move(*refusal);
    return route.handler.in_tx(request, tx);
}

Reply Dispatcher::run_with_database(Request& request, const Route& route, Throttle& throttle) const {
    std::optional<Reply> refusal;
    if (route.needs.who != Needs::Who::Nobody || is_closed(parts_.context.config, route)) {
        parts_.database.read([&](db::Tx& tx) { refusal = find_caller(request, route, throttle, tx); });
    }
    return refusal ? std::move(*refusal) : route.handler.with_database(request, parts_.database);
}

// Nothing when the handler may run.
std::optional<Reply> Dispatcher::fetch_before(Request& request, const Route& route, Throttle& throttle) const {
    const EdgeStep* step = route.options.before;
    if (!step || !step->may_need(request)) return std::nullopt;
    std::optional<Reply> refusal;
    bool is_needed = false;
    parts_.database.read([&](db::Tx& tx) {
        refusal = find_caller(request, route, throttle, tx);
        is_needed = !refusal && step->needs(request, tx);
    });
    if (refusal || !is_needed) return refusal;
    if (!request.may_wait) return wait_elsewhere();
    step->fetch(request, parts_.database);
    return std::nullopt;
}

Reply Dispatcher::run(Request& request, const Route& route, int& statements) {
    Throttle throttle(parts_.context.config.rate_limits ? &rate_limits_ : nullptr, request, route);
    auto reply = guarded(request, [&]() -> Reply {
        if (auto refusal = throttle.before_lookup(has_token(request))) return std::move(*refusal);
        if (auto other = fetch_before(request, route, throttle)) return std::move(*other);
        if (route.handler.with_database) return run_with_database(request, route, throttle);

        Reply result;
        parts_.database.run(access_of(route), [&](db::Tx& tx) {
            request.caller = {};
            result = run_in_tx(request, route, throttle, tx); // Anew, when a lost race makes it run again.
            statements = tx.statement_count();
            return !result.is_refusal;
        });
        if (result.afterwards && !result.is_refusal) std::exchange(result.afterwards, {})(result, parts_.database);
        return result;
    });
    throttle.settle(reply);
    if (is_closed(parts_.context.config, route)) reply.with_header("Cache-Control", "private, no-store");
    return reply;
}

Reply Dispatcher::answer(Request& request, Plan& plan) {
    const auto begun = Clock::now();
    int statements = 0;
    Reply reply;
    if (plan.reply) {
        reply = std::move(*plan.reply);
    } else {
        forget_cookies(request, *plan.route);
        reply = guarded(request, [&]() -> Reply {
            const auto readable = read_all_params(request, plan);
            return readable ? run(request, *plan.route, statements) : Reply(readable.error());
        });
    }
    reply = guarded(request, [&] {
        finish(request, plan.route, reply);
        return std::move(reply);
    });
    if (plan.route)
        record(request, *plan.route, reply, std::chrono::duration<double>(Clock::now() - begun).count(), statements);
    return reply;
}

Reply Dispatcher::too_busy(const Request& request) const {
    auto reply = busy();
    finish(request, nullptr, reply);
    return reply;
}

std::variant<std::unique_ptr<StreamSession>, Reply> Dispatcher::admit_stream(Request& request, StreamKind kind) {
    static constexpr Route kRoute{Method::Get, "/api/v1/streaming", anyone(), nothing};
    Throttle throttle(parts_.context.config.rate_limits ? &rate_limits_ : nullptr, request, kRoute);

    std::unique_ptr<StreamSession> session;
    auto reply = guarded(request, [&]() -> Reply {
        if (const auto readable = read_params(request); !readable) return Reply(readable.error());
        take_token_from_protocol(request);
        forget_cookies(request, kRoute);
        std::optional<Reply> refusal;
        parts_.database.read([&](db::Tx& tx) {
            refusal = find_caller(request, kRoute, throttle, tx);
            if (refusal) return;
            auto accepted = parts_.streams->accept(request, tx, kind);
            if (accepted) session = std::move(*accepted);
            if (!accepted) refusal = Reply(accepted.error());
        });
        return refusal ? std::move(*refusal) : Reply();
    });
    if (session) return session;

    if (kind == StreamKind::WebSocket) {
        const auto said = json::parse(reply.body);
        // A browser's WebSocket shows neither; tools show the header.
        reply.with_header("X-Error-Message", said ? text_of(said->at("error")).value_or("") : "");
        reply.body.clear();
    }
    finish(request, nullptr, reply);
    return reply;
}

} // namespace http

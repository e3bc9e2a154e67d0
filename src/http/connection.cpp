#include "http/connection.h"

#include "base/ascii.h"
#include "base/log.h"
#include "http/exchange.h"
#include "http/origin.h"
#include "http/split.h"
#include "http/spool.h"
#include "http/stream_transport.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

namespace http {
namespace {

using std::chrono::steady_clock;

// "http://host/path" is what a proxy is asked for, and as good as "/path" (RFC 9112, 3.2.2).
std::string_view without_origin(std::string_view target) {
    for (const auto* scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        const auto slash = target.find('/', std::string_view(scheme).size());
        return slash == std::string_view::npos ? "/" : target.substr(slash);
    }
    return target;
}

} // namespace

Connection::Connection(Edge& edge, Socket socket, Seat seat, const base::IpAddress& address)
    : edge_(edge), socket_(std::move(socket)), seat_(std::move(seat)), address_(address) {}

Connection::~Connection() = default;

void Connection::start() {
    edge_.guests.emplace(this, shared_from_this());
    boost::system::error_code ignored;
    socket_.set_option(Tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    deadline_ = steady_clock::now() + edge_.limits.header_time;
    wait_to_read();
}

// ── reading ──

void Connection::wait_to_read() {
    if (is_waiting_ || state_ == State::Closed) return;
    is_waiting_ = true;
    socket_.async_wait(Socket::wait_read, [keep = self()](const boost::system::error_code& failed) {
        keep->is_waiting_ = false;
        if (!failed && keep->state_ != State::Closed) keep->on_readable();
    });
}

void Connection::on_readable() {
    if (state_ == State::Lingering) return discard();
    if (state_ == State::Working || state_ == State::Writing) return; // Read on when this request is answered.

    boost::system::error_code error;
    const auto count = socket_.read_some(asio::buffer(edge_.buffer), error);
    if (error == asio::error::would_block) return wait_to_read();
    if (error) return close();
    consume({edge_.buffer.data(), count});
}

void Connection::consume(std::string_view bytes) {
    std::string joined;
    if (!pending_.empty()) {
        joined.swap(pending_);
        joined += bytes;
        bytes = joined;
    }
    const auto used = parse(bytes);
    if (state_ == State::Closed || state_ == State::Lingering) return;
    pending_ = bytes.substr(used);
    if (state_ == State::Head || state_ == State::Body) return wait_to_read();
    if (state_ == State::Idle) next_request();
}

std::size_t Connection::parse(std::string_view bytes) {
    if (state_ == State::Idle) {
        exchange_ = std::make_unique<Exchange>(edge_.limits);
        exchange_->request().request_id = edge_.new_request_id();
        state_ = State::Head;
        deadline_ = steady_clock::now() + edge_.limits.header_time;
    }
    std::size_t used = 0;
    auto& parser = exchange_->parser;
    if (state_ == State::Head) {
        used = parser.read_head(bytes);
        if (parser.failure() != 0) return refuse_bytes(used);
        if (parser.has_head()) on_head();
    }
    if (state_ != State::Body) return used;

    if (parser.has_body()) used += parser.read_body(bytes.substr(used));
    if (parser.failure() != 0) return refuse_bytes(used);
    if (!makes_room()) {
        fail(503, "Too much is being uploaded at once, please try again");
    } else if (parser.has_all()) {
        on_whole();
    }
    return used;
}

std::size_t Connection::refuse_bytes(std::size_t used) {
    edge_.numbers.bad.add();
    const int status = exchange_->parser.failure();
    fail(status, status == 413   ? "The request is too large"
                 : status == 431 ? "The request's header is too large"
                 : status == 503 ? "This server cannot store files now, please try again later"
                                 : "Bad Request");
    return used;
}

// Counts what has come of the body; false when all requests together have too much.
bool Connection::makes_room() {
    const auto& request = exchange_->request();
    const auto size = request.body.size();
    edge_.body_bytes += size - exchange_->body_bytes;
    exchange_->body_bytes = size;
    const auto spooled = request.spool ? request.spool->size() : 0;
    edge_.spooled_bytes += spooled - exchange_->spooled_bytes;
    exchange_->spooled_bytes = spooled;
    return edge_.body_bytes <= edge_.limits.body_bytes_in_memory
           && edge_.spooled_bytes <= edge_.limits.body_bytes_on_disk;
}

// ── one request ──

void Connection::on_head() {
    auto& parser = exchange_->parser;
    auto& request = exchange_->request();
    http::read_origin(request, address_, edge_.config.trusted_proxies);

    auto target = without_origin(parser.target());
    request.target = target;
    request.path = take_until(target, '?');
    request.query = target;
    if (!is_acceptable()) return;

    exchange_->keep_alive = parser.wants_keep_alive();
    exchange_->plan = edge_.dispatcher.plan(request, std::string(request.path));
    const auto limit = exchange_->plan.body_limit_bytes;
    if (exchange_->plan.reply || exchange_->plan.stream) {
        // The answer does not wait for a body that nobody reads.
        if (parser.has_body()) exchange_->keep_alive = false;
        return on_whole();
    }
    if (parser.declared_bytes().value_or(0) > limit) return fail(413, "The request is too large");
    parser.limit_body(limit);

    if (parser.has_body() && exchange_->plan.route->options.spools && !spool_body()) return;

    const auto slow_seconds = parser.declared_bytes().value_or(limit) / edge_.limits.slow_bytes_per_second;
    state_ = State::Body;
    deadline_ = steady_clock::now() + edge_.limits.body_time + std::chrono::seconds(slow_seconds);
    if (parser.has_body() && !request.header("expect").empty()) say_continue();
}

bool Connection::spool_body() {
    try {
        exchange_->parser.spool_to(std::make_shared<Spool>(edge_.config.data / "tmp"));
        return true;
    } catch (const std::system_error& fault) {
        base::log::error("an upload cannot be kept", {{"reason", fault.what()}});
        fail(503, "This server cannot store files now, please try again later");
        return false;
    }
}

// What Beast lets pass and we must not.
bool Connection::is_acceptable() {
    const auto& parser = exchange_->parser;
    const auto& request = exchange_->request();
    const auto hosts =
        std::ranges::count_if(request.headers, [](const auto& header) { return header.first == "host"; });
    if (hosts > 1 || (hosts == 0 && parser.is_http_1_1())) {
        fail(400, "The request needs one Host header");
    } else if (!parser.is_known_method()) {
        fail(405, "Method Not Allowed");
    } else if (!request.path.starts_with('/')) {
        fail(400, "Bad Request");
    } else if (const auto expect = request.header("expect");
               !expect.empty() && !base::equals_ignoring_ascii_case(expect, "100-continue")) {
        fail(417, "Only 100-continue can be expected");
    }
    return state_ == State::Head;
}

// A client that waits for it has not sent anything, so there is room for these few bytes.
void Connection::say_continue() {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    boost::system::error_code error;
    const auto written = socket_.write_some(asio::buffer(kContinue), error);
    if (error || written != kContinue.size()) close();
}

void Connection::on_whole() {
    edge_.numbers.in_flight.add(1);
    exchange_->is_in_flight = true;
    if (exchange_->plan.reply) return respond(edge_.dispatcher.answer(exchange_->request(), exchange_->plan));
    if (exchange_->plan.stream == StreamKind::WebSocket) {
        if (auto refusal = websocket::refuse_handshake(exchange_->request()))
            return respond_finished(std::move(*refusal));
    }
    hand_to_worker();
}

void Connection::hand_to_worker() {
    state_ = State::Working;
    exchange_->queued_at = steady_clock::now();
    auto& pool = edge_.pool(exchange_->plan.pool);
    const bool is_stream = exchange_->plan.stream.has_value();
    auto work = [keep = self(), is_stream]() mutable {
        auto& connection = *keep;
        is_stream ? connection.run_stream(std::move(keep)) : connection.run_request(std::move(keep));
    };
    if (pool.submit(std::move(work))) return;
    edge_.numbers.busy.add();
    respond(edge_.dispatcher.too_busy(exchange_->request()));
}

bool Connection::is_for_pictures() const {
    const Route* route = exchange_->plan.route;
    return route && route->options.before && route->options.before->is_patient;
}

// On a worker thread. `keep` goes back with the answer, so that the connection ends on the I/O thread.
void Connection::run_request(std::shared_ptr<Connection> keep) {
    const bool is_patient = exchange_->plan.pool == Pool::Media || (exchange_->request().may_wait && is_for_pictures());
    const auto patience = is_patient ? edge_.limits.media_queue_time : edge_.limits.queue_time;
    const bool is_late = steady_clock::now() - exchange_->queued_at > patience;
    exchange_->reply = is_late ? edge_.dispatcher.too_busy(exchange_->request())
                               : edge_.dispatcher.answer(exchange_->request(), exchange_->plan);
    if (exchange_->reply.must_wait && !is_late && !exchange_->request().may_wait) {
        return wait_elsewhere(std::move(keep));
    }
    auto& io = edge_.io;
    asio::post(io, [connection = std::move(keep)] { connection->respond(std::move(connection->exchange_->reply)); });
}

// On a worker thread: the same once more, on a thread that may wait.
void Connection::wait_elsewhere(std::shared_ptr<Connection> keep) {
    auto& io = edge_.io;
    exchange_->request().may_wait = true;
    exchange_->queued_at = steady_clock::now();
    auto work = [connection = keep]() mutable {
        auto& same = *connection;
        same.run_request(std::move(connection));
    };
    if ((is_for_pictures() ? edge_.pictures : edge_.waiting).submit(std::move(work))) {
        asio::post(io, [connection = std::move(keep)] {}); // It may be the last who holds it: not on this thread.
        return;
    }
    exchange_->reply = edge_.dispatcher.too_busy(exchange_->request());
    asio::post(io, [connection = std::move(keep)] { connection->respond(std::move(connection->exchange_->reply)); });
}

void Connection::run_stream(std::shared_ptr<Connection> keep) {
    auto admitted = edge_.dispatcher.admit_stream(exchange_->request(), *exchange_->plan.stream);
    auto& io = edge_.io;
    if (auto* refusal = std::get_if<Reply>(&admitted)) {
        exchange_->reply = std::move(*refusal);
        asio::post(io,
                   [connection = std::move(keep)] { connection->respond(std::move(connection->exchange_->reply)); });
        return;
    }
    auto session = std::get<std::unique_ptr<StreamSession>>(std::move(admitted));
    asio::post(io, [connection = std::move(keep), session = std::move(session)]() mutable {
        connection->become_stream(std::move(session));
    });
}

void Connection::become_stream(std::unique_ptr<StreamSession> session) {
    const auto keep = self();
    leave_flight();
    if (state_ == State::Closed || edge_.is_draining) {
        session->closed();
        return close();
    }
    boost::system::error_code ignored;
    socket_.cancel(ignored); // Nothing of ours waits on it any more.
    const auto kind = *exchange_->plan.stream;
    const auto& request = exchange_->request();
    const bool is_chunked = kind == StreamKind::EventStream && exchange_->parser.is_http_1_1();
    std::string head =
        kind == StreamKind::WebSocket ? websocket::handshake_reply(request) : event_stream_head(request, is_chunked);
    const auto transport = std::make_shared<StreamTransport>(edge_, std::move(socket_), std::move(seat_), kind,
                                                             is_chunked, std::move(session));
    state_ = State::Closed;
    edge_.guests.erase(this);
    transport->start(std::move(head), pending_);
}

} // namespace http

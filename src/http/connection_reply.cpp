#include "http/exchange.h"
#include "http/finish.h"
#include "http/reply_head.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cerrno>
#include <sys/sendfile.h>

// A connection's second half: answering, and ending.
namespace http {
namespace {

using std::chrono::steady_clock;

// How much of what a refused client still sends is read and thrown away: more than the largest film that others take.
constexpr std::size_t kMaxDiscarded = 128 << 20;
// How much of a file is sent at a turn.
constexpr std::int64_t kFilePiece = 512 << 10;

} // namespace

void Connection::leave_flight() {
    if (std::exchange(exchange_->is_in_flight, false)) edge_.numbers.in_flight.add(-1);
}

void Connection::forget_body() {
    edge_.body_bytes -= std::exchange(exchange_->body_bytes, 0);
    edge_.spooled_bytes -= std::exchange(exchange_->spooled_bytes, 0);
}

void Connection::fail(int status, std::string_view message) {
    exchange_->keep_alive = false;
    respond_finished(error_reply(status, message));
}

void Connection::respond_finished(Reply reply) {
    finish(exchange_->request(), nullptr, reply);
    respond(std::move(reply));
}

std::string Connection::event_stream_head(const Request& request, bool is_chunked) const {
    Reply reply;
    reply.content_type = "text/event-stream";
    reply.with_header("X-Accel-Buffering", "no"); // nginx would keep events back.
    finish(request, nullptr, reply);
    return reply_head(reply, edge_.date(), is_chunked ? "" : "close",
                      is_chunked ? BodyLength::Chunked : BodyLength::UntilClose);
}

void Connection::respond(Reply reply) {
    leave_flight();
    if (state_ == State::Closed) return forget_body();

    auto& exchange = *exchange_;
    if (edge_.is_draining) exchange.keep_alive = false;
    const bool needs_saying = !exchange.parser.is_http_1_1();
    exchange.reply = std::move(reply);
    exchange.head = reply_head(exchange.reply, edge_.date(),
                               !exchange.keep_alive ? "close"
                               : needs_saying       ? "keep-alive"
                                                    : "");
    const int status = exchange.reply.status;
    if (exchange.request().method == Method::Head || status == 204 || status == 304) {
        exchange.reply.body.clear();
        exchange.reply.file = nullptr;
    }
    state_ = State::Writing;
    write_reply();
}

void Connection::write_reply() {
    auto& exchange = *exchange_;
    const auto total = exchange.head.size() + exchange.reply.body.size();
    while (exchange.written < total) {
        std::array<asio::const_buffer, 2> buffers = {asio::buffer(exchange.head), asio::buffer(exchange.reply.body)};
        const auto of_head = std::min(exchange.written, exchange.head.size());
        buffers[0] += of_head;
        buffers[1] += exchange.written - of_head;

        boost::system::error_code error;
        exchange.written += socket_.write_some(buffers, error);
        if (error == asio::error::would_block) return wait_to_write();
        if (error) return close();
    }
    if (!exchange.reply.file || send_file()) after_reply();
}

void Connection::wait_to_write() {
    deadline_ = steady_clock::now() + edge_.limits.write_time;
    socket_.async_wait(Socket::wait_write, [keep = self()](const boost::system::error_code& failed) {
        if (!failed && keep->state_ == State::Writing) keep->write_reply();
    });
}

// From the disk's cache into the socket, a piece at a turn so that others get theirs. True when all of it is sent.
bool Connection::send_file() {
    auto& exchange = *exchange_;
    const auto& file = *exchange.reply.file;
    const auto left = file.length - exchange.sent_of_file;
    if (left <= 0) return true;
    off_t at = file.offset + exchange.sent_of_file;
    const auto count = ::sendfile(socket_.native_handle(), file.file.descriptor(), &at,
                                  static_cast<std::size_t>(std::min(left, kFilePiece)));
    if (count > 0) exchange.sent_of_file += count;
    if (exchange.sent_of_file == file.length) return true;
    if (count > 0 || errno == EAGAIN || errno == EINTR) {
        wait_to_write();
    } else {
        close(); // The client went, or the file became shorter than it was: the length that was promised cannot be
                 // kept.
    }
    return false;
}

void Connection::after_reply() {
    forget_body();
    if (!exchange_->keep_alive) return linger();
    exchange_.reset();
    state_ = State::Idle;
    deadline_ = steady_clock::now() + edge_.limits.idle_time;
    next_request();
}

// What was pipelined is parsed in a turn of its own, so that nobody fills the loop with his requests alone.
void Connection::next_request() {
    if (pending_.empty()) {
        std::string().swap(pending_); // An idle connection keeps no buffer.
        return wait_to_read();
    }
    asio::post(edge_.io, [keep = self()] {
        if (keep->state_ == State::Idle) keep->consume({});
    });
}

// ── ending ──

// Closing at once would throw away what the client has not read yet, if more of its request is still coming.
void Connection::linger() {
    state_ = State::Lingering;
    exchange_->lingers_until = steady_clock::now() + 5 * edge_.limits.linger_time;
    deadline_ = steady_clock::now() + edge_.limits.linger_time;
    std::string().swap(pending_);
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    wait_to_read();
}

void Connection::discard() {
    boost::system::error_code error;
    const auto count = socket_.read_some(asio::buffer(edge_.buffer), error);
    exchange_->discarded += count;
    if ((error && error != asio::error::would_block) || exchange_->discarded > kMaxDiscarded) return close();
    if (count > 0) deadline_ = std::min(steady_clock::now() + edge_.limits.linger_time, exchange_->lingers_until);
    wait_to_read();
}

void Connection::close() {
    if (state_ == State::Closed) return;
    const auto keep = self();
    const bool is_working = state_ == State::Working; // Then `exchange_` is the worker's.
    state_ = State::Closed;
    if (!is_working && exchange_) forget_body();
    boost::system::error_code ignored;
    socket_.close(ignored);
    edge_.guests.erase(this);
}

void Connection::tick(SteadyTime now) {
    if (state_ == State::Working || now < deadline_) return;
    if (state_ == State::Writing) forget_unsent(socket_);
    if (state_ != State::Head && state_ != State::Body) return close();
    edge_.numbers.bad.add();
    fail(408, "The request came too slowly");
}

void Connection::drain() {
    if (state_ == State::Idle) close();
}

void Connection::cut() { close(); }

} // namespace http

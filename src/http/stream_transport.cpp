#include "http/stream_transport.h"

#include "http/stream_outbox.h"

#include <boost/asio/buffer.hpp>

#include <charconv>

namespace http {
namespace {

using std::chrono::steady_clock;
using websocket::Opcode;

constexpr std::size_t kMessagesAtOnce = 16;

std::shared_ptr<const std::string> shared_text(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
}

} // namespace

StreamTransport::StreamTransport(Edge& edge, Socket socket, Seat seat, StreamKind kind, bool is_chunked,
                                 std::unique_ptr<StreamSession> session)
    : edge_(edge),
      socket_(std::move(socket)),
      seat_(std::move(seat)),
      kind_(kind),
      is_chunked_(is_chunked),
      session_(std::move(session)) {
    edge_.numbers.streams.add(1);
}

StreamTransport::~StreamTransport() { edge_.numbers.streams.add(-1); }

void StreamTransport::start(std::string head, std::string_view first_bytes) {
    const auto keep = self();
    edge_.guests.emplace(this, keep);
    beat(steady_clock::now());
    queue({shared_text(std::move(head))});
    if (kind_ == StreamKind::EventStream) send(shared_text(":)\n"));
    if (state_ != State::Open) return;
    session_->opened(edge_.outbox->handle(keep));
    take_bytes(first_bytes);
    wait_to_read();
}

StreamTransport::Message StreamTransport::framed(std::shared_ptr<const std::string> data, Opcode opcode) const {
    Message message{std::move(data)};
    if (kind_ == StreamKind::WebSocket) {
        const auto head = websocket::frame_head(opcode, message.payload->size());
        std::copy_n(head.bytes.begin(), head.length, message.head.begin());
        message.head_length = head.length;
    } else if (is_chunked_) {
        auto* end = std::to_chars(message.head.begin(), message.head.end(), message.payload->size(), 16).ptr;
        *end++ = '\r';
        *end++ = '\n';
        message.head_length = static_cast<std::uint8_t>(end - message.head.begin());
        message.has_tail = true;
    }
    return message;
}

void StreamTransport::send(std::shared_ptr<const std::string> data) {
    if (state_ != State::Open || data->empty()) return; // An empty chunk would be the last.
    queue(framed(std::move(data), Opcode::Text));
}

void StreamTransport::queue_control(Opcode opcode, std::string payload) {
    queue(framed(shared_text(std::move(payload)), opcode));
}

void StreamTransport::queue(Message message) {
    if (queue_.size() >= kMaxQueuedMessages || queued_bytes_ + message.size() > kMaxQueuedBytes) return cut_slow();
    queued_bytes_ += message.size();
    queue_.push_back(std::move(message));
    if (!is_writing_) write();
}

void StreamTransport::write() {
    static constexpr char kTail[] = {'\r', '\n'};
    while (!queue_.empty()) {
        std::array<asio::const_buffer, 3 * kMessagesAtOnce> buffers;
        std::size_t count = 0;
        for (std::size_t i = 0; i < std::min(queue_.size(), kMessagesAtOnce); ++i) {
            const auto& message = queue_[i];
            buffers[count++] = {message.head.data(), message.head_length};
            buffers[count++] = asio::buffer(*message.payload);
            buffers[count++] = {kTail, message.has_tail ? sizeof kTail : 0};
        }
        auto skip = written_; // Of the first message, part has gone already.
        for (std::size_t i = 0; i < 3; ++i) {
            const auto gone = std::min(skip, buffers[i].size());
            buffers[i] += gone;
            skip -= gone;
        }

        boost::system::error_code error;
        const auto written = socket_.write_some(std::span(buffers).first(count), error);
        if (error == asio::error::would_block) {
            is_writing_ = true;
            deadline_ = steady_clock::now() + edge_.limits.write_time;
            socket_.async_wait(Socket::wait_write, [keep = self()](const boost::system::error_code& failed) {
                keep->is_writing_ = false;
                if (failed || keep->state_ == State::Closed) return;
                keep->write();
            });
            return;
        }
        if (error) return end();
        forget_written(written);
    }
    if (queue_.capacity() > kMessagesAtOnce) std::vector<Message>().swap(queue_);
    if (state_ == State::Closing) linger();
}

void StreamTransport::forget_written(std::size_t bytes) {
    queued_bytes_ -= bytes;
    bytes += written_;
    std::size_t done = 0;
    while (done < queue_.size() && bytes >= queue_[done].size()) bytes -= queue_[done++].size();
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(done));
    written_ = bytes;
}

void StreamTransport::wait_to_read() {
    if (state_ == State::Closed) return;
    socket_.async_wait(Socket::wait_read, [keep = self()](const boost::system::error_code& failed) {
        if (failed || keep->state_ == State::Closed) return;
        keep->on_readable();
    });
}

void StreamTransport::on_readable() {
    boost::system::error_code error;
    const auto count = socket_.read_some(asio::buffer(edge_.buffer), error);
    if (error && error != asio::error::would_block) return end();
    if (!error) take_bytes({edge_.buffer.data(), count});
    wait_to_read();
}

// Event streams hear nothing.
void StreamTransport::take_bytes(std::string_view bytes) {
    if (kind_ != StreamKind::WebSocket || state_ != State::Open) return;
    reader_.add(bytes);
    while (state_ == State::Open) {
        auto message = reader_.next();
        if (!message) break;
        take_message(std::move(*message));
    }
    if (reader_.error() != 0) close(reader_.error());
}

void StreamTransport::take_message(websocket::FrameReader::Message message) {
    switch (message.opcode) {
    case Opcode::Text: session_->received(message.payload); return;
    case Opcode::Ping: queue_control(Opcode::Pong, std::move(message.payload)); return;
    case Opcode::Pong: is_awaiting_pong_ = false; return;
    case Opcode::Close: begin_close(message.payload.substr(0, 2)); return;
    default: return;
    }
}

void StreamTransport::close(std::uint16_t code) { begin_close(websocket::close_payload(code)); }

void StreamTransport::begin_close(std::string payload) {
    if (state_ != State::Open) return;
    const auto keep = self();
    if (kind_ == StreamKind::WebSocket) {
        queue_control(Opcode::Close, std::move(payload));
    } else if (is_chunked_) {
        queue({shared_text("0\r\n\r\n")});
    }
    if (state_ != State::Open) return; // Cut meanwhile.
    state_ = State::Closing;
    tell_session();
    if (queue_.empty()) linger();
}

// Until the client closes, too, so that it reads what was sent.
void StreamTransport::linger() {
    state_ = State::Lingering;
    deadline_ = steady_clock::now() + edge_.limits.linger_time;
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
}

void StreamTransport::end() {
    if (state_ == State::Closed) return;
    const auto keep = self();
    state_ = State::Closed;
    boost::system::error_code ignored;
    socket_.close(ignored);
    tell_session();
    edge_.guests.erase(this);
}

void StreamTransport::cut_slow() {
    forget_unsent(socket_);
    end();
}

void StreamTransport::tell_session() {
    if (const auto session = std::move(session_)) session->closed();
}

void StreamTransport::beat(SteadyTime now) {
    next_beat_ = now + (kind_ == StreamKind::WebSocket ? edge_.limits.ping_every : edge_.limits.thump_every);
}

void StreamTransport::tick(SteadyTime now) {
    const bool is_waiting = is_writing_ || state_ == State::Lingering;
    if (is_waiting && now >= deadline_) return cut_slow();
    if (state_ != State::Open || now < next_beat_) return;
    beat(now);
    if (kind_ == StreamKind::EventStream) return send(shared_text(":thump\n\n"));
    if (is_awaiting_pong_) return end();
    is_awaiting_pong_ = true;
    queue_control(Opcode::Ping, "");
}

void StreamTransport::drain() { close(websocket::kGoingAway); }

void StreamTransport::cut() { end(); }

} // namespace http

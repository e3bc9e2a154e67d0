#pragma once

#include "http/edge.h"
#include "http/stream.h"
#include "http/websocket.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace http {

// A connection that stays open: WebSocket frames or an event stream over one socket, with heartbeats and a bounded
// queue. I/O thread only; what sessions hold is a handle that brings their messages there (stream_outbox.h).
class StreamTransport final : public Guest {
public:
    static constexpr std::size_t kMaxQueuedBytes = 1 << 20;
    static constexpr std::size_t kMaxQueuedMessages = 1000;

    StreamTransport(Edge& edge, Socket socket, Seat seat, StreamKind kind, bool is_chunked,
                    std::unique_ptr<StreamSession> session);
    ~StreamTransport() override;

    // `head` is what the handshake answers, `first_bytes` what the client sent behind its request.
    void start(std::string head, std::string_view first_bytes);

    // A client that leaves more than the two bounds unread is cut.
    void send(std::shared_ptr<const std::string> data);
    // After what was sent. Event streams just end.
    void close(std::uint16_t code);

    void tick(SteadyTime now) override;
    void drain() override;
    void cut() override;

private:
    enum class State { Open, Closing, Lingering, Closed };
    // What is written before, of and after one message.
    struct Message {
        std::shared_ptr<const std::string> payload;
        std::array<char, 20> head = {};
        std::uint8_t head_length = 0;
        bool has_tail = false;

        std::size_t size() const { return head_length + payload->size() + (has_tail ? 2 : 0); }
    };

    void queue(Message message);
    Message framed(std::shared_ptr<const std::string> data, websocket::Opcode opcode) const;
    void queue_control(websocket::Opcode opcode, std::string payload);
    void write();
    void forget_written(std::size_t bytes);
    void begin_close(std::string payload);
    void wait_to_read();
    void on_readable();
    void take_bytes(std::string_view bytes);
    void take_message(websocket::FrameReader::Message message);
    void linger();
    void end(); // The socket is gone.
    void cut_slow();
    void tell_session(); // closed(), once.
    void beat(SteadyTime now);
    std::shared_ptr<StreamTransport> self() { return std::static_pointer_cast<StreamTransport>(shared_from_this()); }

    Edge& edge_;
    Socket socket_;
    Seat seat_;
    const StreamKind kind_;
    const bool is_chunked_;
    std::unique_ptr<StreamSession> session_;
    State state_ = State::Open;

    std::vector<Message> queue_; // Oldest first.
    std::size_t written_ = 0;    // Of the oldest.
    std::size_t queued_bytes_ = 0;
    bool is_writing_ = false; // Waiting for the socket to become writable.
    bool is_awaiting_pong_ = false;
    SteadyTime next_beat_;
    SteadyTime deadline_; // While writing or lingering.
    websocket::FrameReader reader_;
};

} // namespace http

#pragma once

#include "http/edge.h"

#include <memory>
#include <string>
#include <string_view>

namespace http {

// One client and its requests, one after the other. Between them it holds its socket, a place in the table and nothing
// else. All of it runs on the I/O thread, except run_request(), run_stream() and what they touch: `exchange_`, which is
// theirs meanwhile.
class Connection final : public Guest {
public:
    Connection(Edge& edge, Socket socket, Seat seat, const base::IpAddress& address);
    ~Connection() override;

    void start();
    void tick(SteadyTime now) override;
    void drain() override;
    void cut() override;

private:
    enum class State { Idle, Head, Body, Working, Writing, Lingering, Closed };
    struct Exchange; // A request and its reply.

    void wait_to_read();
    void on_readable();
    void consume(std::string_view bytes);
    std::size_t parse(std::string_view bytes);
    std::size_t refuse_bytes(std::size_t used);
    bool makes_room();

    void on_head();
    bool is_acceptable();
    bool spool_body();
    void say_continue();
    void on_whole();
    void hand_to_worker();
    void run_request(std::shared_ptr<Connection> keep);
    void wait_elsewhere(std::shared_ptr<Connection> keep);
    bool is_for_pictures() const;
    void run_stream(std::shared_ptr<Connection> keep);
    void become_stream(std::unique_ptr<StreamSession> session);

    void fail(int status, std::string_view message);
    void respond_finished(Reply reply);
    void respond(Reply reply);
    std::string event_stream_head(const Request& request, bool is_chunked) const;
    void write_reply();
    bool send_file();
    void wait_to_write();
    void after_reply();
    void next_request();
    void leave_flight();
    void forget_body();

    void linger();
    void discard();
    void close();
    std::shared_ptr<Connection> self() { return std::static_pointer_cast<Connection>(shared_from_this()); }

    Edge& edge_;
    Socket socket_;
    Seat seat_;
    base::IpAddress address_;
    State state_ = State::Idle;
    bool is_waiting_ = false; // For the socket to become readable.
    SteadyTime deadline_;
    std::string pending_; // What came and is not parsed yet.
    std::unique_ptr<Exchange> exchange_;
};

} // namespace http

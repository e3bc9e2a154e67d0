#pragma once

#include "base/metrics.h"
#include "base/network.h"
#include "http/dispatch.h"
#include "http/worker_pool.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

// What the connections of one server share. Asio stays behind this header, which only server.cpp, connection.cpp and
// stream_transport.cpp include.
namespace http {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, asio::io_context::executor_type>;
using SteadyTime = std::chrono::steady_clock::time_point;

// Anything that holds a socket. Lives on the I/O thread, in Edge::guests, until it leaves.
class Guest : public std::enable_shared_from_this<Guest> {
public:
    virtual ~Guest() = default;
    // Called several times a second, for what has a deadline.
    virtual void tick(SteadyTime now) = 0;
    // The server is going: finish what is under way.
    virtual void drain() = 0;
    // Now.
    virtual void cut() = 0;
};

struct EdgeNumbers {
    base::metrics::Counter& accepted =
        base::metrics::counter("akebono_http_connections_total", "Connections accepted.");
    base::metrics::Counter& refused = base::metrics::counter(
        "akebono_http_rejected_total", "Turned away because too much was under way.", "reason=\"connections\"");
    base::metrics::Counter& busy = base::metrics::counter(
        "akebono_http_rejected_total", "Turned away because too much was under way.", "reason=\"queue\"");
    base::metrics::Counter& bad = base::metrics::counter("akebono_http_bad_requests_total",
                                                         "Requests that could not be read, or came too slowly.");
    base::metrics::Gauge& in_flight =
        base::metrics::gauge("akebono_http_requests_in_flight", "Requests with a worker, or waiting for one.");
    base::metrics::Gauge& open = base::metrics::gauge("akebono_http_connections", "Open connections.");
    base::metrics::Gauge& streams = base::metrics::gauge("akebono_http_streams", "WebSockets and event streams.");
};

class StreamOutbox;

// I/O thread only, except `io`, `dispatcher` and the pools.
struct Edge {
    Edge(const ServerParts& parts, int worker_count);

    const base::Config& config;
    const Limits limits;
    Dispatcher dispatcher;
    EdgeNumbers numbers;
    int open_connections = 0;
    std::map<std::array<std::uint64_t, 2>, int> connections_by_address;
    std::size_t body_bytes = 0;    // Of requests that have not been answered: in memory,
    std::size_t spooled_bytes = 0; // and on disk.
    bool is_draining = false;
    std::array<char, 64 << 10> buffer; // For whatever socket is read right now.

    // The Date header, made once a second.
    const std::string& date();
    std::string new_request_id();

private:
    std::time_t date_second_ = 0;
    std::string date_;
    std::uint64_t id_seed_ = 0;
    std::uint64_t id_count_ = 0;

public: // They end in this order: workers, guests, what waits in the loop; all of which use the above.
    asio::io_context io;
    std::shared_ptr<StreamOutbox> outbox;
    std::unordered_map<Guest*, std::shared_ptr<Guest>> guests;
    WorkerPool pictures; // The same for what is patient, see EdgeStep.
    WorkerPool waiting;  // For other machines. Requests are handed on to it, so it outlives them.
    WorkerPool requests;
    WorkerPool passwords;
    WorkerPool media;

    WorkerPool& pool(Pool which) {
        return which == Pool::Passwords ? passwords : which == Pool::Media ? media : requests;
    }
};

// Closing it resets the connection: what the client did not read in time goes, and its memory in the kernel with it.
void forget_unsent(Socket& socket);

// One place among max_connections and connections_per_address, given back when it goes.
class Seat {
public:
    // nullopt when all are taken.
    static std::optional<Seat> take(Edge& edge, const base::IpAddress& address);
    Seat(Seat&& other) noexcept;
    Seat& operator=(Seat&&) = delete;
    ~Seat();

private:
    Seat(Edge& edge, std::array<std::uint64_t, 2> address) : edge_(&edge), address_(address) {}

    Edge* edge_;
    std::array<std::uint64_t, 2> address_;
};

} // namespace http

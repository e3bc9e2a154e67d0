#include "http/server.h"

#include "base/log.h"
#include "http/connection.h"
#include "http/edge.h"
#include "http/stream_outbox.h"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/resource.h>

#include <future>
#include <system_error>
#include <thread>

namespace http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Acceptor = asio::basic_socket_acceptor<Tcp, asio::io_context::executor_type>;

// When no file can be opened any more, trying again at once would only burn time.
constexpr milliseconds kPauseAfterFailedAccept{100};

int worker_count(const base::Config& config) {
    if (config.workers > 0) return config.workers;
    return config.is_postgresql() ? 8 : 4;
}

// Often enough for the shortest deadline.
milliseconds tick_length(const Limits& limits) {
    const auto shortest = std::min({limits.header_time, limits.body_time, limits.idle_time, limits.write_time,
                                    limits.linger_time, limits.ping_every, limits.thump_every});
    return std::clamp(shortest / 4, milliseconds(10), milliseconds(1000));
}

asio::ip::address asio_address(const base::IpAddress& ip) {
    asio::ip::address_v6::bytes_type bytes;
    std::copy(std::begin(ip.bytes), std::end(ip.bytes), bytes.begin());
    const asio::ip::address_v6 v6(bytes);
    if (v6.is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, v6);
    return v6;
}

base::IpAddress base_address(const asio::ip::address& address) {
    const auto v6 = address.is_v4() ? asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4()) : address.to_v6();
    const auto bytes = v6.to_bytes();
    base::IpAddress ip;
    std::copy(bytes.begin(), bytes.end(), std::begin(ip.bytes));
    return ip;
}

bool is_out_of_files(const boost::system::error_code& error) {
    return error == asio::error::no_descriptors || error == boost::system::errc::too_many_files_open_in_system
           || error == asio::error::no_memory || error == asio::error::no_buffer_space;
}

// Each connection is an open file, and the default limit is 1024.
void allow_many_files() {
    rlimit files = {};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

} // namespace

struct Server::Impl {
    explicit Impl(const ServerParts& parts)
        : edge(parts, worker_count(parts.context.config)),
          acceptor(edge.io),
          accept_pause(edge.io),
          ticker(edge.io),
          queue_length(base::metrics::observe(
              base::metrics::Kind::Gauge, "akebono_http_queue_length", "Requests that wait for a worker.",
              [this] {
                  return static_cast<double>(edge.requests.queue_length() + edge.passwords.queue_length()
                                             + edge.media.queue_length());
              })),
          statements(base::metrics::observe(
              base::metrics::Kind::Counter, "akebono_sql_statements_total", "SQL statements run.",
              [&database = parts.database] { return static_cast<double>(database.statement_count()); })) {}

    void listen(const std::string& where);
    void accept();
    void accept_later(const std::string& reason);
    void take(Socket socket);
    void tick();
    void run();
    std::vector<std::shared_ptr<Guest>> everybody() const;
    std::size_t count_clients();
    void stop_accepting();
    void stop();

    Edge edge;
    Acceptor acceptor;
    std::uint16_t port = 0;
    asio::steady_timer accept_pause;
    asio::steady_timer ticker;
    base::metrics::Registration queue_length;
    base::metrics::Registration statements;
    std::thread thread;
};

void Server::Impl::listen(const std::string& where) {
    const auto endpoint = base::Endpoint::parse(where);
    if (!endpoint)
        throw std::system_error(std::make_error_code(std::errc::invalid_argument), "listen = \"" + where + "\"");
    const Tcp::endpoint asio_endpoint(asio_address(endpoint->address), endpoint->port);
    try {
        acceptor.open(asio_endpoint.protocol());
        acceptor.set_option(Acceptor::reuse_address(true));
        if (asio_endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(false));
        acceptor.bind(asio_endpoint);
        acceptor.listen(Acceptor::max_listen_connections);
        port = acceptor.local_endpoint().port();
    } catch (const boost::system::system_error& fault) {
        throw std::system_error(fault.code().value(), std::generic_category(), "cannot listen on " + where);
    }
}

void Server::Impl::accept() {
    acceptor.async_accept([this](const boost::system::error_code& error, Socket socket) {
        if (error == asio::error::operation_aborted || !acceptor.is_open()) return;
        if (is_out_of_files(error)) return accept_later(error.message());
        accept();
        if (!error) take(std::move(socket));
    });
}

void Server::Impl::accept_later(const std::string& reason) {
    base::log::warning("cannot accept connections", {{"reason", reason}});
    accept_pause.expires_after(kPauseAfterFailedAccept);
    accept_pause.async_wait([this](const boost::system::error_code& cancelled) {
        if (!cancelled) accept();
    });
}

void Server::Impl::take(Socket socket) {
    boost::system::error_code error;
    const auto peer = socket.remote_endpoint(error);
    if (error) return; // Gone already.
    const auto address = base_address(peer.address());

    edge.numbers.accepted.add();
    auto seat = Seat::take(edge, address);
    if (!seat) {
        edge.numbers.refused.add();
        static constexpr std::string_view kFull =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json; charset=utf-8\r\n"
            "Content-Length: 32\r\nRetry-After: 5\r\nConnection: close\r\n\r\n"
            "{\"error\":\"Too many connections\"}";
        socket.non_blocking(true, error);
        socket.write_some(asio::buffer(kFull), error);
        socket.shutdown(Socket::shutdown_send, error);
        return;
    }
    std::make_shared<Connection>(edge, std::move(socket), std::move(*seat), address)->start();
}

void Server::Impl::tick() {
    ticker.expires_after(tick_length(edge.limits));
    ticker.async_wait([this](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        tick(); // First: it goes on even if a client fails.
        const auto now = steady_clock::now();
        for (const auto& client : everybody()) client->tick(now);
    });
}

std::vector<std::shared_ptr<Guest>> Server::Impl::everybody() const {
    std::vector<std::shared_ptr<Guest>> all;
    all.reserve(edge.guests.size());
    for (const auto& [pointer, guest] : edge.guests) all.push_back(guest);
    return all;
}

// One connection's fault (memory is out) must not be everybody's.
void Server::Impl::run() {
    while (!edge.io.stopped()) {
        try {
            edge.io.run();
        } catch (const std::exception& fault) {
            base::log::error("a connection failed", {{"reason", fault.what()}});
        }
    }
}

// From another thread.
std::size_t Server::Impl::count_clients() {
    std::promise<std::size_t> count;
    asio::post(edge.io, [&] { count.set_value(edge.guests.size()); });
    return count.get_future().get();
}

// On the I/O thread, or when there is none.
void Server::Impl::stop_accepting() {
    boost::system::error_code ignored;
    acceptor.close(ignored);
    accept_pause.cancel();
}

void Server::Impl::stop() {
    if (thread.joinable()) {
        edge.io.stop();
        thread.join();
    }
    stop_accepting();
    for (const auto& client : everybody()) client->cut();
    edge.outbox->shut();
}

Server::Server(const ServerParts& parts) : impl_(std::make_unique<Impl>(parts)) {
    allow_many_files();
    impl_->listen(parts.context.config.listen);
}

Server::~Server() { impl_->stop(); }

std::uint16_t Server::port() const { return impl_->port; }

void Server::start() {
    impl_->accept();
    impl_->tick();
    impl_->thread = std::thread([this] { impl_->run(); });
}

void Server::drain(milliseconds unhealthy_for, milliseconds deadline) {
    auto& impl = *impl_;
    if (!impl.thread.joinable()) return impl.stop();
    impl.edge.dispatcher.start_draining();
    std::this_thread::sleep_for(unhealthy_for);

    asio::post(impl.edge.io, [&impl] {
        impl.edge.is_draining = true;
        impl.stop_accepting();
        for (const auto& client : impl.everybody()) client->drain();
    });
    const auto end = steady_clock::now() + deadline;
    while (impl.count_clients() > 0 && steady_clock::now() < end) std::this_thread::sleep_for(milliseconds(10));
    impl.stop();
}

} // namespace http

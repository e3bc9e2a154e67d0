#pragma once

#include "http/stream.h"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace http {

class StreamTransport;

// Brings messages from any thread to the I/O thread: however many connections hear of an event, the loop is woken once.
class StreamOutbox : public std::enable_shared_from_this<StreamOutbox> {
public:
    explicit StreamOutbox(boost::asio::io_context& io) : io_(&io) {}

    // Null `data`: close with `code`. Order is kept.
    void put(std::weak_ptr<StreamTransport> to, std::shared_ptr<const std::string> data, std::uint16_t code);
    // The loop is ending: from now on everything is forgotten.
    void shut();

    // What a session holds of its connection. It may outlive the connection and the server.
    std::shared_ptr<StreamConnection> handle(std::weak_ptr<StreamTransport> transport);

private:
    struct Item {
        std::weak_ptr<StreamTransport> to;
        std::shared_ptr<const std::string> data;
        std::uint16_t code;
    };

    void deliver();

    std::mutex mutex_;
    boost::asio::io_context* io_;
    std::vector<Item> items_;
};

} // namespace http

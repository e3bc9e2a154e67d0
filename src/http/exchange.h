#pragma once

#include "http/connection.h"
#include "http/request_parser.h"

namespace http {

// One request of a connection, and its reply.
struct Connection::Exchange {
    explicit Exchange(const Limits& limits) : parser(limits.header_bytes) {}
    Request& request() { return parser.request; }

    RequestParser parser;
    Plan plan;
    SteadyTime queued_at;
    std::size_t body_bytes = 0;    // As counted in Edge::body_bytes,
    std::size_t spooled_bytes = 0; // and in Edge::spooled_bytes.
    bool is_in_flight = false;

    Reply reply;
    std::string head;
    std::size_t written = 0;
    std::int64_t sent_of_file = 0;
    bool keep_alive = false;
    std::size_t discarded = 0; // Of what the client sent after we had enough:
    SteadyTime lingers_until;  // no longer than this.
};

} // namespace http

#pragma once

#include "base/result.h"
#include "http/request.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace db {
class Tx;
}

// The seam between sockets that stay open (the edge: frames, pings, slow readers) and what is said on them
// (streaming/).
namespace http {

enum class StreamKind : std::uint8_t { WebSocket, EventStream };

// One open socket. Thread-safe; every call returns at once. Its sending queue is bounded: who reads too slowly is cut.
class StreamConnection {
public:
    virtual ~StreamConnection() = default;
    // A whole text frame (WebSocket), or whole lines with their empty line at the end (event stream). Serialised once,
    // shared by all.
    virtual void send(std::shared_ptr<const std::string> data) = 0;
    // 1000 when we are done with it, 1001 when the server goes, 1003 for binary, 1008 when the token is no longer good.
    virtual void close(std::uint16_t code) = 0;
};

// What streaming/ keeps for one socket. Its calls come from the I/O thread, one at a time, and must not block.
class StreamSession {
public:
    virtual ~StreamSession() = default;
    // Once, after the upgrade or the event stream's head is sent.
    virtual void opened(std::shared_ptr<StreamConnection> connection) = 0;
    // A text frame of a WebSocket, at most 4 KB.
    virtual void received(std::string_view text) = 0;
    // Once, however it ended. `connection` must not be used any more.
    virtual void closed() = 0;
};

// Takes GET /api/v1/streaming and what is below it.
class StreamAcceptor {
public:
    virtual ~StreamAcceptor() = default;
    // Runs on a worker thread in a reading transaction, after the token was checked (`request.caller`; anonymous when
    // there was none). The session, or the refusal: on an event stream a JSON error; on an upgrade the bare status with
    // X-Error-Message.
    virtual Result<std::unique_ptr<StreamSession>> accept(const Request& request, db::Tx& tx, StreamKind kind) = 0;
};

} // namespace http

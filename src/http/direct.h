#pragma once

#include "base/file.h"
#include "http/client.h"

#include <memory>
#include <mutex>

namespace http {

// A request to a server that the configuration names.
struct DirectRequest {
    std::string method = "GET";
    std::string url; // Sent as it stands.
    Headers headers = {};
    std::string body = {};
    const base::File* upload = nullptr; // Instead of a body: `length` bytes from `offset` on.
    std::int64_t offset = 0, length = 0;
    const base::File* into = nullptr; // Where the body of a good answer (2xx) goes, to its end, instead of memory.
    std::size_t max_bytes = 4 << 20;  // Of a body in memory.
    std::chrono::milliseconds deadline = std::chrono::minutes(5);
    std::chrono::seconds patience{20}; // With one who says nothing.
};

// Requests to servers that the operator vouches for, wherever they are: a store of files, the machine's own metadata.
// Never for addresses that came from outside: http::Client guards those. Sent on the caller's thread, which waits;
// nothing is redirected or sent twice. A connection or two are kept for who comes next. Thread-safe.
class DirectClient {
public:
    explicit DirectClient(std::string ca_file);
    ~DirectClient();
    DirectClient(const DirectClient&) = delete;
    DirectClient& operator=(const DirectClient&) = delete;

    // Any answer is a value. Unavailable, with a reason, when there is none; TooLarge beyond max_bytes.
    Result<Incoming> send(const DirectRequest& request);

private:
    struct Handles; // They are libcurl's.

    std::string ca_file_;
    std::mutex mutex_; // Guards the handles.
    std::unique_ptr<Handles> handles_;
};

} // namespace http

#pragma once

#include "base/config.h"
#include "base/file.h"
#include "base/result.h"
#include "http/request.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The only way out: every request of ours to another web server goes through here.
namespace http {

using Headers = std::vector<std::pair<std::string, std::string>>;

inline constexpr long kLeastBytesPerSecond = 4096;

struct Outgoing {
    Method method = Method::Get;
    std::string url = {};
    Headers headers = {}; // Host, User-Agent and those of the body's length are the client's.
    std::string body = {};
    std::chrono::milliseconds deadline = std::chrono::seconds(10); // Total, redirects included.
    // Given up before that, when fewer than kLeastBytesPerSecond came for so long. None: the deadline alone counts.
    std::chrono::seconds stall{0};
    std::size_t max_bytes = 1 << 20;  // Of the answer's body, decompressed.
    const base::File* into = nullptr; // Where the body of a good answer (2xx) goes, instead of memory. Outlives it.
    bool may_cut = false;             // What is beyond max_bytes is left unread instead of being a refusal.
    int max_redirects = 3;            // Of GET and HEAD. Others, and with 0, get a redirect as their answer.
    // Called for each hop with its URL, on the sender's thread for the first and on the client's for those after: where
    // a request is signed. What it adds does not reach the next hop.
    std::function<void(Outgoing&)> prepare = {};
};

struct Incoming {
    int status = 0;
    std::string url; // Of the last hop.
    Headers headers; // Names in lower case.
    std::string body;

    // "" when absent.
    std::string_view header(std::string_view lower_case_name) const;
};

// Sends requests to servers that nobody vouches for, thousands at once, on one thread of its own. Goes to https only
// (http, too, with federation.allow_http), with certificates checked, to addresses of the public internet and those in
// allowed_private_addresses: looked at when the connection is opened, so that names cannot lead elsewhere later, and
// anew for each redirect. The environment's proxies are not used.
//
// What goes wrong is a refusal: Invalid for URLs and headers that must not go out, Forbidden for addresses that must
// not be reached, TooLarge for answers beyond max_bytes, Unavailable for all else, with a reason that is fit for logs
// and people. Any answer is a value, whatever its status. Thread-safe.
class Client {
public:
    using Done = std::function<void(Result<Incoming>)>;

    explicit Client(const base::Config& config);
    ~Client(); // Stops.
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // `done` runs exactly once, on the client's thread, or here and now when the request cannot go out: it is short
    // and never throws.
    void send(Outgoing request, Done done);
    // The same for who waits: until the request's deadline at most. Not from within `done`.
    Result<Incoming> fetch(Outgoing request);
    // The same, asking `may_follow` of the URL of each redirect: here, where it may look things up.
    using MayFollow = std::function<Result<>(const std::string& url)>;
    Result<Incoming> fetch(Outgoing request, const MayFollow& may_follow);

    // Requests to `host`, on any port, go to `endpoint` ("127.0.0.1:3000") instead of where the DNS says. For tests of
    // several servers on one machine; what may be reached stays the same. Before anything is sent.
    void connect_to(std::string host, std::string endpoint);

    // Ends what is under way, refused as Unavailable, and takes nothing more.
    void stop();

private:
    class Loop; // http/client_loop.h
    std::unique_ptr<Loop> loop_;
};

} // namespace http

#pragma once

#include "http/client.h"
#include "http/curl.h"

#include <atomic>
#include <optional>

namespace http {

// Where an answer that is a redirect leads; empty: it is none.
std::string redirect_of(const Incoming& answer);

// Has the request go to `next`, without its credentials where that is another server's.
void lead_on(Outgoing& request, std::string next);

// One request on its way through its hops, and what has come back of the hop under way.
class Transfer {
public:
    using Clock = std::chrono::steady_clock;

    // `config` outlives it.
    Transfer(const base::Config& config, Outgoing request, Client::Done done);

    // Makes the hop to the request's URL ready, or says why it must not go out.
    Result<> prepare_hop();
    // Makes `easy` a handle for the hop. `endpoint` is where to connect instead; empty: where the DNS says.
    void configure(curl::Easy easy, const std::string& endpoint);
    // After the hop: whether there is another, made ready like the first. It needs configure() again.
    bool follow(CURLcode code);
    // The last thing. Calls `done`.
    void finish(CURLcode code);
    void refuse(base::Error error) { done_(base::Unexpected(std::move(error))); }

    const std::string& host() const { return host_; }
    CURL* handle() const { return easy_.get(); }
    curl::Easy take_handle() { return std::move(easy_); }
    Clock::time_point deadline() const { return deadline_; }

private:
    static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
    static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

    bool take_header(std::string_view line);
    bool may_reach(const base::IpAddress& ip) const;
    bool take_body(std::string_view some);
    void set_method();
    void set_security();
    void set_limits();
    void set_headers();
    Result<Incoming> result(CURLcode code);
    base::Error failure(CURLcode code) const;

    const base::Config& config_;
    Outgoing request_; // Without what `prepare` added.
    Client::Done done_;
    Clock::time_point deadline_;
    int redirects_ = 0;
    std::optional<base::Error> redirect_error_;

    Outgoing hop_;
    std::string host_;
    std::string authority_;
    std::string target_;
    curl::Easy easy_;
    curl::List header_list_;
    curl::List connect_list_;
    char reason_[CURL_ERROR_SIZE] = "";
    Incoming answer_;
    std::size_t header_bytes_ = 0;
    std::size_t body_bytes_ = 0;
    bool is_cut_ = false;
    bool is_too_large_ = false;
    bool was_forbidden_ = false;
    bool has_full_disk_ = false;
};

} // namespace http

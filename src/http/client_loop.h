#pragma once

#include "http/client_transfer.h"

#include <atomic>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace http {

// The thread of the client: libcurl's multi interface over epoll, which costs the same however many sockets wait.
class Client::Loop {
public:
    explicit Loop(const base::Config& config);
    ~Loop();

    const base::Config& config() const { return config_; }
    // False when it has stopped or has too much to do; then the transfer is still the caller's.
    bool add(std::unique_ptr<Transfer>& transfer);
    void connect_to(std::string host, std::string endpoint);
    bool is_own_thread() const { return std::this_thread::get_id() == thread_.get_id(); }
    void stop();

private:
    static int on_socket(CURL* handle, curl_socket_t socket, int what, void* self, void* known);
    static int on_timer(CURLM* multi, long timeout_ms, void* self);

    void run();
    void open();
    void take_new();
    void begin(std::unique_ptr<Transfer> transfer);
    void wait_and_act();
    void close_when_idle();
    void forget_one();
    void finish_done();
    void finish(CURL* handle, CURLcode code);
    void abandon_all();
    curl::Easy take_handle();
    void keep_handle(curl::Easy handle);
    std::string endpoint_of(const std::string& host);
    int milliseconds_to_wait() const;

    const base::Config& config_;
    curl::Multi multi_;
    int epoll_ = -1;
    int bell_ = -1;
    std::optional<Transfer::Clock::time_point> timer_;
    bool is_warm_ = false; // There may be open connections.
    Transfer::Clock::time_point idle_at_ = {};
    std::unordered_map<CURL*, std::unique_ptr<Transfer>> under_way_;
    std::vector<curl::Easy> spare_handles_;

    std::mutex mutex_; // Guards what follows.
    std::vector<std::unique_ptr<Transfer>> new_;
    std::map<std::string, std::string> endpoints_;
    std::size_t count_ = 0; // New and under way.
    bool is_stopping_ = false;

    std::thread thread_; // Last: it uses all of the above.
};

} // namespace http

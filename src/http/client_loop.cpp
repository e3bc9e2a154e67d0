#include "http/client_loop.h"

#include "base/log.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace http {
namespace {

constexpr std::size_t kMaxTransfers = 4096; // At once.
// Open at once, and kept open for the next request; a new one with TLS costs as much as three signatures, and 50 KB.
// After a while without any request all of them go, and with them the certificates, which take megabytes.
constexpr long kMaxConnections = 512;
constexpr std::size_t kMaxSpareHandles = 64;
constexpr std::chrono::seconds kIdleTime{30};

int checked(int descriptor) {
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "the client's loop");
    return descriptor;
}

base::Error stopping() { return {base::Refusal::Unavailable, "the server is stopping"}; }

int curl_events(std::uint32_t events) {
    int flags = 0;
    if (events & (EPOLLIN | EPOLLHUP)) flags |= CURL_CSELECT_IN;
    if (events & EPOLLOUT) flags |= CURL_CSELECT_OUT;
    if (events & EPOLLERR) flags |= CURL_CSELECT_ERR;
    return flags;
}

} // namespace

Client::Loop::Loop(const base::Config& config)
    : config_(config),
      epoll_(checked(epoll_create1(EPOLL_CLOEXEC))),
      bell_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))) {
    curl::begin();
    epoll_event wanted{.events = EPOLLIN, .data = {.fd = bell_}};
    checked(epoll_ctl(epoll_, EPOLL_CTL_ADD, bell_, &wanted));
    open();
    thread_ = std::thread([this] { run(); });
}

Client::Loop::~Loop() {
    stop();
    under_way_.clear();
    spare_handles_.clear();
    multi_.reset();
    ::close(bell_);
    ::close(epoll_);
}

void Client::Loop::open() {
    multi_.reset(); // Closes all connections of the one before.
    timer_.reset();
    is_warm_ = false;
    multi_.reset(curl_multi_init());
    if (!multi_) throw std::bad_alloc();
    auto* multi = multi_.get();
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, kMaxConnections);
}

bool Client::Loop::add(std::unique_ptr<Transfer>& transfer) {
    {
        const std::lock_guard lock(mutex_);
        if (is_stopping_ || count_ >= kMaxTransfers) return false;
        ++count_;
        new_.push_back(std::move(transfer));
        if (new_.size() > 1) return true; // The bell is ringing already.
    }
    eventfd_write(bell_, 1);
    return true;
}

void Client::Loop::connect_to(std::string host, std::string endpoint) {
    const std::lock_guard lock(mutex_);
    endpoints_.insert_or_assign(std::move(host), std::move(endpoint));
}

void Client::Loop::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    eventfd_write(bell_, 1);
    if (thread_.joinable()) thread_.join();
}

void Client::Loop::run() {
    while (true) {
        {
            const std::lock_guard lock(mutex_);
            if (is_stopping_) break;
        }
        take_new();
        finish_done();
        wait_and_act();
        finish_done();
        close_when_idle();
    }
    abandon_all();
}

// ── what libcurl wants to know ──

int Client::Loop::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
    const int epoll = static_cast<Loop*>(self)->epoll_;
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nullptr);
        return 0;
    }
    epoll_event wanted{.events = 0, .data = {.fd = socket}};
    if (what & CURL_POLL_IN) wanted.events |= EPOLLIN;
    if (what & CURL_POLL_OUT) wanted.events |= EPOLLOUT;
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &wanted) == 0) return 0;
    return epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &wanted);
}

int Client::Loop::on_timer(CURLM*, long timeout_ms, void* self) {
    auto& loop = *static_cast<Loop*>(self);
    if (timeout_ms < 0) {
        loop.timer_.reset();
    } else {
        loop.timer_ = Transfer::Clock::now() + std::chrono::milliseconds(timeout_ms);
    }
    return 0;
}

int Client::Loop::milliseconds_to_wait() const {
    auto until = timer_;
    if (is_warm_ && under_way_.empty()) until = std::min(until.value_or(idle_at_), idle_at_);
    if (!until) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - Transfer::Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void Client::Loop::close_when_idle() {
    if (!is_warm_ || !under_way_.empty() || Transfer::Clock::now() < idle_at_) return;
    spare_handles_.clear();
    open();
}

void Client::Loop::wait_and_act() {
    epoll_event events[64];
    int running = 0;
    const int count = epoll_wait(epoll_, events, std::size(events), milliseconds_to_wait());
    for (int i = 0; i < count; ++i) {
        const int descriptor = events[i].data.fd;
        if (descriptor == bell_) {
            eventfd_t rings = 0;
            eventfd_read(bell_, &rings);
        } else {
            curl_multi_socket_action(multi_.get(), descriptor, curl_events(events[i].events), &running);
        }
    }
    if (timer_ && *timer_ <= Transfer::Clock::now()) {
        timer_.reset();
        curl_multi_socket_action(multi_.get(), CURL_SOCKET_TIMEOUT, 0, &running);
    }
}

// ── transfers ──

void Client::Loop::take_new() {
    std::vector<std::unique_ptr<Transfer>> taken;
    {
        const std::lock_guard lock(mutex_);
        taken.swap(new_);
    }
    for (auto& transfer : taken) begin(std::move(transfer));
}

curl::Easy Client::Loop::take_handle() {
    if (spare_handles_.empty()) {
        curl::Easy handle(curl_easy_init());
        if (!handle) throw std::bad_alloc();
        return handle;
    }
    auto handle = std::move(spare_handles_.back());
    spare_handles_.pop_back();
    return handle;
}

void Client::Loop::keep_handle(curl::Easy handle) {
    if (!handle || spare_handles_.size() >= kMaxSpareHandles) return;
    curl_easy_reset(handle.get());
    spare_handles_.push_back(std::move(handle));
}

std::string Client::Loop::endpoint_of(const std::string& host) {
    const std::lock_guard lock(mutex_);
    const auto found = endpoints_.find(host);
    return found == endpoints_.end() ? std::string() : found->second;
}

void Client::Loop::begin(std::unique_ptr<Transfer> transfer) {
    try {
        transfer->configure(take_handle(), endpoint_of(transfer->host()));
    } catch (const std::exception& fault) {
        base::log::error("a request cannot be made", {{"host", transfer->host()}, {"reason", fault.what()}});
        forget_one();
        return transfer->refuse({base::Refusal::Unavailable, transfer->host() + ": the request cannot be made"});
    }
    auto* key = transfer->handle();
    under_way_.emplace(key, std::move(transfer));
    if (curl_multi_add_handle(multi_.get(), key) != CURLM_OK) finish(key, CURLE_OUT_OF_MEMORY);
}

void Client::Loop::forget_one() {
    const std::lock_guard lock(mutex_);
    --count_;
}

void Client::Loop::finish_done() {
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi_.get(), &left)) {
        if (message->msg == CURLMSG_DONE) finish(message->easy_handle, message->data.result);
    }
}

void Client::Loop::finish(CURL* key, CURLcode code) {
    is_warm_ = true;
    idle_at_ = Transfer::Clock::now() + kIdleTime;
    curl_multi_remove_handle(multi_.get(), key);
    auto found = under_way_.find(key);
    auto transfer = std::move(found->second);
    under_way_.erase(found);
    if (transfer->follow(code)) {
        keep_handle(transfer->take_handle());
        return begin(std::move(transfer));
    }
    forget_one();
    transfer->finish(code);
    keep_handle(transfer->take_handle());
}

void Client::Loop::abandon_all() {
    for (auto& [key, transfer] : under_way_) {
        curl_multi_remove_handle(multi_.get(), key);
        transfer->refuse(stopping());
    }
    under_way_.clear();
    std::vector<std::unique_ptr<Transfer>> taken;
    {
        const std::lock_guard lock(mutex_);
        taken.swap(new_);
        count_ = 0;
    }
    for (const auto& transfer : taken) transfer->refuse(stopping());
}

} // namespace http

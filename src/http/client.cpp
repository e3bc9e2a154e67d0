#include "http/client.h"

#include "http/client_loop.h"

#include <algorithm>
#include <cassert>
#include <future>
#include <utility>

namespace http {

namespace {

constexpr std::chrono::milliseconds kLeastTime{1};

} // namespace

std::string_view Incoming::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers) {
        if (name == lower_case_name) return value;
    }
    return {};
}

Client::Client(const base::Config& config) : loop_(std::make_unique<Loop>(config)) {}

Client::~Client() { stop(); }

void Client::send(Outgoing request, Done done) {
    auto transfer = std::make_unique<Transfer>(loop_->config(), std::move(request), std::move(done));
    auto prepared = transfer->prepare_hop();
    if (!prepared) return transfer->refuse(std::move(prepared).error());
    if (loop_->add(transfer)) return;
    transfer->refuse({base::Refusal::Unavailable, "no more requests to other servers can be sent now"});
}

Result<Incoming> Client::fetch(Outgoing request) {
    assert(!loop_->is_own_thread());
    std::promise<Result<Incoming>> promise;
    auto answer = promise.get_future();
    send(std::move(request), [&promise](Result<Incoming> result) { promise.set_value(std::move(result)); });
    return answer.get();
}

Result<Incoming> Client::fetch(Outgoing request, const MayFollow& may_follow) {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + request.deadline;
    for (int redirects_left = std::exchange(request.max_redirects, 0); redirects_left >= 0; --redirects_left) {
        request.deadline = std::max(std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()), kLeastTime);
        auto answer = TRY(fetch(request));
        std::string next = redirect_of(answer);
        if (next.empty()) return answer;
        TRY(may_follow(next));
        lead_on(request, std::move(next));
    }
    return base::refuse(base::Refusal::Unavailable, "it redirects too often: " + request.url);
}

void Client::connect_to(std::string host, std::string endpoint) {
    loop_->connect_to(std::move(host), std::move(endpoint));
}

void Client::stop() { loop_->stop(); }

} // namespace http

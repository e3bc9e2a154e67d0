#include "federation/errand.h"

#include "accounts/accounts.h"
#include "federation/discovery_limit.h"
#include "federation/domain_policy.h"
#include "federation/hosts.h"
#include "federation/origins.h"
#include "federation/signatures.h"

#include <algorithm>

namespace federation {

namespace {

using base::Refusal;
using base::refuse;

constexpr std::chrono::milliseconds kPatience = std::chrono::seconds(10);

std::string without_fragment(const std::string& url) { return url.substr(0, url.find('#')); }

Result<> check_status(const http::Incoming& answer) {
    const auto said = host_of(answer.url) + " answered " + std::to_string(answer.status);
    switch (answer.status) {
    case 200: return {};
    case 401:
    case 403: return refuse(Refusal::Unauthorized, said);
    case 404: return refuse(Refusal::NotFound, said);
    case 410: return refuse(Refusal::Gone, said);
    default: return refuse(Refusal::Unavailable, said);
    }
}

} // namespace

Errand::Errand(db::Database& database, Purse purse)
    : database_(database),
      context_(database.context()),
      requests_left_(purse.requests),
      is_for_thread_(purse.is_for_thread),
      is_for_move_(purse.is_for_move),
      signer_(purse.signer),
      deadline_(Clock::now() + purse.time) {}

Result<> Errand::check_host(const std::string& host) {
    if (host.empty()) return base::invalid("it is no address of the web");
    if (accounts::is_our_domain(context_.config, host)) return base::forbidden("it is on this server");
    bool is_forbidden = false;
    database_.read([&](db::Tx& tx) { is_forbidden = is_kept_away(tx, host); });
    if (is_forbidden) return base::forbidden("nothing is fetched from " + host);
    return {};
}

Result<std::chrono::milliseconds> Errand::charge(const std::string& host) {
    if (!context_.client) return refuse(Refusal::Unavailable, "nothing is fetched from other servers here");
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now());
    if (requests_left_ == 0 || left.count() <= 0) {
        return refuse(Refusal::TooMany, "other servers would have to be asked too much for this");
    }
    if (is_for_thread_) TRY(take_post(context_, host));
    --requests_left_;
    return std::min(left, kPatience);
}

// No redirect may lead to a server that is kept away.
Result<http::Incoming> Errand::ask(const std::string& url, const http::Headers& headers, Scheme scheme) {
    http::Outgoing request;
    request.deadline = TRY(charge(host_of(url)));
    if (!key_) key_ = signing_key(database_, signer_);
    request.url = without_fragment(url);
    request.headers = headers;
    request.prepare = [this, scheme](http::Outgoing& hop) { sign(hop, *key_, scheme, context_.clock.now()); };
    return context_.client->fetch(std::move(request),
                                  [this](const std::string& next) { return check_host(host_of(next)); });
}

// Signed again in another way where that is refused; what a server took last is tried first.
Result<http::Incoming> Errand::get(const std::string& url, std::string_view accept, std::string_view bearer) {
    const std::string host = host_of(url);
    TRY(check_host(host));
    http::Headers headers = {{"Accept", std::string(accept)}};
    if (!bearer.empty()) headers.emplace_back("Authorization", "Bearer " + std::string(bearer));
    Scheme scheme = Scheme::Draft;
    database_.read([&](db::Tx& tx) { scheme = scheme_for(tx, host); });
    auto answer = TRY(ask(url, headers, scheme));
    if (answer.status == 401) {
        const Scheme other = other_scheme(scheme);
        answer = TRY(ask(url, headers, other));
        if (answer.status == 200) database_.write([&](db::Tx& tx) { keep_scheme(tx, host, other); });
    }
    TRY(check_status(answer));
    return answer;
}

} // namespace federation

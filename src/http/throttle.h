#pragma once

#include "base/network.h"
#include "http/rate_limits.h"
#include "http/reply.h"
#include "http/route.h"

#include <optional>
#include <utility>

namespace http {

// Which limits a request counts in, and what its reply says of them. One for each request; unsynchronised.
class Throttle {
public:
    // `limits` null: nothing is limited.
    Throttle(RateLimits* limits, const Request& request, const Route& route);

    // What is known without the database: where the request comes from. nullopt, or 429.
    std::optional<Reply> before_lookup(bool has_token);
    // Once it is known who is asking; a bad token counts as none. Counts once, however often it is called.
    std::optional<Reply> after_lookup(const Caller* caller);
    // Adds X-RateLimit-*, and takes back what counts successes only.
    void settle(Reply& reply);

private:
    Allowance count(Rule rule, RateKey key);
    void count_address(Rule rule);
    void count_email(Rule rule);
    void count_anonymous();
    void count_user(const Caller& caller);
    std::optional<Reply> verdict() const;

    RateLimits* limits_;
    const Request& request_;
    const Route& route_;
    std::optional<base::IpAddress> address_;
    std::optional<Allowance> tightest_;
    std::optional<Allowance> refused_;
    std::optional<Allowance> shown_; // A family's own, instead of the tightest.
    std::optional<std::pair<Rule, RateKey>> only_if_successful_;
    bool is_anonymous_ = false; // And counted so.
    bool is_looked_up_ = false;
};

} // namespace http

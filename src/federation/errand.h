#pragma once

#include "base/context.h"
#include "base/result.h"
#include "db/db.h"
#include "federation/keys.h"
#include "http/client.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace federation {

enum class Scheme : std::uint8_t;

// What one thing that we do may cost, however much others point at: every document that leads to another comes out of
// the same purse.
struct Purse {
    int requests = 40;
    std::chrono::milliseconds time = std::chrono::seconds(30);
    bool is_for_thread = false;        // Then each host has a budget for the hour, too: discovery_limit.h.
    bool is_for_move = false;          // Then it is not asked where whoever is found has moved to in their turn.
    AccountId signer = kInstanceActor; // Who asks: one of ours where only followers may read.
};

// Going to other servers on behalf of one request, activity or job. Waits: never inside a transaction.
class Errand {
public:
    explicit Errand(db::Database& database, Purse purse = {});

    db::Database& database() const { return database_; }
    const base::Context& context() const { return context_; }

    // A signed GET, which shows the token `bearer` where there is one. The purse is charged; one request waits 10
    // seconds at most.
    // Errors: TooMany when the purse is empty, Forbidden for a server that is kept away or our own, also when one leads
    // there, NotFound and Gone as the other server says, Unauthorized when it does not let us read, Unavailable for all
    // else.
    Result<http::Incoming> get(const std::string& url, std::string_view accept, std::string_view bearer = {});

    bool is_for_move() const { return is_for_move_; }

    // What WebFinger said on this errand: see webfinger_client.h.
    std::map<std::string, std::string>& fingers() { return fingers_; }

private:
    using Clock = std::chrono::steady_clock;

    Result<> check_host(const std::string& host);
    Result<std::chrono::milliseconds> charge(const std::string& host);
    Result<http::Incoming> ask(const std::string& url, const http::Headers& headers, Scheme scheme);

    db::Database& database_;
    const base::Context& context_;
    int requests_left_;
    bool is_for_thread_;
    bool is_for_move_;
    AccountId signer_;
    Clock::time_point deadline_;
    std::optional<SigningKey> key_;
    std::map<std::string, std::string> fingers_;
};

} // namespace federation

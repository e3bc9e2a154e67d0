#pragma once

#include "base/result.h"
#include "base/url.h"
#include "db/db.h"
#include "http/client.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace cards {

// Going to the sites of strangers as a polite program does: never where robots.txt forbids it, nor before a site that
// was asked too much says so; with few requests, each within 10 seconds. Waits: not inside a transaction.
class Visit {
public:
    explicit Visit(db::Database& database);

    // A page, wherever redirects lead; `url` of the answer says where that was. At most `max_bytes` of it.
    // Errors: TooMany when the site is to be left alone until not_before(); Forbidden when it does not want us, is kept
    // away or is our own; others for what cannot be had.
    Result<http::Incoming> get(std::string_view url, std::string_view accept, std::size_t max_bytes);
    std::optional<base::Time> not_before() const { return not_before_; }

private:
    struct Manners {
        std::string robots;
        base::Time robots_until{}, not_before{};
        bool is_suspended = false;
    };

    Manners find_manners(const std::string& host);
    Result<> check_may_go(const base::Url& url);
    Result<std::string> fetch_robots(const base::Url& url);
    Result<http::Incoming> fetch(const base::Url& url, std::string_view accept, std::size_t max_bytes);
    base::Unexpected leave_alone(const base::Url& url, const http::Incoming& answer);

    db::Database& database_;
    const base::Context& context_;
    int requests_left_ = 12;
    std::optional<base::Time> not_before_;
};

} // namespace cards

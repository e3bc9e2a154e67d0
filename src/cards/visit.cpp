#include "cards/visit.h"

#include "accounts/accounts.h"
#include "cards/reading.h"
#include "cards/robots.h"
#include "federation/domain_policy.h"
#include "http/date.h"

#include <algorithm>

namespace cards {

namespace {

using base::Refusal;
using base::refuse;

constexpr int kMaxHops = 4;
constexpr std::chrono::hours kRobotsFor{24};
constexpr std::size_t kRobotsBytes = 500 << 10;
constexpr std::chrono::milliseconds kPatience = std::chrono::seconds(10);
constexpr std::chrono::seconds kShortest = std::chrono::minutes(1), kUsual = std::chrono::hours(1),
                               kLongest = std::chrono::hours(24);

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
std::chrono::seconds retry_after(const http::Incoming& answer, base::Time now) {
    const auto header = answer.header("retry-after");
    auto wait = kUsual;
    if (const auto seconds = base::parse_id(header)) {
        wait = std::chrono::seconds(std::min<std::int64_t>(*seconds, kLongest.count()));
    } else if (const auto date = http::parse_http_date(header)) {
        wait = std::chrono::duration_cast<std::chrono::seconds>(base::Time(std::chrono::seconds(*date)) - now);
    }
    return std::clamp(wait, kShortest, kLongest);
}

} // namespace

Visit::Visit(db::Database& database) : database_(database), context_(database.context()) {}

Visit::Manners Visit::find_manners(const std::string& host) {
    Manners manners;
    database_.read([&](db::Tx& tx) {
        manners.is_suspended = federation::is_suspended_host(tx, host);
        auto rows = tx.query("select robots, robots_until, not_before from crawled_hosts where host = $1", {host});
        if (!rows.next()) return;
        manners.robots = rows.string(0);
        manners.robots_until = rows.time(1);
        manners.not_before = rows.time(2);
    });
    return manners;
}

Result<http::Incoming> Visit::fetch(const base::Url& url, std::string_view accept, std::size_t max_bytes) {
    if (!context_.client) return refuse(Refusal::Unavailable, "nothing is fetched from other servers here");
    if (requests_left_-- == 0) return refuse(Refusal::Unavailable, "it leads to too many places");
    http::Outgoing request;
    request.url = url.text();
    request.headers = {{"Accept", std::string(accept)}};
    request.deadline = kPatience;
    request.max_bytes = max_bytes;
    request.may_cut = true;
    request.max_redirects = 0;
    return context_.client->fetch(std::move(request));
}

base::Unexpected Visit::leave_alone(const base::Url& url, const http::Incoming& answer) {
    const auto now = context_.clock.now();
    not_before_ = now + retry_after(answer, now);
    database_.write([&](db::Tx& tx) { tx.exec(R"(
            insert into crawled_hosts (host, not_before) values ($1, $2)
            on conflict (host) do update set not_before = excluded.not_before)", {url.authority(), *not_before_}); });
    return refuse(Refusal::TooMany, url.host + " wants to be left alone for a while");
}

// A site without one forbids nothing; one that cannot say just now is not entered. (RFC 9309, 2.3.1)
Result<std::string> Visit::fetch_robots(const base::Url& url) {
    auto at = *base::Url::parse(url.origin() + "/robots.txt");
    for (int hop = 0; hop < kMaxHops; ++hop) {
        const auto answer = TRY(fetch(at, "text/plain", kRobotsBytes));
        if (is_redirect(answer.status)) {
            const auto next = base::Url::parse(resolved(at, answer.header("location")));
            if (!next) return std::string();
            at = *next;
        } else if (answer.status == 429) {
            return leave_alone(url, answer);
        } else if (answer.status >= 500) {
            return refuse(Refusal::Unavailable, url.host + " cannot say what may be fetched");
        } else {
            return answer.status == 200 ? robot_rules(answer.body) : std::string();
        }
    }
    return std::string();
}

Result<> Visit::check_may_go(const base::Url& url) {
    if (accounts::is_our_domain(context_.config, url.host)) return base::forbidden("it is on this server");
    const std::string host = url.authority();
    Manners manners = find_manners(host);
    const auto now = context_.clock.now();
    if (manners.is_suspended) return base::forbidden("nothing is fetched from " + url.host);
    if (manners.not_before > now) {
        not_before_ = manners.not_before;
        return refuse(Refusal::TooMany, url.host + " wants to be left alone for a while");
    }
    if (manners.robots_until <= now) {
        manners.robots = TRY(fetch_robots(url));
        database_.write([&](db::Tx& tx) { tx.exec(R"(
                insert into crawled_hosts (host, robots, robots_until) values ($1, $2, $3)
                on conflict (host) do update set robots = excluded.robots, robots_until = excluded.robots_until)", {host, manners.robots, now + kRobotsFor}); });
    }
    if (!allows(manners.robots, url.target)) return base::forbidden("robots.txt of " + url.host + " says no");
    return {};
}

Result<http::Incoming> Visit::get(std::string_view url, std::string_view accept, std::size_t max_bytes) {
    auto at = base::Url::parse(url);
    for (int hop = 0; at && hop < kMaxHops; ++hop) {
        TRY(check_may_go(*at));
        auto answer = TRY(fetch(*at, accept, max_bytes));
        if (answer.status == 429 || answer.status == 503) return leave_alone(*at, answer);
        if (answer.status == 200) return answer;
        if (!is_redirect(answer.status)) break;
        at = base::Url::parse(resolved(*at, answer.header("location")));
    }
    return refuse(Refusal::Unavailable, "there is no page to be had");
}

} // namespace cards

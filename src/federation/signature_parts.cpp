#include "federation/signature_parts.h"

#include "base/ascii.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/metrics.h"
#include "http/split.h"

#include <algorithm>
#include <atomic>

namespace federation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// As Mastodon has them: clocks differ, and what waited in a queue is still good.
constexpr seconds kMostAhead = hours(1);
constexpr seconds kGoodFor = minutes(5);
constexpr seconds kGoodForAtMost = hours(12);
constexpr seconds kGrace = hours(1);
constexpr minutes kBetweenWarnings{10};

// When the clock that is wrong is ours, everybody is refused, and whoever runs this server must hear of it.
void say_clocks_differ(base::Time now, seconds ahead) {
    static auto& refused = base::metrics::counter("akebono_signatures_out_of_time_total",
                                                  "Requests refused because of when they were signed.");
    static std::atomic<std::int64_t> next_warning = 0;
    refused.add();
    const auto now_minutes = std::chrono::floor<minutes>(now).time_since_epoch();
    auto next = next_warning.load();
    if (now_minutes.count() < next && now_minutes + kBetweenWarnings >= minutes(next)) return;
    if (!next_warning.compare_exchange_strong(next, (now_minutes + kBetweenWarnings).count())) return;
    base::log::warning("a signature is not of this time: either the other server's clock is wrong, or this one's",
                       {{"seconds_ahead", static_cast<std::int64_t>(ahead.count())}});
}

} // namespace

base::Unexpected malformed(std::string what) {
    return base::refuse(base::Refusal::BadRequest, "The signature cannot be read: " + what);
}

base::Unexpected unproven(std::string why) {
    return base::refuse(base::Refusal::Unauthorized, "The signature proves nothing: " + why);
}

void Reader::skip_space() {
    while (rest_.starts_with(' ') || rest_.starts_with('\t')) rest_.remove_prefix(1);
}

bool Reader::take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
}

std::string_view Reader::take_name() {
    const auto is_in_a_name = [](char c) {
        return base::is_ascii_alphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '*';
    };
    const auto end = std::ranges::find_if_not(rest_, is_in_a_name);
    const auto name = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(name.size());
    return name;
}

std::optional<std::string_view> Reader::take_quoted() {
    if (!rest_.starts_with('"')) return std::nullopt;
    const auto end = rest_.find('"', 1);
    if (end == std::string_view::npos) return std::nullopt;
    const auto text = rest_.substr(1, end - 1);
    if (text.find('\\') != std::string_view::npos) return std::nullopt;
    rest_.remove_prefix(end + 1);
    return text;
}

std::optional<std::string_view> Reader::take_value(std::string_view ends) {
    if (rest_.starts_with('"')) return take_quoted();
    const auto text = rest_.substr(0, std::min(rest_.find_first_of(ends), rest_.size()));
    if (text.empty()) return std::nullopt;
    rest_.remove_prefix(text.size());
    return text;
}

Result<std::string_view> only_header(const http::Request& request, std::string_view lower_case_name) {
    std::optional<std::string_view> found;
    for (const auto& [name, value] : request.headers) {
        if (name != lower_case_name) continue;
        if (found) return unproven("the header " + std::string(lower_case_name) + " is there twice");
        found = value;
    }
    if (!found) return unproven("the header " + std::string(lower_case_name) + " is missing");
    return http::without_space(*found);
}

bool covers(const SignatureClaim& claim, std::string_view part) {
    return std::ranges::find(claim.covered, part) != claim.covered.end();
}

Result<> require_covered(const SignatureClaim& claim, std::initializer_list<std::string_view> parts) {
    for (const auto part : parts) {
        if (!covers(claim, part)) return unproven("it does not cover " + std::string(part));
    }
    return {};
}

Result<> check_covered(const SignatureClaim& claim) {
    if (claim.covered.size() > kMaxCovered) return malformed("it covers too much");
    auto sorted = claim.covered;
    std::ranges::sort(sorted);
    if (std::ranges::adjacent_find(sorted) != sorted.end()) return malformed("it covers something twice");
    return {};
}

std::optional<std::int64_t> parse_seconds(std::string_view text) {
    constexpr std::int64_t kMost = 1LL << 40; // No sum of it with what is near overflows.
    const auto number = base::parse_id(text);
    return number && *number < kMost ? number : std::nullopt;
}

Result<> check_window(std::int64_t created, std::optional<std::int64_t> expires, base::Time now) {
    const auto now_seconds = std::chrono::floor<seconds>(now).time_since_epoch();
    const auto since = seconds(created);
    const auto until = std::min(expires ? seconds(*expires) : since + kGoodFor, since + kGoodForAtMost);
    if (since <= now_seconds + kMostAhead && now_seconds <= until + kGrace) return {};
    say_clocks_differ(now, since - now_seconds);
    return unproven(since > now_seconds ? "it is from the future; look at your clock"
                                        : "it is too old; look at your clock");
}

bool has_body(http::Method method) {
    return method == http::Method::Post || method == http::Method::Put || method == http::Method::Patch;
}

std::string_view name_of(http::Method method) {
    constexpr std::string_view kNames[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    return kNames[static_cast<std::size_t>(method)];
}

} // namespace federation

#include "federation/delivery_outcome.h"

#include "base/ids.h"

#include <algorithm>

namespace federation {
namespace {

constexpr std::int64_t kLongestWait = 3600;

bool may_be_better_later(int status) { return status == 408 || status == 429 || (status >= 500 && status != 501); }

Outcome::Kind kind_of(int status) {
    if (status >= 200 && status < 300) return Outcome::Kind::Taken;
    if (status == 401) return Outcome::Kind::Unsigned;
    if (status == 410) return Outcome::Kind::Gone;
    // Redirects are tried again: somebody is moving house.
    return may_be_better_later(status) || status < 400 ? Outcome::Kind::Failed : Outcome::Kind::Refused;
}

} // namespace

Outcome outcome_of(const Result<http::Incoming>& answer) {
    if (!answer) {
        // Our own address rules: that URL will be no better tomorrow.
        const bool is_odd = answer.error().refusal == base::Refusal::Invalid;
        return {is_odd ? Outcome::Kind::Refused : Outcome::Kind::Failed, answer.error().message};
    }
    Outcome outcome{kind_of(answer->status), "HTTP " + std::to_string(answer->status)};
    if (const auto seconds = base::parse_id(answer->header("retry-after"));
        seconds && may_be_better_later(answer->status))
        outcome.retry_after = std::chrono::seconds(std::min(*seconds, kLongestWait));
    return outcome;
}

} // namespace federation

#include "translation/service.h"

#include "base/ascii.h"
#include "base/log.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace translation {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLoggedBytes = 300;

base::Unexpected fail(std::string_view code, std::string message) {
    return base::Unexpected(base::Error{base::Refusal::Unavailable, std::move(message), std::string(code)});
}

base::Unexpected does_not_answer() {
    return fail(failure::kUnreachable, "The translation service is not available right now.");
}

} // namespace

base::Unexpected unexpected_answer() {
    return fail(failure::kUnexpected, "The translation service could not translate this.");
}

Line::Line(const base::Config& config, std::vector<int> quota_statuses)
    : client_(config.translation_ca_file), quota_statuses_(std::move(quota_statuses)) {}

Result<json::Value> Line::ask(const http::DirectRequest& question) {
    http::DirectRequest request = question;
    request.deadline = 20s;
    request.patience = 20s;
    const auto answer = client_.send(request);
    if (!answer) {
        base::log::warning("the translation service does not answer", {{"reason", answer.error().message}});
        return does_not_answer();
    }
    if (answer->status == 200) {
        auto said = json::parse(answer->body);
        return said ? Result<json::Value>(std::move(*said)) : unexpected_answer();
    }

    const bool is_of_the_account = std::ranges::find(quota_statuses_, answer->status) != quota_statuses_.end();
    // What it says of a text may hold the text.
    const auto reason = is_of_the_account ? answer->body.substr(0, kLoggedBytes) : std::string();
    base::log::warning("the translation service refuses", {{"status", answer->status}, {"reason", reason}});
    if (is_of_the_account) {
        return fail(failure::kQuota, "The server-wide usage quota for the translation service has been exceeded.");
    }
    if (answer->status == 429) {
        return fail(failure::kTooMany, "There have been too many requests to the translation service recently.");
    }
    return answer->status >= 500 ? does_not_answer() : unexpected_answer();
}

std::string normal_code(std::string_view code) {
    std::string normal = base::ascii_lower(code);
    std::ranges::replace(normal, '_', '-');
    const auto dash = normal.find('-');
    if (dash == std::string::npos) return normal;
    const bool is_script = normal.size() - dash - 1 == 4;
    for (std::size_t i = dash + 1; i < normal.size() && (!is_script || i == dash + 1); ++i) {
        normal[i] = base::ascii_upper(normal[i]);
    }
    return normal;
}

} // namespace translation

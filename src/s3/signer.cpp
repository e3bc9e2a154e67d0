#include "s3/signer.h"

#include "base/ascii.h"
#include "base/crypto.h"
#include "http/split.h"

#include <algorithm>
#include <fmt/core.h>

namespace s3 {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kUnsigned = "UNSIGNED-PAYLOAD";

enum class Slashes { Kept, Encoded };

std::string encoded(std::string_view text, Slashes slashes) {
    std::string out;
    for (const char c : text) {
        const bool is_plain = base::is_ascii_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~'
                              || (c == '/' && slashes == Slashes::Kept);
        is_plain ? out.append(1, c) : out.append(fmt::format("%{:02X}", static_cast<unsigned char>(c)));
    }
    return out;
}

std::string query_text(const Query& query) {
    std::vector<std::string> parts;
    for (const auto& [name, value] : query) {
        parts.push_back(encoded(name, Slashes::Encoded) + "=" + encoded(value, Slashes::Encoded));
    }
    std::ranges::sort(parts);
    std::string text;
    for (const auto& part : parts) text.append(text.empty() ? "" : "&").append(part);
    return text;
}

// "20130524T000000Z"
std::string compact(base::Time time) {
    std::string text = base::iso8601(time).substr(0, 19) + "Z";
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

std::string scope_of(std::string_view region, const std::string& time) {
    return fmt::format("{}/{}/s3/aws4_request", time.substr(0, 8), region);
}

struct CanonicalHeaders {
    std::string lines, names;
};

CanonicalHeaders canonical(http::Headers headers, const std::string& authority) {
    headers.emplace_back("host", authority);
    for (auto& header : headers) header.first = base::ascii_lower(header.first);
    std::ranges::sort(headers);
    CanonicalHeaders result;
    for (const auto& [name, value] : headers) {
        result.lines.append(name).append(":").append(http::without_space(value)).append("\n");
        result.names.append(result.names.empty() ? "" : ";").append(name);
    }
    return result;
}

std::string signature(const Credentials& credentials, std::string_view region, const std::string& time,
                      const std::string& canonical_request) {
    const auto to_sign =
        fmt::format("{}\n{}\n{}\n{}", kAlgorithm, time, scope_of(region, time), base::sha256_hex(canonical_request));
    std::string key = base::hmac_sha256("AWS4" + credentials.secret_key, time.substr(0, 8));
    for (const std::string_view part : {region, std::string_view("s3"), std::string_view("aws4_request")}) {
        key = base::hmac_sha256(key, part);
    }
    return base::hex(base::hmac_sha256(key, to_sign));
}

} // namespace

http::Headers signed_headers(const Signable& request, const Credentials& credentials, std::string_view region,
                             base::Time now) {
    const auto time = compact(now);
    auto headers = request.headers;
    headers.emplace_back("x-amz-date", time);
    headers.emplace_back("x-amz-content-sha256", request.body_sha256);
    if (!credentials.session_token.empty()) headers.emplace_back("x-amz-security-token", credentials.session_token);

    const auto [lines, names] = canonical(headers, request.authority);
    const auto whole = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, encoded(request.path, Slashes::Kept),
                                   query_text(request.query), lines, names, request.body_sha256);
    headers.emplace_back("Authorization", fmt::format("{} Credential={}/{},SignedHeaders={},Signature={}", kAlgorithm,
                                                      credentials.access_key, scope_of(region, time), names,
                                                      signature(credentials, region, time, whole)));
    return headers;
}

std::string presigned_target(const Signable& request, const Credentials& credentials, std::string_view region,
                             base::Time now, std::chrono::seconds valid_for) {
    const auto time = compact(now);
    const auto [lines, names] = canonical(request.headers, request.authority);
    auto query = request.query;
    query.emplace_back("X-Amz-Algorithm", kAlgorithm);
    query.emplace_back("X-Amz-Credential", credentials.access_key + "/" + scope_of(region, time));
    query.emplace_back("X-Amz-Date", time);
    query.emplace_back("X-Amz-Expires", std::to_string(valid_for.count()));
    query.emplace_back("X-Amz-SignedHeaders", names);
    if (!credentials.session_token.empty()) query.emplace_back("X-Amz-Security-Token", credentials.session_token);

    const auto path = encoded(request.path, Slashes::Kept);
    const auto text = query_text(query);
    const auto whole = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, path, text, lines, names, kUnsigned);
    return fmt::format("{}?{}&X-Amz-Signature={}", path, text, signature(credentials, region, time, whole));
}

std::string target_of(const Signable& request) {
    const auto path = encoded(request.path, Slashes::Kept);
    return request.query.empty() ? path : path + "?" + query_text(request.query);
}

} // namespace s3

#include "s3/bucket.h"

#include "base/crypto.h"
#include "base/digests.h"
#include "base/text.h"
#include "s3/call.h"

#include <algorithm>
#include <charconv>

namespace s3 {
namespace {

constexpr std::size_t kAtOnce = 1000; // As many as S3 lists, or deletes, in one call.

std::string deletion_of(std::span<const std::string> keys) {
    std::string xml = "<Delete><Quiet>true</Quiet>";
    for (const auto& key : keys) xml.append("<Object><Key>").append(base::escape_html(key)).append("</Key></Object>");
    return xml + "</Delete>";
}

} // namespace

void Bucket::put(const std::string& key, const base::File& file, const http::Headers& headers) {
    base::size_of(file) > parts_.part_bytes ? put_in_parts(key, file, headers) : put_whole(key, file, headers);
}

void Bucket::put_whole(const std::string& key, const base::File& file, const http::Headers& headers) {
    send(
        {.method = "PUT", .key = key, .headers = headers, .upload = &file, .offset = 0, .length = base::size_of(file)});
}

bool Bucket::get(const std::string& key, const base::File& into) {
    return send({.key = key, .into = &into, .may_be_missing = true}).status != 404;
}

std::optional<std::int64_t> Bucket::size_of(const std::string& key) {
    const auto answer = send({.method = "HEAD", .key = key, .may_be_missing = true});
    if (answer.status == 404) return std::nullopt;
    const auto length = answer.header("content-length");
    std::int64_t size = 0;
    std::from_chars(length.data(), length.data() + length.size(), size);
    return size;
}

std::vector<Refusal> Bucket::remove_once(std::span<const std::string> keys) {
    const auto body = deletion_of(keys);
    const auto answer =
        send({.method = "POST",
              .query = {{"delete", ""}},
              .headers = {{"Content-MD5", base::base64(base::md5(body))}, {"Content-Type", "application/xml"}},
              .body = body});
    auto refusals = read_refusals(answer.body);
    std::erase_if(refusals, [](const Refusal& refusal) { return refusal.code == "NoSuchKey"; });
    return refusals;
}

void Bucket::remove(std::span<const std::string> keys) {
    for (; !keys.empty(); keys = keys.subspan(std::min(kAtOnce, keys.size()))) {
        const auto some = keys.subspan(0, std::min(kAtOnce, keys.size()));
        auto left = remove_once(some);
        for (int attempt = 2; !left.empty() && attempt <= kAttempts; ++attempt) {
            pause_before(attempt);
            std::vector<std::string> again;
            for (const auto& refusal : left) again.push_back(refusal.key);
            left = remove_once(again);
        }
        if (!left.empty())
            throw Fault("DELETE " + left[0].key + ": " + left[0].code + ": " + left[0].message, left[0].code);
    }
}

Listing Bucket::list(const std::string& prefix, const std::string& after, std::size_t limit) {
    Query query = {
        {"list-type", "2"}, {"encoding-type", "url"}, {"max-keys", std::to_string(std::min(limit, kAtOnce))}};
    if (!prefix.empty()) query.emplace_back("prefix", prefix);
    if (!after.empty()) query.emplace_back("start-after", after);
    const auto answer = send({.query = std::move(query)});
    if (root_of(answer.body) != "ListBucketResult") throw Fault("GET: its list of files cannot be read");
    return read_listing(answer.body);
}

std::string Bucket::presign(const std::string& key, std::chrono::seconds valid_for) {
    const auto to_sign = signable({.key = key});
    return (parts_.place.endpoint.is_https ? "https://" : "http://") + to_sign.authority
           + presigned_target(to_sign, parts_.wallet->credentials(), parts_.place.region, parts_.clock.now(),
                              valid_for);
}

} // namespace s3

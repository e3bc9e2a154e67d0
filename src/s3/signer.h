#pragma once

#include "base/clock.h"
#include "http/client.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Signature Version 4: how S3 knows who is asking.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
namespace s3 {

struct Credentials {
    std::string access_key, secret_key;
    std::string session_token = {}; // Of those that expire.
    std::optional<base::Time> expires_at = {};
};

using Query = std::vector<std::pair<std::string, std::string>>;

// What is signed, in plain words: nothing in it is encoded yet.
struct Signable {
    std::string method = "GET";
    std::string authority; // "bucket.s3.eu-west-1.amazonaws.com", with a port where that is not the scheme's.
    std::string path;      // Begins with "/".
    Query query = {};
    http::Headers headers = {}; // Without Host.
    std::string body_sha256;    // 64 digits
};

inline constexpr std::string_view kEmptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// All headers but Host that the request has to have: its own, and those that sign it.
http::Headers signed_headers(const Signable& request, const Credentials& credentials, std::string_view region,
                             base::Time now);

// "/path?query" that whoever has it may GET for so long, seven days at most.
std::string presigned_target(const Signable& request, const Credentials& credentials, std::string_view region,
                             base::Time now, std::chrono::seconds valid_for);

// "/path?query" as it is signed, and has to be sent.
std::string target_of(const Signable& request);

} // namespace s3

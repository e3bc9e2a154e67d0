#pragma once

#include "s3/bucket.h"

namespace s3 {

inline constexpr int kAttempts = 5;

// One thing that a bucket is asked for, however often that takes.
struct Bucket::Call {
    std::string method = "GET";
    std::string key = {}; // Empty: the bucket itself.
    Query query = {};
    http::Headers headers = {};
    std::string body = {};
    const base::File* upload = nullptr; // Instead of a body.
    std::int64_t offset = 0, length = 0;
    const base::File* into = nullptr;
    bool may_be_missing = false; // Then 404 is an answer.
    std::string body_sha256 = {};
};

} // namespace s3

#pragma once

#include "s3/bucket.h"
#include "support/raw_server.h"
#include "support/test_world.h"

#include <deque>

// The S3 server of scripts/with-s3, and what may stand between it and us.

bool has_s3();
std::string s3_endpoint(); // "http://127.0.0.1:28879"
std::string s3_access_key();
std::string s3_secret_key();
// A new, empty bucket: its name.
std::string make_bucket();

struct TestBucketParts {
    std::string bucket = {};
    std::string endpoint = {}; // Empty: the server itself.
    std::string access_key = {}, secret_key = {};
    s3::Wallet::Fetch fetch = {};     // Instead of these keys.
    s3::Environment environment = {}; // Instead of these, when it is not empty: AWS'.
    std::int64_t part_bytes = std::int64_t{16} << 20;
};
using TestBucket = std::unique_ptr<s3::Bucket>;
TestBucket open_test_bucket(TestBucketParts parts);

// Those of the role "web", for an hour.
s3::Credentials assume_role();

// Without any signature.
http::Incoming get_url(const std::string& url);

// What goes wrong with a request on its way.
enum class ProxyFault {
    None,
    SlowDown,      // 503, and S3 hears nothing of it.
    InternalError, // 500
    TooMany,       // 429
    HangUp,
    LoseAnswer, // S3 does it, and nobody hears that.
    CutAnswer,  // Half of it comes.
};

// Passes requests on to the server, with the faults that it was told.
class FaultyProxy {
public:
    FaultyProxy();
    std::string url() const { return server_->url(""); }
    // Of the requests to come, in order; those after them are passed on.
    void fail_next(std::deque<ProxyFault> faults);
    // Of all requests so far.
    std::vector<std::string> methods() const;

private:
    bool serve(const std::string& request, const RawServer::Peer& peer);

    std::mutex mutex_;
    std::deque<ProxyFault> faults_;
    std::unique_ptr<RawServer> server_;
};

// Gives credentials to machines and containers, as AWS does.
class MetadataService {
public:
    explicit MetadataService(s3::Credentials credentials);
    std::string url() const { return server_->url(""); }
    // "GET /latest/…", of those that were answered well.
    std::vector<std::string> requests() const;

private:
    bool serve(const std::string& request, const RawServer::Peer& peer);

    s3::Credentials credentials_;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::unique_ptr<RawServer> server_;
};

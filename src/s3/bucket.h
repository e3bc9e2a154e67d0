#pragma once

#include "base/file.h"
#include "base/url.h"
#include "s3/answers.h"
#include "s3/wallet.h"

#include <span>

// Objects in a bucket of S3, or of whatever speaks like it. https://docs.aws.amazon.com/AmazonS3/latest/API/
namespace s3 {

enum class Style { Path, VirtualHost }; // https://ENDPOINT/BUCKET/KEY or https://BUCKET.ENDPOINT/KEY

struct BucketPlace {
    base::Url endpoint;
    std::string region, bucket;
    Style style = Style::VirtualHost;
};

struct BucketParts {
    BucketPlace place;
    std::shared_ptr<http::DirectClient> client;
    std::unique_ptr<Wallet> wallet;
    const base::Clock& clock;
    std::chrono::milliseconds first_pause{200}; // Before the second attempt; twice as long before each after that.
    std::int64_t part_bytes = std::int64_t{16} << 20; // Larger files are sent in parts of so many. At least 5 MiB.
};

// Thread-safe. All of it waits, and tries again, up to five times in all, what fails because the other side is busy or
// away. Throws Fault when that was not enough, or when it is refused.
class Bucket {
public:
    explicit Bucket(BucketParts parts) : parts_(std::move(parts)) {}

    // `headers` stay with the object: its type, who may read it.
    void put(const std::string& key, const base::File& file, const http::Headers& headers);
    // Into an empty file, which stays so when there is no such object: whether there is.
    bool get(const std::string& key, const base::File& into);
    // nullopt when there is no such object.
    std::optional<std::int64_t> size_of(const std::string& key);
    // A thousand at once. Those that are not there are fine.
    void remove(std::span<const std::string> keys);
    // The first with `prefix` after `after`, in order: up to a thousand.
    Listing list(const std::string& prefix, const std::string& after, std::size_t limit);
    // A URL that whoever has it may GET for so long.
    std::string presign(const std::string& key, std::chrono::seconds valid_for);

private:
    struct Call;
    struct Pieces;

    http::Incoming send(const Call& call);
    std::optional<http::Incoming> attempt(const Call& call, int number, bool& has_renewed);
    Signable signable(const Call& call) const;
    std::string authority() const;
    void put_whole(const std::string& key, const base::File& file, const http::Headers& headers);
    void put_in_parts(const std::string& key, const base::File& file, const http::Headers& headers);
    void complete(const std::string& key, const std::string& upload, const Pieces& pieces, std::int64_t size);
    std::vector<Refusal> remove_once(std::span<const std::string> keys);
    void pause_before(int attempt) const;

    BucketParts parts_;
};

} // namespace s3

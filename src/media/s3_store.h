#pragma once

#include "media/store.h"
#include "s3/bucket.h"

namespace media {

// Files in a bucket. What it sends and fetches lies in temporary files, not in memory.
class S3Store final : public Store {
public:
    // `config` outlives it.
    S3Store(const base::Config& config, std::unique_ptr<s3::Bucket> bucket)
        : config_(config), bucket_(std::move(bucket)) {}

    void put(const std::string& key, const base::File& file) override;
    base::File fetch(const std::string& key) override;
    void remove(std::span<const std::string> keys) override;
    std::vector<StoredFile> list(const std::string& after, std::size_t limit) override;
    std::optional<std::int64_t> size_of(const std::string& key) override;
    std::string passing_url(const std::string& key) override;

private:
    std::string name_of(const std::string& key) const { return config_.s3_prefix + key; }

    const base::Config& config_;
    std::unique_ptr<s3::Bucket> bucket_;
};

// As the configuration says, and the environment of AWS where that names no credentials.
std::unique_ptr<s3::Bucket> open_bucket(const base::Config& config, const s3::Environment& environment,
                                        const base::Clock& clock);

} // namespace media

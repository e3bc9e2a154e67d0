#include "media/s3_store.h"

#include "media/formats.h"

namespace media {
namespace {

constexpr std::string_view kImmutable = "public, max-age=31536000, immutable";
constexpr std::chrono::hours kPassing{1};

// What the store's faults are called where files are kept.
template <typename Work>
auto without_faults(const Work& work) {
    try {
        return work();
    } catch (const s3::Fault& fault) {
        throw StoreFault(fault.what());
    }
}

http::Headers headers_for(const base::Config& config, const std::string& key) {
    http::Headers headers = {{"Content-Type", std::string(content_type_of(extension_of(key)))},
                             {"Cache-Control", std::string(kImmutable)}};
    // What is yet to be decoded is nobody's to see.
    const bool is_public = config.s3_acl == base::S3Acl::PublicRead && !key.starts_with("incoming/");
    if (is_public) headers.emplace_back("x-amz-acl", "public-read");
    if (!config.s3_storage_class.empty()) headers.emplace_back("x-amz-storage-class", config.s3_storage_class);
    return headers;
}

} // namespace

void S3Store::put(const std::string& key, const base::File& file) {
    without_faults([&] { bucket_->put(name_of(key), file, headers_for(config_, key)); });
}

base::File S3Store::fetch(const std::string& key) {
    auto file = base::temporary_file(config_.data / "tmp");
    const bool is_there = without_faults([&] { return bucket_->get(name_of(key), file); });
    return is_there ? std::move(file) : base::File();
}

void S3Store::remove(std::span<const std::string> keys) {
    std::vector<std::string> names;
    for (const auto& key : keys) names.push_back(name_of(key));
    without_faults([&] { bucket_->remove(names); });
}

std::vector<StoredFile> S3Store::list(const std::string& after, std::size_t limit) {
    std::vector<StoredFile> files;
    std::string last = after.empty() ? "" : name_of(after);
    for (bool has_more = true; has_more && files.size() < limit;) {
        auto listing = without_faults([&] { return bucket_->list(config_.s3_prefix, last, limit - files.size()); });
        for (auto& object : listing.objects) {
            last = object.key;
            files.push_back({.key = object.key.substr(config_.s3_prefix.size()),
                             .size_bytes = object.size_bytes,
                             .changed_at = object.changed_at});
        }
        has_more = listing.has_more && !listing.objects.empty();
    }
    return files;
}

std::optional<std::int64_t> S3Store::size_of(const std::string& key) {
    return without_faults([&] { return bucket_->size_of(name_of(key)); });
}

std::string S3Store::passing_url(const std::string& key) {
    return without_faults([&] { return bucket_->presign(name_of(key), kPassing); });
}

std::unique_ptr<s3::Bucket> open_bucket(const base::Config& config, const s3::Environment& environment,
                                        const base::Clock& clock) {
    const auto endpoint =
        config.s3_endpoint.empty() ? "https://s3." + config.s3_region + ".amazonaws.com" : config.s3_endpoint;
    const auto url = base::Url::parse(endpoint);
    if (!url) throw StoreFault("s3.endpoint is no address: " + endpoint);
    auto client = std::make_shared<http::DirectClient>(config.s3_ca_file);
    s3::Wallet::Fetch fetch = s3::role_of_this_machine(client, environment);
    if (!config.s3_access_key_id.empty()) {
        fetch = [&config] {
            return s3::Credentials{.access_key = config.s3_access_key_id, .secret_key = config.s3_secret_access_key};
        };
    }
    return std::make_unique<s3::Bucket>(
        s3::BucketParts{.place = {.endpoint = *url,
                                  .region = config.s3_region,
                                  .bucket = config.s3_bucket,
                                  .style = config.s3_path_style ? s3::Style::Path : s3::Style::VirtualHost},
                        .client = std::move(client),
                        .wallet = std::make_unique<s3::Wallet>(std::move(fetch), clock),
                        .clock = clock});
}

} // namespace media

#include "media/local_store.h"
#include "media/s3_store.h"

namespace media {

std::unique_ptr<Store> open_store(const base::Config& config) {
    static const base::SystemClock clock; // What is signed is checked against real time.
    if (config.s3_bucket.empty()) return std::make_unique<LocalStore>(local_folder(config));
    return std::make_unique<S3Store>(config, open_bucket(config, s3::aws_environment(), clock));
}

} // namespace media

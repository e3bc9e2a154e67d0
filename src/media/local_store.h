#pragma once

#include "media/store.h"

#include <filesystem>

namespace media {

// Files in DATA/media/, as their keys say.
class LocalStore final : public Store {
public:
    explicit LocalStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    void put(const std::string& key, const base::File& file) override;
    base::File fetch(const std::string& key) override;
    void remove(std::span<const std::string> keys) override;
    std::vector<StoredFile> list(const std::string& after, std::size_t limit) override;
    std::optional<std::int64_t> size_of(const std::string& key) override;
    std::string passing_url(const std::string&) override { return {}; }

    std::filesystem::path path_of(const std::string& key) const { return folder_ / key; }

private:
    std::filesystem::path folder_;
};

std::filesystem::path local_folder(const base::Config& config);

} // namespace media

#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "base/file.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// Where the files of attachments and profiles are. Files have names of ours (keys), never change, and are never many
// in one folder.
namespace media {

// A fault: the store is gone, full, or does not do as it is told.
class StoreFault final : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct StoredFile {
    std::string key;
    std::int64_t size_bytes = 0;
    base::Time changed_at;
};

// Thread-safe. Its functions wait for disks or other machines, and throw StoreFault: not inside a transaction.
class Store {
public:
    virtual ~Store() = default;

    // Keeps all of `file` as `key`; it is there for good when this returns.
    virtual void put(const std::string& key, const base::File& file) = 0;
    // A copy to read; none when there is no such file.
    virtual base::File fetch(const std::string& key) = 0;
    // Those that are not there are fine.
    virtual void remove(std::span<const std::string> keys) = 0;
    // The first files after `after`, by their keys in order; fewer than `limit` only at the end.
    virtual std::vector<StoredFile> list(const std::string& after, std::size_t limit) = 0;
    // nullopt when there is no such file.
    virtual std::optional<std::int64_t> size_of(const std::string& key) = 0;
    // Where everybody can read it for an hour, whether it is there or not; "" where only this server shows it.
    virtual std::string passing_url(const std::string& key) = 0;
};

// As the configuration says. Nothing is waited for.
std::unique_ptr<Store> open_store(const base::Config& config);

// "attachments/3f/3fa9….jpg": random, because whoever knows the address of a private post's picture sees it.
std::string new_key(base::Random& random, std::string_view folder, std::string_view extension);
// Beside `key`: "attachments/3f/3fa9…-small.jpg".
std::string small_key(std::string_view key, std::string_view extension);
// Whether it is one of ours.
bool is_key(std::string_view text);
std::string_view extension_of(std::string_view key);

// Where everybody finds it: an absolute URL.
std::string public_url(const base::Config& config, std::string_view key);

// The path under which the server itself shows its local files.
inline constexpr std::string_view kLocalPath = "/system/";

} // namespace media

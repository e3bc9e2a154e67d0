#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace base {

// An open file, closed when it goes.
class File {
public:
    File() = default;
    explicit File(int descriptor) : descriptor_(descriptor) {}
    File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    File& operator=(File&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~File();

    explicit operator bool() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }

private:
    int descriptor_ = -1;
};

// The following throw std::system_error when the disk does not do as it is told.

// A new, empty file in `folder` (made when it is not there) that nobody else can name, and that goes when it is closed.
File temporary_file(const std::filesystem::path& folder);
void write_all(const File& file, std::string_view bytes);
std::int64_t size_of(const File& file);
// `length` bytes of `from`, from `offset` on, to the end of `to`.
void copy(const File& from, std::int64_t offset, std::int64_t length, const File& to);
// The whole file, or its first `limit` bytes.
std::string read_up_to(const File& file, std::size_t limit);

} // namespace base

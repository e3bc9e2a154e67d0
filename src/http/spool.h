#pragma once

#include "base/file.h"

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace http {

// A request's body as a file that nobody can name: it grows while it comes, and is looked at through a map. What is
// mapped counts as ours only while it is looked at: see forget_pages().
class Spool {
public:
    // Throws std::system_error when no file can be made in `folder`.
    explicit Spool(const std::filesystem::path& folder) : file_(base::temporary_file(folder)) {}
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    // Throws std::system_error when the disk is full. Not after view().
    void append(std::string_view bytes);
    std::size_t size() const { return size_; }
    // Every byte; valid as long as the spool.
    std::string_view view();
    // Gives the memory back that looking at it took; looking again takes it anew.
    void forget_pages();
    const base::File& file() const { return file_; }
    // Where a part of view() begins in the file.
    std::int64_t offset_of(std::string_view part) const { return part.data() - static_cast<const char*>(map_); }

private:
    base::File file_;
    std::size_t size_ = 0;
    void* map_ = nullptr;
};

} // namespace http

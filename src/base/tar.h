#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Archives of files: tar, compressed with gzip or, to be read, not at all.
// https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06
struct gzFile_s; // zlib's.

namespace base {

struct CloseGzip {
    void operator()(gzFile_s* file) const;
};

struct TarFile {
    std::string name; // With its folders, as the archive says: never open anything by it.
    std::int64_t size_bytes = 0;
    std::string bytes; // Empty when there are more than the reader takes.
};

// Reads one file after the other; no more than one of them is in memory, and nothing of those that are larger than
// `max_file_bytes`.
class TarReader {
public:
    // NotFound for a file that cannot be opened.
    static Result<TarReader> open(const std::filesystem::path& path, std::int64_t max_file_bytes);

    // The next regular file; nullopt at the end. Invalid for what is no archive, or ends in the middle.
    Result<std::optional<TarFile>> next();

private:
    TarReader(gzFile_s* file, std::int64_t max_file_bytes) : file_(file), max_file_bytes_(max_file_bytes) {}
    Result<> read(char* to, std::int64_t length);
    Result<> skip(std::int64_t length);
    Result<std::string> read_file(std::int64_t size_bytes, std::int64_t max_bytes);

    std::unique_ptr<gzFile_s, CloseGzip> file_;
    std::int64_t max_file_bytes_;
};

// Writes one file after the other, compressed: no more than one of them is in memory. The archive is there as a whole
// once it is finished, and until then beside its place; what is not finished goes with the writer.
// All of it is Unavailable where it cannot be written.
class TarWriter {
public:
    static Result<TarWriter> open(std::filesystem::path path);
    ~TarWriter();
    TarWriter(TarWriter&&) noexcept = default;
    TarWriter& operator=(TarWriter&&) = delete;

    Result<> add(std::string_view name, std::string_view bytes, std::int64_t seconds_since_1970);
    // The last thing. What was there before is replaced.
    Result<> finish();

private:
    TarWriter(gzFile_s* file, std::filesystem::path path, std::filesystem::path part);
    Result<> append(char type, std::string_view name, std::string_view bytes, std::int64_t seconds_since_1970);
    Result<> write(std::string_view bytes);
    Unexpected failure() const;

    std::unique_ptr<gzFile_s, CloseGzip> file_;
    std::filesystem::path path_, part_;
};

} // namespace base

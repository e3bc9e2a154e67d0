#include "base/file.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace base {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

// Where the file system knows no files without names.
File unlinked_file(const std::filesystem::path& folder) {
    std::string name = folder / "upload-XXXXXX";
    File file(::mkostemp(name.data(), O_CLOEXEC));
    if (!file) fail("cannot make a file in " + folder.string());
    ::unlink(name.c_str());
    return file;
}

// By way of memory, where the kernel cannot copy between two file systems.
void copy_by_hand(const File& from, std::int64_t offset, std::int64_t length, const File& to) {
    std::vector<char> buffer(static_cast<std::size_t>(std::min<std::int64_t>(length, 256 << 10)));
    while (length > 0) {
        const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(length, std::ssize(buffer)));
        const auto count = ::pread(from.descriptor(), buffer.data(), wanted, offset);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) fail("cannot read a file that is to be copied");
        write_all(to, {buffer.data(), static_cast<std::size_t>(count)});
        offset += count;
        length -= count;
    }
}

} // namespace

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

File temporary_file(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    File file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (file) return file;
    if (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT) fail("cannot make a file in " + folder.string());
    return unlinked_file(folder);
}

void write_all(const File& file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::write(file.descriptor(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) fail("cannot write a file");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::int64_t size_of(const File& file) {
    struct stat about = {};
    if (::fstat(file.descriptor(), &about) != 0) fail("cannot look at a file");
    return about.st_size;
}

void copy(const File& from, std::int64_t offset, std::int64_t length, const File& to) {
    while (length > 0) {
        off_t at = offset;
        const auto count =
            ::copy_file_range(from.descriptor(), &at, to.descriptor(), nullptr, static_cast<std::size_t>(length), 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return copy_by_hand(from, offset, length, to);
        offset += count;
        length -= count;
    }
}

std::string read_up_to(const File& file, std::size_t limit) {
    std::string bytes(std::min(limit, static_cast<std::size_t>(size_of(file))), '\0');
    std::size_t used = 0;
    while (used < bytes.size()) {
        const auto count =
            ::pread(file.descriptor(), bytes.data() + used, bytes.size() - used, static_cast<off_t>(used));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("cannot read a file");
        if (count == 0) break;
        used += static_cast<std::size_t>(count);
    }
    bytes.resize(used);
    return bytes;
}

} // namespace base

#include "media/local_store.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace media {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what, int error) {
    throw StoreFault(what + ": " + std::generic_category().message(error));
}

// A name for a file that had none, in one step: nobody ever sees half of it.
bool link_to(const base::File& file, const fs::path& path) {
    const std::string itself = "/proc/self/fd/" + std::to_string(file.descriptor());
    return ::linkat(AT_FDCWD, itself.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

// The same by way of a copy, where the two are on different disks or the file cannot be named any more.
void copy_to(const base::File& file, const fs::path& path) {
    const fs::path part = path.string() + ".part";
    const base::File copy(::open(part.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0640));
    if (!copy) fail("cannot write " + part.string(), errno);
    base::copy(file, 0, base::size_of(file), copy);
    if (::fsync(copy.descriptor()) != 0) fail("cannot write " + part.string(), errno);
    if (::rename(part.c_str(), path.c_str()) != 0) fail("cannot write " + path.string(), errno);
}

base::Time changed_at(const struct stat& about) { return base::Time(std::chrono::seconds(about.st_mtim.tv_sec)); }

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
}

// The files of one folder that has no folders, after `after`.
void list_folder(const fs::path& root, const std::string& folder, const std::string& after, std::size_t limit,
                 std::vector<StoredFile>& files) {
    for (const auto& name : names_in(root / folder)) {
        std::string key = folder + "/" + name;
        struct stat about = {};
        if (key <= after || ::stat((root / key).c_str(), &about) != 0 || !S_ISREG(about.st_mode)) continue;
        if (files.size() == limit) return;
        files.push_back({.key = std::move(key), .size_bytes = about.st_size, .changed_at = changed_at(about)});
    }
}

} // namespace

void LocalStore::put(const std::string& key, const base::File& file) {
    const fs::path path = path_of(key);
    try {
        fs::create_directories(path.parent_path());
        ::fchmod(file.descriptor(), 0640);
        if (::fsync(file.descriptor()) != 0) fail("cannot write " + path.string(), errno);
        if (!link_to(file, path)) copy_to(file, path);
        const base::File folder(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder) ::fsync(folder.descriptor());
    } catch (const std::system_error& fault) {
        throw StoreFault("cannot write " + path.string() + ": " + fault.what());
    }
}

base::File LocalStore::fetch(const std::string& key) {
    base::File file(::open(path_of(key).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file && errno != ENOENT) fail("cannot read " + key, errno);
    return file;
}

void LocalStore::remove(std::span<const std::string> keys) {
    for (const auto& key : keys) {
        if (::unlink(path_of(key).c_str()) != 0 && errno != ENOENT) fail("cannot remove " + key, errno);
    }
}

std::vector<StoredFile> LocalStore::list(const std::string& after, std::size_t limit) {
    std::vector<StoredFile> files;
    for (const auto& folder : names_in(folder_)) {
        for (const auto& part : names_in(folder_ / folder)) {
            const std::string inner = folder + "/" + part;
            const bool is_past = inner + "0" <= after; // '0' comes after '/': all below sorts before it.
            if (!is_past) list_folder(folder_, inner, after, limit, files);
            if (files.size() == limit) return files;
        }
    }
    return files;
}

std::optional<std::int64_t> LocalStore::size_of(const std::string& key) {
    struct stat about = {};
    if (::stat(path_of(key).c_str(), &about) == 0) return about.st_size;
    if (errno != ENOENT) fail("cannot look at " + key, errno);
    return std::nullopt;
}

fs::path local_folder(const base::Config& config) { return config.data / "media"; }

} // namespace media

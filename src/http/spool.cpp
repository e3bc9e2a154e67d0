#include "http/spool.h"

#include <cerrno>
#include <sys/mman.h>
#include <system_error>

namespace http {

Spool::~Spool() {
    if (map_) ::munmap(map_, size_);
}

void Spool::append(std::string_view bytes) {
    base::write_all(file_, bytes);
    size_ += bytes.size();
}

std::string_view Spool::view() {
    if (size_ == 0) return {};
    if (!map_) {
        void* map = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_.descriptor(), 0);
        if (map == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "cannot map an upload");
        map_ = map;
    }
    return {static_cast<const char*>(map_), size_};
}

void Spool::forget_pages() {
    if (map_) ::madvise(map_, size_, MADV_DONTNEED);
}

} // namespace http

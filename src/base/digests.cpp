#include "base/digests.h"

#include "base/crypto.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <openssl/evp.h>
#include <system_error>
#include <unistd.h>

namespace base {
namespace {

void check(int done) {
    if (done != 1) throw std::bad_alloc();
}

} // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    if (!context_) throw std::bad_alloc();
    check(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Sha256::add(std::string_view bytes) { check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }

std::string Sha256::finish() {
    std::array<unsigned char, 32> digest = {};
    check(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
    return {digest.begin(), digest.end()};
}

std::string sha256_hex_of(const File& file, std::int64_t offset, std::int64_t length) {
    Sha256 sum;
    std::array<char, 32 << 10> buffer;
    while (length > 0) {
        const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(length, std::ssize(buffer)));
        const auto count = ::pread(file.descriptor(), buffer.data(), wanted, static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) throw std::system_error(errno, std::generic_category(), "cannot read a file");
        sum.add({buffer.data(), static_cast<std::size_t>(count)});
        offset += count;
        length -= count;
    }
    return hex(sum.finish());
}

std::string md5(std::string_view bytes) {
    std::string digest(16, '\0');
    check(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, EVP_md5(),
                     nullptr));
    return digest;
}

} // namespace base

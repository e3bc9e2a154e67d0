#pragma once

#include "base/file.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace base {

// SHA-256 of what comes in pieces; see base/crypto.h for what is there already.
class Sha256 {
public:
    Sha256();
    void add(std::string_view bytes);
    // 32 bytes. The last thing.
    std::string finish();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// 64 digits: of `length` bytes of a file from `offset` on. Throws std::system_error when it cannot be read.
std::string sha256_hex_of(const File& file, std::int64_t offset, std::int64_t length);

// 16 bytes. For protocols that ask for it, and for nothing else.
std::string md5(std::string_view bytes);

} // namespace base

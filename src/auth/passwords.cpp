#include "auth/passwords.h"

#include "base/crypto.h"
#include "base/unicode.h"

#include <crypt.h>
#include <fmt/core.h>
#include <sodium.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace auth {
namespace {

// OWASP's second choice of argon2id parameters: the one that a machine with 1 GB can afford.
constexpr unsigned long long kIterations = 2;
constexpr std::size_t kMemoryBytes = 19 << 20;

void start_sodium() {
    static const int started = sodium_init();
    if (started < 0) throw std::runtime_error("libsodium does not start");
}

PasswordHash argon2id(std::string_view password) {
    start_sodium();
    std::array<char, crypto_pwhash_STRBYTES> text;
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), kIterations, kMemoryBytes,
                              crypto_pwhash_ALG_ARGON2ID13)
        != 0) {
        throw std::runtime_error("no memory to hash a password");
    }
    return {text.data()};
}

bool is_bcrypt(std::string_view hash) { return hash.starts_with("$2a$") || hash.starts_with("$2b$"); }

bool matches_bcrypt(const std::string& hash, std::string_view password) {
    // crypt() would compare what stands before the NUL.
    if (password.find('\0') != std::string_view::npos) return false;
    const auto data = std::make_unique<crypt_data>(); // 32 KB.
    const char* const computed = crypt_r(std::string(password).c_str(), hash.c_str(), data.get());
    return computed != nullptr && base::constant_time_equal(computed, hash);
}

} // namespace

std::optional<Problem> find_password_problem(std::string_view password) {
    const std::size_t length = base::code_point_count(password);
    const auto problem = [](std::string_view error, std::string description) {
        return Problem{"password", error, "Password", std::move(description)};
    };
    if (length == 0) return problem("ERR_BLANK", "can't be blank");
    if (length < kMinPasswordLength) {
        return problem("ERR_TOO_SHORT", fmt::format("is too short (minimum is {} characters)", kMinPasswordLength));
    }
    if (length > kMaxPasswordLength) {
        return problem("ERR_TOO_LONG", fmt::format("is too long (maximum is {} characters)", kMaxPasswordLength));
    }
    return std::nullopt;
}

Result<PasswordHash> hash_password(std::string_view password) {
    if (const auto problem = find_password_problem(password)) return base::invalid(problem->sentence());
    return argon2id(password);
}

bool matches(const PasswordHash& hash, std::string_view password) {
    if (is_bcrypt(hash.text)) return matches_bcrypt(hash.text, password);
    start_sodium();
    return crypto_pwhash_str_verify(hash.text.c_str(), password.data(), password.size()) == 0;
}

bool matches_nobody(std::string_view password) {
    static const PasswordHash nobody = argon2id("nobody signs in with this");
    (void)matches(nobody, password);
    return false;
}

bool is_outdated(const PasswordHash& hash) {
    return crypto_pwhash_str_needs_rehash(hash.text.c_str(), kIterations, kMemoryBytes) != 0;
}

std::string generate_password(base::Random& random) {
    constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789"; // 32: a byte picks each equally often.
    std::array<unsigned char, 20> bytes;
    random.fill(bytes);
    std::string password;
    for (const unsigned char byte : bytes) password += kLetters[byte % kLetters.size()];
    return password;
}

} // namespace auth

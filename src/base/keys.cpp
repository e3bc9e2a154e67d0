#include "base/keys.h"

#include "base/memo.h"

#include <openssl/bio.h>
#include <openssl/decoder.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <stdexcept>

namespace base {
namespace {

constexpr int kOwnBits = 2048;
constexpr int kFewestBits = 1024;
constexpr int kMostBits = 4096;
constexpr std::size_t kMaxPemBytes = 4096;

using Key = std::shared_ptr<EVP_PKEY>;

template <typename T, auto Free>
struct Freed {
    void operator()(T* pointer) const { Free(pointer); }
};
using Bio = std::unique_ptr<BIO, Freed<BIO, BIO_free_all>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Decoder = std::unique_ptr<OSSL_DECODER_CTX, Freed<OSSL_DECODER_CTX, OSSL_DECODER_CTX_free>>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

[[noreturn]] void fail() {
    ERR_clear_error();
    throw std::runtime_error("a key cannot be used");
}

// `selection` is EVP_PKEY_PUBLIC_KEY or EVP_PKEY_KEYPAIR. Null for what is no key.
Key decode(std::string_view pem, int selection) {
    EVP_PKEY* key = nullptr;
    const Decoder decoder(OSSL_DECODER_CTX_new_for_pkey(&key, "PEM", nullptr, nullptr, selection, nullptr, nullptr));
    if (!decoder) fail();
    const auto* data = bytes_of(pem);
    std::size_t size = pem.size();
    if (OSSL_DECODER_from_data(decoder.get(), &data, &size) != 1) {
        ERR_clear_error();
        return nullptr;
    }
    return {key, EVP_PKEY_free};
}

std::string written(const Key& key, bool is_private) {
    const Bio bio(BIO_new(BIO_s_mem()));
    if (!bio) fail();
    const int done = is_private
                         ? PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
                         : PEM_write_bio_PUBKEY(bio.get(), key.get());
    if (done != 1) fail();
    char* text = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

const EVP_MD* digest_of(const Key& key) {
    return EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA ? EVP_sha256() : nullptr;
}

} // namespace

std::optional<PublicKey> PublicKey::parse(std::string_view pem) {
    static MemoOf<PublicKey> parsed(1000);
    if (pem.size() > kMaxPemBytes) return std::nullopt;
    if (const auto known = parsed.find(pem)) return *known;

    auto key = decode(pem, EVP_PKEY_PUBLIC_KEY);
    if (!key) return std::nullopt;
    const int type = EVP_PKEY_get_base_id(key.get());
    const int bits = EVP_PKEY_get_bits(key.get());
    const bool is_rsa = type == EVP_PKEY_RSA && bits >= kFewestBits && bits <= kMostBits;
    if (!is_rsa && type != EVP_PKEY_ED25519) return std::nullopt;
    PublicKey result(std::move(key), is_rsa ? Kind::Rsa : Kind::Ed25519);
    parsed.keep(pem, std::make_shared<PublicKey>(result));
    return result;
}

bool PublicKey::verifies(std::string_view message, std::string_view signature) const {
    const Digest context(EVP_MD_CTX_new());
    if (!context || EVP_DigestVerifyInit(context.get(), nullptr, digest_of(key_), nullptr, key_.get()) != 1) fail();
    const bool is_good =
        EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
    if (!is_good) ERR_clear_error();
    return is_good;
}

PrivateKey PrivateKey::generate() {
    Key key(EVP_RSA_gen(kOwnBits), EVP_PKEY_free);
    if (!key) fail();
    return PrivateKey(std::move(key));
}

std::optional<PrivateKey> PrivateKey::parse(std::string_view pem) {
    auto key = decode(pem, EVP_PKEY_KEYPAIR);
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return std::nullopt;
    return PrivateKey(std::move(key));
}

std::string PrivateKey::pem() const { return written(key_, true); }

std::string PrivateKey::public_pem() const { return written(key_, false); }

std::string PrivateKey::sign(std::string_view message) const {
    const Digest context(EVP_MD_CTX_new());
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t size = signature.size();
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1
        || EVP_DigestSign(context.get(), out, &size, bytes_of(message), message.size()) != 1) {
        fail();
    }
    signature.resize(size);
    return signature;
}

} // namespace base

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;

// Keys that sign, in PEM. Parsing one costs more than using it: keep what was parsed.
namespace base {

// A key that others sign with: RSA of 1,024 to 4,096 bits, or Ed25519. May be used by several threads.
class PublicKey {
public:
    enum class Kind { Rsa, Ed25519 };

    // nullopt for anything else. "PUBLIC KEY" and, for RSA, "RSA PUBLIC KEY". Those parsed of late are kept and shared.
    static std::optional<PublicKey> parse(std::string_view pem);

    Kind kind() const { return kind_; }
    // RSA: RSASSA-PKCS1-v1_5 with SHA-256.
    bool verifies(std::string_view message, std::string_view signature) const;

private:
    PublicKey(std::shared_ptr<evp_pkey_st> key, Kind kind) : key_(std::move(key)), kind_(kind) {}

    std::shared_ptr<evp_pkey_st> key_;
    Kind kind_;
};

// A key of ours: RSA. May be used by several threads.
class PrivateKey {
public:
    // 2,048 bits. Takes a quarter of a second.
    static PrivateKey generate();
    // nullopt for what pem() did not write.
    static std::optional<PrivateKey> parse(std::string_view pem);

    std::string pem() const;        // PKCS #8
    std::string public_pem() const; // What PublicKey::parse takes.
    // RSASSA-PKCS1-v1_5 with SHA-256.
    std::string sign(std::string_view message) const;

private:
    explicit PrivateKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

    std::shared_ptr<evp_pkey_st> key_;
};

} // namespace base

#include "base/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace base {
namespace {

using testing::StartsWith;

TEST(Keys, SignWhatTheOtherHalfVerifies) {
    const auto key = PrivateKey::generate();
    const auto public_key = PublicKey::parse(key.public_pem());
    ASSERT_TRUE(public_key);

    const auto signature = key.sign("hello");

    EXPECT_EQ(public_key->kind(), PublicKey::Kind::Rsa);
    EXPECT_TRUE(public_key->verifies("hello", signature));
    EXPECT_FALSE(public_key->verifies("hello!", signature));
    EXPECT_FALSE(public_key->verifies("hello", signature.substr(1)));
    EXPECT_FALSE(public_key->verifies("hello", ""));
    EXPECT_FALSE(PublicKey::parse(PrivateKey::generate().public_pem())->verifies("hello", signature));
}

TEST(Keys, OutliveTheirPem) {
    const auto key = PrivateKey::generate();

    EXPECT_THAT(key.pem(), StartsWith("-----BEGIN PRIVATE KEY-----\n"));
    EXPECT_THAT(key.public_pem(), StartsWith("-----BEGIN PUBLIC KEY-----\n"));
    const auto again = PrivateKey::parse(key.pem());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->public_pem(), key.public_pem());
    EXPECT_EQ(again->sign("a"), key.sign("a"));
}

// https://www.rfc-editor.org/rfc/rfc8032#section-7.1, the second test.
TEST(Keys, Ed25519IsUnderstood) {
    const auto key = PublicKey::parse("-----BEGIN PUBLIC KEY-----\n"
                                      "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
                                      "-----END PUBLIC KEY-----\n");
    ASSERT_TRUE(key);
    std::string signature;
    for (const unsigned char byte :
         {0x92, 0xa0, 0x09, 0xa9, 0xf0, 0xd4, 0xca, 0xb8, 0x72, 0x0e, 0x82, 0x0b, 0x5f, 0x64, 0x25, 0x40,
          0xa2, 0xb2, 0x7b, 0x54, 0x16, 0x50, 0x3f, 0x8f, 0xb3, 0x76, 0x22, 0x23, 0xeb, 0xdb, 0x69, 0xda,
          0x08, 0x5a, 0xc1, 0xe4, 0x3e, 0x15, 0x99, 0x6e, 0x45, 0x8f, 0x36, 0x13, 0xd0, 0xf1, 0x1d, 0x8c,
          0x38, 0x7b, 0x2e, 0xae, 0xb4, 0x30, 0x2a, 0xee, 0xb0, 0x0d, 0x29, 0x16, 0x12, 0xbb, 0x0c, 0x00}) {
        signature += static_cast<char>(byte);
    }

    EXPECT_EQ(key->kind(), PublicKey::Kind::Ed25519);
    EXPECT_TRUE(key->verifies("\x72", signature));
    EXPECT_FALSE(key->verifies("\x73", signature));
}

TEST(Keys, RsaInItsOwnFormIsUnderstood) {
    // The key of the draft's examples, as PKCS #1 has it.
    EXPECT_TRUE(PublicKey::parse("-----BEGIN RSA PUBLIC KEY-----\n"
                                 "MIGJAoGBAMIUQ0bDffIaKHL3akONlCGXQLfqs8mP4K99ILz6rbyHEDXrVAU1R3Xf\n"
                                 "C4JNRyrRB3aqwF7/aEXJzYMIkmDSHUvvz7pnhQxHsQ5yl91QT0d/eb+Gz4VRHjm4\n"
                                 "El4MrUdIUcPxscoPqS/wU8Z8lOi1z7bGMnChiL7WGqnV8h6RrGzJAgMBAAE=\n"
                                 "-----END RSA PUBLIC KEY-----\n"));
}

TEST(Keys, NothingElseIsOne) {
    EXPECT_FALSE(PublicKey::parse(""));
    EXPECT_FALSE(PublicKey::parse("alice"));
    EXPECT_FALSE(PublicKey::parse("-----BEGIN PUBLIC KEY-----\nYQ==\n-----END PUBLIC KEY-----\n"));
    EXPECT_FALSE(PublicKey::parse(std::string(100'000, 'a')));
    // RSA of 512 bits.
    EXPECT_FALSE(PublicKey::parse("-----BEGIN PUBLIC KEY-----\n"
                                  "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf\n"
                                  "9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ==\n"
                                  "-----END PUBLIC KEY-----\n"));
    EXPECT_FALSE(PrivateKey::parse("alice"));
    EXPECT_FALSE(PrivateKey::parse(PrivateKey::generate().public_pem()));
}

} // namespace
} // namespace base

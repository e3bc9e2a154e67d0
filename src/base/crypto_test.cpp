#include "base/crypto.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Sha256, AnswersTheStandardsExamples) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hmac, AnswersTheStandardsExamples) { // RFC 4231, cases 1 and 2.
    EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Base64Url, GoesThereAndBack) {
    EXPECT_EQ(base64url(""), "");
    EXPECT_EQ(base64url("f"), "Zg");
    EXPECT_EQ(base64url("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
    EXPECT_EQ(base64("\xfb\xff\xfe"), "+//+");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(from_base64("Zg=="), "f");
    EXPECT_EQ(from_base64("+//+"), "\xfb\xff\xfe");
    EXPECT_FALSE(from_base64("-__-"));
    EXPECT_EQ(from_base64url("-__-"), "\xfb\xff\xfe");
    EXPECT_EQ(from_base64url("Zg=="), "f");
}

// The S256 example of https://www.rfc-editor.org/rfc/rfc7636#appendix-B
TEST(Base64Url, MakesTheChallengeOfAVerifier) {
    EXPECT_EQ(base64url(sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
              "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(Base64Url, RefusesOtherText) {
    for (const auto* text : {"Z", "Zm9v+", "Zm9v/", "Zm 9v", "Zm9vY", "Zh"}) EXPECT_FALSE(from_base64url(text)) << text;
}

TEST(ConstantTimeEqual, ComparesEveryByte) {
    EXPECT_TRUE(constant_time_equal("", ""));
    EXPECT_TRUE(constant_time_equal("secret", "secret"));
    EXPECT_FALSE(constant_time_equal("secret", "secreT"));
    EXPECT_FALSE(constant_time_equal("secret", "secret "));
}

} // namespace
} // namespace base

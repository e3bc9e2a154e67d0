#include "auth/passwords.h"

#include <gtest/gtest.h>

namespace auth {
namespace {

TEST(Passwords, AreKeptAsArgon2id) {
    const auto hash = hash_password("correct horse");

    ASSERT_TRUE(hash);
    EXPECT_TRUE(hash->text.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_TRUE(matches(*hash, "correct horse"));
    EXPECT_FALSE(matches(*hash, "correct horsf"));
    EXPECT_FALSE(matches(*hash, ""));
    EXPECT_FALSE(is_outdated(*hash));
}

TEST(Passwords, HaveEightToSeventyTwoCharacters) {
    EXPECT_FALSE(hash_password("1234567"));
    EXPECT_TRUE(hash_password("12345678"));
    EXPECT_TRUE(hash_password("曙光の象が歩く。")); // Eight characters, 24 bytes.
    EXPECT_FALSE(hash_password("曙光の象が歩く"));
    EXPECT_TRUE(hash_password(std::string(72, 'x')));
    EXPECT_FALSE(hash_password(std::string(73, 'x')));
}

TEST(Passwords, OfImportedUsersAreBcryptAndOutdated) {
    // Of the test vectors that Openwall published with its implementation.
    const PasswordHash hash{"$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"};
    const PasswordHash newer{"$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"};

    EXPECT_TRUE(matches(hash, "U*U"));
    EXPECT_TRUE(matches(newer, "U*U"));
    EXPECT_FALSE(matches(hash, "U*V"));
    EXPECT_FALSE(matches(hash, std::string_view("U*U\0x", 5)));
    EXPECT_TRUE(is_outdated(hash));
    EXPECT_TRUE(is_outdated(newer));
}

TEST(Passwords, MatchNothingInABrokenHash) {
    for (const char* text : {"", "x", "$2a$", "$2b$10$short", "$argon2id$", "$1$abc$def"}) {
        EXPECT_FALSE(matches(PasswordHash{text}, "whatever it is")) << text;
    }
    EXPECT_FALSE(matches_nobody("nobody signs in with this"));
}

} // namespace
} // namespace auth

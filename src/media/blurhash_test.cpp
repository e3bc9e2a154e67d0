#include "media/blurhash.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace media {
namespace {

using Colour = std::array<int, 3>;

std::string hash_of(const std::function<Colour(int x, int y)>& picture) {
    constexpr int kWidth = 32, kHeight = 24;
    std::vector<unsigned char> pixels;
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            for (const int value : picture(x, y)) pixels.push_back(static_cast<unsigned char>(value));
        }
    }
    return blurhash(pixels, kWidth, kHeight);
}

// Expected is what the encoder of python3-blurhash makes of the same pixels.
TEST(Blurhash, IsThatOfOtherEncoders) {
    EXPECT_EQ(hash_of([](int x, int y) {
                  return Colour{x * 255 / 31, y * 255 / 23, (x * 7 + y * 13) % 256};
              }),
              "U$Hewc2nwyX8l~WBjpe;gIfdfSfmn$WqjyfS");
    EXPECT_EQ(hash_of([](int, int) { return Colour{10, 200, 30}; }), "U71JlBlgfQlglzf%fQf%fQfQfQfQlzf%fQf%");
}

TEST(Blurhash, IsRecognised) {
    EXPECT_TRUE(is_blurhash("U$Hewc2nwyX8l~WBjpe;gIfdfSfmn$WqjyfS"));
    EXPECT_TRUE(is_blurhash("LEHV6nWB2yk8pyo0adR*.7kCMdnj")); // 4 by 3, of the specification.
    EXPECT_FALSE(is_blurhash(""));
    EXPECT_FALSE(is_blurhash("LEHV6nWB2yk8pyo0adR*.7kCMdn"));
    EXPECT_FALSE(is_blurhash("LEHV6nWB2yk8pyo0adR*.7kCMd\"<"));
    EXPECT_FALSE(is_blurhash("~00000"));
}

} // namespace
} // namespace media

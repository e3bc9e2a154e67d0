#include "media/colours.h"

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

namespace media {
namespace {

using Colour = std::array<int, 3>;

Colours colours_in(const std::function<Colour(int x, int y)>& picture, int width = 64, int height = 48) {
    std::vector<unsigned char> pixels;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (const int value : picture(x, y)) pixels.push_back(static_cast<unsigned char>(value));
        }
    }
    return colours_of(pixels, width, height);
}

double luminance_of(const std::string& colour) {
    constexpr std::array<double, 3> kShares{0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        int value = 0;
        std::from_chars(&colour[1 + 2 * i], &colour[3 + 2 * i], value, 16);
        const double share = value / 255.0;
        sum += kShares[i] * (share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrast_of(const std::string& one, const std::string& other) {
    const auto [darker, lighter] = std::minmax({luminance_of(one), luminance_of(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

// A white square and a small red one, on dark blue.
Colour cover(int x, int y) {
    if (x > 24 && x < 40 && y > 16 && y < 32) return {250, 250, 250};
    if (x > 44 && x < 50 && y > 20 && y < 26) return {250, 20, 30};
    return {10, 20, 80};
}

TEST(Colours, AreThoseOfTheEdgesAndOfWhatStandsOut) {
    EXPECT_EQ(colours_in(cover), (Colours{.background = "#0a1450", .foreground = "#fafafa", .accent = "#fa141e"}));
}

TEST(Colours, AreMadeUpWhereThePictureHasOne) {
    const auto dark = colours_in([](int, int) { return Colour{16, 16, 16}; });
    EXPECT_EQ(dark.background, "#101010");
    EXPECT_EQ(dark.foreground, "#cfcfcf");
    EXPECT_EQ(dark.accent, "#9f9f9f");

    const auto bright = colours_in([](int, int) { return Colour{240, 240, 240}; });
    EXPECT_EQ(bright.background, "#f0f0f0");
    EXPECT_EQ(bright.foreground, "#303030");

    EXPECT_EQ(colours_in([](int, int) { return Colour{1, 2, 3}; }, 1, 1).background, "#010203");
}

TEST(Colours, CanAlwaysBeRead) {
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
        std::array<Colour, 6> palette{};
        for (auto& colour : palette) {
            for (int& value : colour) value = static_cast<int>(random() % 256);
        }
        const auto kinds = 1 + random() % palette.size();
        const auto colours = colours_in([&](int, int) { return palette[random() % kinds]; }, 16, 16);

        EXPECT_TRUE(is_colour(colours.accent)) << colours.accent;
        EXPECT_GE(contrast_of(colours.background, colours.foreground), 2.9)
            << colours.background << " " << colours.foreground;
    }
}

TEST(Colours, AreWrittenInOneWay) {
    EXPECT_TRUE(is_colour("#09afaf"));
    for (const auto* text : {"", "#", "#09afa", "#09afaff", "#09AFAF", "009afaf", "#09afag", "#\"><b>"}) {
        EXPECT_FALSE(is_colour(text)) << text;
    }
}

} // namespace
} // namespace media

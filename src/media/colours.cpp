#include "media/colours.h"

#include "base/crypto.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace media {
namespace {

using Rgb = std::array<double, 3>; // 0 to 255

constexpr std::size_t kPalette = 10;
// https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
constexpr double kReadable = 3.0, kVisible = 2.0;
constexpr Rgb kBlack{0, 0, 0}, kWhite{255, 255, 255};

// Colours that are about the same, counted together: eight steps for each of red, green and blue.
class Histogram {
public:
    void add(const unsigned char* pixel) {
        Bin& bin = bins_[(pixel[0] >> 5U) << 6U | (pixel[1] >> 5U) << 3U | pixel[2] >> 5U];
        ++bin.pixels;
        for (std::size_t i = 0; i < 3; ++i) bin.sums[i] += pixel[i];
    }
    // The most frequent first.
    std::vector<Rgb> palette() const {
        std::vector<Bin> bins;
        std::ranges::copy_if(bins_, std::back_inserter(bins), [](const Bin& bin) { return bin.pixels > 0; });
        std::ranges::stable_sort(bins, std::ranges::greater(), &Bin::pixels);
        bins.resize(std::min(bins.size(), kPalette));
        std::vector<Rgb> colours;
        for (const Bin& bin : bins) {
            colours.push_back({bin.sums[0] / bin.pixels, bin.sums[1] / bin.pixels, bin.sums[2] / bin.pixels});
        }
        return colours;
    }

private:
    struct Bin {
        Rgb sums{};
        int pixels = 0;
    };
    std::array<Bin, 512> bins_{};
};

double luminance(const Rgb& colour) {
    const auto linear = [](double value) {
        value /= 255;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

double contrast(const Rgb& one, const Rgb& other) {
    const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

// How different they look, nearly: https://www.compuphase.com/cmetric.htm
double distance(const Rgb& one, const Rgb& other) {
    const double red = (one[0] + other[0]) / 2 / 256;
    const auto square = [&](std::size_t i) { return (one[i] - other[i]) * (one[i] - other[i]); };
    return (2 + red) * square(0) + 4 * square(1) + (3 - red) * square(2);
}

double vividness(const Rgb& colour) {
    const auto [least, most] = std::ranges::minmax(colour);
    return most - least;
}

// The one that differs most from `background`, of those with that much contrast.
std::optional<Rgb> farthest(const std::vector<Rgb>& palette, const Rgb& background, double least_contrast,
                            const std::optional<Rgb>& except = {}) {
    std::optional<Rgb> found;
    for (const Rgb& colour : palette) {
        if (contrast(background, colour) < least_contrast || colour == except) continue;
        if (!found || distance(background, colour) > distance(background, *found)) found = colour;
    }
    return found;
}

// Towards black or white, whichever is farther away.
Rgb away_from(const Rgb& colour, double share) {
    const Rgb& end = contrast(colour, kWhite) > contrast(colour, kBlack) ? kWhite : kBlack;
    Rgb mixed{};
    for (std::size_t i = 0; i < 3; ++i) mixed[i] = colour[i] + (end[i] - colour[i]) * share;
    return mixed;
}

std::string written(const Rgb& colour) {
    std::string bytes;
    for (const double value : colour) bytes += static_cast<char>(std::lround(value));
    return "#" + base::hex(bytes);
}

bool is_at_edge(int at, int length) { return at < (length + 3) / 4 || at >= length - (length + 3) / 4; }

} // namespace

Colours colours_of(std::span<const unsigned char> pixels, int width, int height) {
    Histogram all, edges;
    const auto* pixel = pixels.data();
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x, pixel += 3) {
            all.add(pixel);
            if (is_at_edge(x, width) || is_at_edge(y, height)) edges.add(pixel);
        }
    }
    const Rgb background = edges.palette().front();
    const auto palette = all.palette();
    // The first may be hard to read, as long as another can be read.
    const auto first = farthest(palette, background, kVisible);
    const auto second = farthest(palette, background, kReadable, first);
    const Rgb one = first.value_or(away_from(background, 0.6));
    const Rgb other = second.value_or(away_from(background, 0.8));
    const bool is_other_clearer = contrast(background, other) > contrast(background, one);
    return {.background = written(background),
            .foreground = written(is_other_clearer ? other : one),
            .accent = written(vividness(other) > vividness(one) ? other : one)};
}

bool is_colour(std::string_view text) {
    return text.size() == 7 && text.starts_with('#') && text.find_first_not_of("0123456789abcdef", 1) == text.npos;
}

} // namespace media

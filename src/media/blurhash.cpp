#include "media/blurhash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

// https://github.com/woltapp/blurhash/blob/master/Algorithm.md
namespace media {
namespace {

constexpr int kComponents = 4; // Each way.
constexpr int kMaxForeign = 5;
constexpr std::string_view kDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

using Colour = std::array<double, 3>; // Linear, 0 to 1.

double to_linear(int byte) {
    const double value = byte / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

int to_srgb(double value) {
    value = std::clamp(value, 0.0, 1.0);
    const double curved = value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
    return static_cast<int>(std::lround(curved * 255));
}

// cos(pi * component * position / length) for every position.
std::vector<double> wave(int component, int length) {
    std::vector<double> values;
    for (int i = 0; i < length; ++i) values.push_back(std::cos(std::numbers::pi * component * i / length));
    return values;
}

Colour component(const std::vector<Colour>& pixels, const std::vector<double>& across, const std::vector<double>& down,
                 bool is_average) {
    Colour sum = {};
    auto pixel = pixels.begin();
    for (const double y : down) {
        for (const double x : across) {
            for (std::size_t i = 0; i < 3; ++i) sum[i] += x * y * (*pixel)[i];
            ++pixel;
        }
    }
    for (double& value : sum) value *= (is_average ? 1.0 : 2.0) / static_cast<double>(pixels.size());
    return sum;
}

void append_base83(std::string& text, int value, int digits) {
    std::string part;
    for (int i = 0; i < digits; ++i, value /= 83) part += kDigits[static_cast<std::size_t>(value % 83)];
    text.append(part.rbegin(), part.rend());
}

int average_number(const Colour& colour) {
    return (to_srgb(colour[0]) << 16) + (to_srgb(colour[1]) << 8) + to_srgb(colour[2]);
}

// Each channel in 19 steps, finer near zero.
int detail_number(const Colour& colour, double largest) {
    int number = 0;
    for (const double value : colour) {
        const double share = value / largest;
        const double curved = std::copysign(std::sqrt(std::abs(share)), share);
        number = number * 19 + std::clamp(static_cast<int>(std::floor(curved * 9 + 9.5)), 0, 18);
    }
    return number;
}

std::string encode(const std::vector<Colour>& colours) {
    double largest = 0;
    for (auto colour = colours.begin() + 1; colour != colours.end(); ++colour) {
        for (const double value : *colour) largest = std::max(largest, std::abs(value));
    }
    const int step = std::clamp(static_cast<int>(std::floor(largest * 166 - 0.5)), 0, 82);

    std::string hash;
    append_base83(hash, (kComponents - 1) + (kComponents - 1) * 9, 1);
    append_base83(hash, step, 1);
    append_base83(hash, average_number(colours.front()), 4);
    for (auto colour = colours.begin() + 1; colour != colours.end(); ++colour) {
        append_base83(hash, detail_number(*colour, (step + 1) / 166.0), 2);
    }
    return hash;
}

} // namespace

std::string blurhash(std::span<const unsigned char> bytes, int width, int height) {
    std::array<double, 256> linear = {};
    for (int i = 0; i < 256; ++i) linear[static_cast<std::size_t>(i)] = to_linear(i);
    std::vector<Colour> pixels;
    pixels.reserve(bytes.size() / 3);
    for (std::size_t i = 0; i + 2 < bytes.size(); i += 3) {
        pixels.push_back({linear[bytes[i]], linear[bytes[i + 1]], linear[bytes[i + 2]]});
    }

    std::vector<Colour> colours;
    for (int y = 0; y < kComponents; ++y) {
        for (int x = 0; x < kComponents; ++x) {
            colours.push_back(component(pixels, wave(x, width), wave(y, height), x == 0 && y == 0));
        }
    }
    return encode(colours);
}

bool is_blurhash(std::string_view text) {
    if (text.size() < 6 || text.find_first_not_of(kDigits) != std::string_view::npos) return false;
    const auto size = kDigits.find(text.front());
    const auto across = size % 9 + 1, down = size / 9 + 1;
    return across <= kMaxForeign && down <= kMaxForeign && text.size() == 4 + 2 * across * down;
}

} // namespace media

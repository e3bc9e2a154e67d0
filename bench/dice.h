#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace bench {

// Chance that is the same on every machine for the same seed (the standard library's distributions are not).
// https://prng.di.unimi.it/splitmix64.c
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }
    // From 0 up to, and without, 1.
    double fraction() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    // From 0 up to, and without, `end`.
    std::size_t below(std::size_t end) { return static_cast<std::size_t>(fraction() * static_cast<double>(end)); }
    bool chance(double probability) { return fraction() < probability; }
    // A power law: 0 comes most often; of 1000, the first 100 come as often as all others.
    std::size_t popular(std::size_t end) {
        return static_cast<std::size_t>(std::pow(fraction(), 3.3) * static_cast<double>(end));
    }
    // How long until something happens that happens every `mean` on average.
    double wait(double mean) { return -mean * std::log(1 - fraction()); }
    template <typename T>
    const T& pick(std::span<const T> choices) {
        return choices[below(choices.size())];
    }

private:
    std::uint64_t state_;
};

} // namespace bench

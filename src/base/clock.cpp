#include "base/clock.h"

#include <array>
#include <cerrno>
#include <mutex>
#include <sys/random.h>
#include <system_error>

namespace base {
namespace {

constexpr int kSequenceBits = 16;
// Ids of the present have sequences below this, ids of the past (remote posts) the others: so they never meet.
constexpr std::int64_t kFirstPastSequence = 0x8000;

std::int64_t milliseconds(Time time) { return time.time_since_epoch().count(); }

// The finaliser of splitmix64: chance that is good enough to keep processes apart, without a call to the system.
std::uint64_t scrambled(std::uint64_t number) {
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9u;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebu;
    return number ^ (number >> 31);
}

std::string base64url(std::span<const unsigned char> bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    unsigned bits = 0;
    int count = 0;
    for (const auto byte : bytes) {
        bits = bits << 8 | byte;
        for (count += 8; count >= 6; count -= 6) text += kDigits[bits >> (count - 6) & 63];
    }
    if (count > 0) text += kDigits[bits << (6 - count) & 63];
    return text;
}

} // namespace

Time SystemClock::now() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::uint64_t Random::number() {
    std::array<unsigned char, sizeof(std::uint64_t)> bytes;
    fill(bytes);
    std::uint64_t number = 0;
    for (const auto byte : bytes) number = number << 8 | byte;
    return number;
}

std::string Random::token(std::size_t byte_count) {
    std::string bytes(byte_count, '\0');
    const std::span<unsigned char> view(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size());
    fill(view);
    return base64url(view);
}

void SystemRandom::fill(std::span<unsigned char> bytes) {
    while (!bytes.empty()) {
        const auto filled = ::getrandom(bytes.data(), bytes.size(), 0);
        if (filled >= 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(filled));
        } else if (errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "getrandom");
        }
    }
}

IdGenerator::IdGenerator(Random& random) : chance_(random.number()) {}

std::int64_t IdGenerator::next(Time created_at) {
    const auto asked = milliseconds(created_at);
    const std::lock_guard lock(mutex_);
    if (asked < asked_) return past_id(asked);

    if (asked > issued_) {
        issued_ = asked;
        sequence_ = start_of_sequence();
    } else if (++sequence_ == kFirstPastSequence) { // Thousands within a millisecond: borrow the next one.
        ++issued_;
        sequence_ = start_of_sequence();
    }
    asked_ = asked;
    return issued_ << kSequenceBits | sequence_;
}

std::int64_t IdGenerator::past_id(std::int64_t asked) {
    past_sequence_ = (past_sequence_ + 1) % kFirstPastSequence;
    return asked << kSequenceBits | kFirstPastSequence | past_sequence_;
}

// In the lower half of what there is, so that many fit behind it.
std::int64_t IdGenerator::start_of_sequence() {
    chance_ += 0x9e3779b97f4a7c15u;
    return static_cast<std::int64_t>(scrambled(chance_) % (kFirstPastSequence / 2));
}

std::int64_t first_id_of(Time time) { return milliseconds(time) << kSequenceBits; }

Time time_of_id(std::int64_t id) { return Time(std::chrono::milliseconds(id >> kSequenceBits)); }

} // namespace base

#pragma once

#include "base/ids.h"
#include "base/json.h"

#include <cstdint>
#include <unordered_map>

// Whom somebody lets do something with what is theirs, without being asked and after being asked: quote a post
// (statuses/quote_policy.h), recommend an account (accounts/feature_policy.h). Decided here and nowhere else.
namespace accounts {

// As kept in the database: whom the owner accepts without being asked is in the upper sixteen bits, whom they decide
// about in the lower ones. 0: nobody but themselves.
class InteractionPolicy {
public:
    enum Group : std::int64_t {
        Others = 1, // A group unknown here.
        Public = 2,
        Followers = 4,
        Following = 8,
        Nobody = 16, // Said in so many words.
    };

    constexpr InteractionPolicy() = default;
    constexpr explicit InteractionPolicy(std::int64_t bits) : bits_(bits) {}
    constexpr std::int64_t bits() const { return bits_; }
    constexpr bool operator==(const InteractionPolicy&) const = default;

    constexpr bool accepts(Group group) const { return ((bits_ >> 16) & group) != 0; }
    constexpr bool considers(Group group) const { return (bits_ & 0xffff & group) != 0; }
    constexpr bool names(Group group) const { return accepts(group) || considers(group); }
    constexpr void accept(Group group) { bits_ |= std::int64_t{group} << 16; }
    constexpr void consider(Group group) { bits_ |= group; }

private:
    std::int64_t bits_ = 0;
};

// Whether somebody may: at once, perhaps, not, that only the owner's server can say, or that it has not said.
enum class Consent : std::uint8_t { Automatic, Manual, Denied, Unknown, Missing };

// Who asks, as the owner knows them.
struct Acquaintance {
    bool follows = false;     // The owner.
    bool is_followed = false; // By the owner.
};
using Acquaintances = std::unordered_map<AccountId, Acquaintance>; // By the owner.
// Of somebody else than the owner.
Consent consent_of(InteractionPolicy policy, const Acquaintance& asker);

// {"automatic":["public"],"manual":[],"current_user":"automatic"}
void write_approval(json::Writer& out, InteractionPolicy policy, Consent consent);

} // namespace accounts

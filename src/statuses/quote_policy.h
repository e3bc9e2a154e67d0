#pragma once

#include "base/json.h"
#include "relationships/relationships.h"
#include "statuses/status.h"

#include <cstdint>
#include <optional>
#include <string_view>

// Who may quote a post, as its author has decided: without being asked, and after being asked. Decided here and nowhere
// else.
namespace statuses {

// What the quoted author says to one quote, as kept in the database.
enum class QuoteState : std::uint8_t { Pending = 0, Accepted = 1, Rejected = 2, Revoked = 3 };

// As kept in statuses.quote_policy: whom the author accepts without being asked is in the upper sixteen bits, whom they
// decide about in the lower ones. 0: nobody but themselves.
class QuotePolicy {
public:
    enum Group : std::int64_t { Others = 1, Public = 2, Followers = 4, Following = 8 }; // Others: a group unknown here.

    constexpr QuotePolicy() = default;
    constexpr explicit QuotePolicy(std::int64_t bits) : bits_(bits) {}
    constexpr std::int64_t bits() const { return bits_; }
    constexpr bool operator==(const QuotePolicy&) const = default;

    constexpr bool accepts(Group group) const { return ((bits_ >> 16) & group) != 0; }
    constexpr bool considers(Group group) const { return (bits_ & 0xffff & group) != 0; }
    constexpr void accept(Group group) { bits_ |= std::int64_t{group} << 16; }
    constexpr void consider(Group group) { bits_ |= group; }

private:
    std::int64_t bits_ = 0;
};

// "public", "followers", "nobody": what our people choose from. Posts for followers or for the mentioned are quoted by
// nobody, whatever they chose.
std::optional<QuotePolicy> quote_policy_from(std::string_view word);
QuotePolicy quote_policy_for(std::string_view word, Visibility visibility);

// Whether somebody may quote, who sees the post: at once, perhaps, not, or that only its server can say.
enum class Quoting : std::uint8_t { Automatic, Manual, Denied, Unknown };

struct Quoter {
    bool is_somebody = false;
    bool is_author = false;
    relationships::Relation author = {}; // Theirs to the author.
};
Quoting may_quote(QuotePolicy policy, Visibility visibility, const Quoter& quoter);

// https://docs.joinmastodon.org/entities/QuoteApproval/
void write_quote_approval(json::Writer& out, QuotePolicy policy, Quoting quoting);

} // namespace statuses

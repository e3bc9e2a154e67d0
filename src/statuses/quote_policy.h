#pragma once

#include "accounts/interaction_policy.h"
#include "relationships/relationships.h"
#include "statuses/status.h"

#include <cstdint>
#include <optional>
#include <string_view>

// Who may quote a post, as its author has decided. Decided here and nowhere else.
namespace statuses {

// What the quoted author says to one quote, as kept in the database.
enum class QuoteState : std::uint8_t { Pending = 0, Accepted = 1, Rejected = 2, Revoked = 3 };

// As kept in statuses.quote_policy.
using QuotePolicy = accounts::InteractionPolicy;

// "public", "followers", "nobody": what our people choose from. Posts for followers or for the mentioned are quoted by
// nobody, whatever they chose.
std::optional<QuotePolicy> quote_policy_from(std::string_view word);
QuotePolicy quote_policy_for(std::string_view word, Visibility visibility);

// Whether somebody may quote, who sees the post. What was said to the mentioned alone nobody may, not even its author.
using Quoting = accounts::Consent;

struct Quoter {
    bool is_somebody = false;
    bool is_author = false;
    relationships::Relation author = {}; // Theirs to the author.
};
Quoting may_quote(QuotePolicy policy, Visibility visibility, const Quoter& quoter);

} // namespace statuses

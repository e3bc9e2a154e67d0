#include "statuses/quote_policy.h"

namespace statuses {

namespace {

bool is_for_all(Visibility visibility) {
    return visibility == Visibility::Public || visibility == Visibility::Unlisted;
}

} // namespace

std::optional<QuotePolicy> quote_policy_from(std::string_view word) {
    QuotePolicy policy;
    if (word == "public") policy.accept(QuotePolicy::Public);
    if (word == "followers") policy.accept(QuotePolicy::Followers);
    return word == "nobody" || policy != QuotePolicy() ? std::optional(policy) : std::nullopt;
}

QuotePolicy quote_policy_for(std::string_view word, Visibility visibility) {
    return is_for_all(visibility) ? quote_policy_from(word).value_or(QuotePolicy()) : QuotePolicy();
}

Quoting may_quote(QuotePolicy policy, Visibility visibility, const Quoter& quoter) {
    if (visibility == Visibility::Direct) return Quoting::Denied;
    if (quoter.is_author) return Quoting::Automatic;
    if (!quoter.is_somebody || !is_for_all(visibility)) return Quoting::Denied;
    return accounts::consent_of(policy,
                                {.follows = quoter.author.follows, .is_followed = quoter.author.is_followed_by});
}

} // namespace statuses

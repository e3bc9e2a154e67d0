#include "statuses/quote_policy.h"

#include <array>

namespace statuses {

namespace {

struct Word {
    QuotePolicy::Group group;
    std::string_view word;
};
constexpr std::array<Word, 4> kWords = {{{QuotePolicy::Public, "public"},
                                         {QuotePolicy::Followers, "followers"},
                                         {QuotePolicy::Following, "following"},
                                         {QuotePolicy::Others, "unsupported_policy"}}};

constexpr std::array<std::string_view, 4> kAnswers = {"automatic", "manual", "denied", "unknown"};

bool is_for_all(Visibility visibility) {
    return visibility == Visibility::Public || visibility == Visibility::Unlisted;
}

template <typename Has>
bool names(const Quoter& quoter, Has&& has) {
    return has(QuotePolicy::Public) || (has(QuotePolicy::Followers) && quoter.author.follows)
           || (has(QuotePolicy::Following) && quoter.author.is_followed_by);
}

template <typename Has>
void write_words(json::Writer& out, Has&& has) {
    out.begin_array();
    for (const Word& word : kWords) {
        if (has(word.group)) out.value(word.word);
    }
    out.end_array();
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
    if (quoter.is_author) return Quoting::Automatic;
    if (!quoter.is_somebody || !is_for_all(visibility)) return Quoting::Denied;
    if (names(quoter, [&](auto group) { return policy.accepts(group); })) return Quoting::Automatic;
    if (names(quoter, [&](auto group) { return policy.considers(group); })) return Quoting::Manual;
    const bool is_unclear = policy.accepts(QuotePolicy::Others) || policy.considers(QuotePolicy::Others);
    return is_unclear ? Quoting::Unknown : Quoting::Denied;
}

void write_quote_approval(json::Writer& out, QuotePolicy policy, Quoting quoting) {
    out.begin_object();
    out.key("automatic");
    write_words(out, [&](auto group) { return policy.accepts(group); });
    out.key("manual");
    write_words(out, [&](auto group) { return policy.considers(group); });
    out.field("current_user", kAnswers.at(static_cast<std::size_t>(quoting)));
    out.end_object();
}

} // namespace statuses

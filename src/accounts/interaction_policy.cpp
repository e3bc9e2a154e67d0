#include "accounts/interaction_policy.h"

#include <array>
#include <string_view>

namespace accounts {

namespace {

struct Word {
    InteractionPolicy::Group group;
    std::string_view word;
};
constexpr std::array<Word, 5> kGroupWords = {{{InteractionPolicy::Public, "public"},
                                              {InteractionPolicy::Followers, "followers"},
                                              {InteractionPolicy::Following, "following"},
                                              {InteractionPolicy::Others, "unsupported_policy"},
                                              {InteractionPolicy::Nobody, "disabled"}}};

constexpr std::array<std::string_view, 5> kConsents = {"automatic", "manual", "denied", "unknown", "missing"};

template <typename Has>
bool includes(const Acquaintance& asker, Has&& has) {
    return has(InteractionPolicy::Public) || (has(InteractionPolicy::Followers) && asker.follows)
           || (has(InteractionPolicy::Following) && asker.is_followed);
}

template <typename Has>
void write_group_words(json::Writer& out, Has&& has) {
    out.begin_array();
    for (const Word& word : kGroupWords) {
        if (has(word.group)) out.value(word.word);
    }
    out.end_array();
}

} // namespace

Consent consent_of(InteractionPolicy policy, const Acquaintance& asker) {
    if (includes(asker, [&](auto group) { return policy.accepts(group); })) return Consent::Automatic;
    if (includes(asker, [&](auto group) { return policy.considers(group); })) return Consent::Manual;
    return policy.names(InteractionPolicy::Others) ? Consent::Unknown : Consent::Denied;
}

void write_approval(json::Writer& out, InteractionPolicy policy, Consent consent) {
    out.begin_object();
    out.key("automatic");
    write_group_words(out, [&](auto group) { return policy.accepts(group); });
    out.key("manual");
    write_group_words(out, [&](auto group) { return policy.considers(group); });
    out.field("current_user", kConsents.at(static_cast<std::size_t>(consent)));
    out.end_object();
}

} // namespace accounts

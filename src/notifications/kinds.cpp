#include "notifications/kinds.h"

#include <algorithm>
#include <array>

namespace notifications {

namespace {

struct Details {
    std::string_view word;
    bool is_groupable = false;
    bool is_filterable = false;
    bool is_baseline = true;
};

// In the order of Kind.
constexpr std::array<Details, kKindCount> kDetails = {{
    {.word = "mention", .is_filterable = true},
    {.word = "status"},
    {.word = "reblog", .is_groupable = true, .is_filterable = true},
    {.word = "follow", .is_groupable = true, .is_filterable = true},
    {.word = "follow_request", .is_filterable = true},
    {.word = "favourite", .is_groupable = true, .is_filterable = true},
    {.word = "poll"},
    {.word = "update"},
    {.word = "admin.sign_up", .is_groupable = true, .is_baseline = false},
    {.word = "admin.report", .is_baseline = false},
    {.word = "quote", .is_filterable = true},
    {.word = "quoted_update"},
    {.word = "severed_relationships", .is_baseline = false},
    {.word = "added_to_collection", .is_filterable = true, .is_baseline = false},
    {.word = "collection_update", .is_baseline = false},
}};

const Details& details(Kind kind) { return kDetails[static_cast<std::size_t>(kind)]; }

template <typename Rule>
KindSet those(Rule&& rule) {
    KindSet set;
    for (std::size_t i = 0; i < kDetails.size(); ++i) {
        if (rule(kDetails[i])) set.add(static_cast<Kind>(i));
    }
    return set;
}

} // namespace

std::string_view to_string(Kind kind) { return details(kind).word; }

std::optional<Kind> kind_from(std::string_view word) {
    const auto found = std::ranges::find(kDetails, word, &Details::word);
    if (found == kDetails.end()) return std::nullopt;
    return static_cast<Kind>(found - kDetails.begin());
}

bool is_groupable(Kind kind) { return details(kind).is_groupable; }

bool is_filterable(Kind kind) { return details(kind).is_filterable; }

KindSet KindSet::groupable() {
    static const KindSet kSet = those([](const Details& one) { return one.is_groupable; });
    return kSet;
}

KindSet KindSet::baseline() {
    static const KindSet kSet = those([](const Details& one) { return one.is_baseline; });
    return kSet;
}

KindSet KindSet::of(std::span<const std::string> words) {
    KindSet set;
    for (const auto& word : words) {
        if (const auto kind = kind_from(word)) set.add(*kind);
    }
    return set;
}

std::vector<std::string> KindSet::words() const {
    std::vector<std::string> words;
    for (int i = 0; i < kKindCount; ++i) {
        if (has(static_cast<Kind>(i))) words.emplace_back(kDetails[static_cast<std::size_t>(i)].word);
    }
    return words;
}

} // namespace notifications

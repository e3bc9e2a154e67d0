#include "base/nearest.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace base {
namespace {

// How many letters to add, drop or change to make one of the other: Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
        }
    }
    return row.back();
}

} // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
    if (word.size() > 100) return {};
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(1, (word.size() + 1) / 3) + 1;
    for (const auto candidate : known) {
        const std::size_t found = distance(word, candidate);
        if (found >= best_distance) continue;
        best = candidate;
        best_distance = found;
    }
    return best;
}

} // namespace base

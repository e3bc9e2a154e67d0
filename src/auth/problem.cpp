#include "auth/problem.h"

#include <fmt/core.h>

namespace auth {

std::string Problem::sentence() const { return fmt::format("{} {}", label, description); }

std::string describe(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& problem : problems) {
        text += text.empty() ? "Validation failed: " : ", ";
        text += problem.sentence();
    }
    return text;
}

} // namespace auth

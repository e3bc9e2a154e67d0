#include "cards/robots.h"

#include "base/ascii.h"
#include "base/text.h"

#include <algorithm>

namespace cards {

namespace {

constexpr std::string_view kOurName = "akebono";
constexpr std::size_t kMaxBytes = 8192;

// The next line of `text`, which loses it.
std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

struct Statement {
    std::string name;
    std::string_view value;
};
Statement statement_in(std::string_view line) {
    line = line.substr(0, line.find('#'));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return {};
    return {.name = base::ascii_lower(base::trim(line.substr(0, colon))), .value = base::trim(line.substr(colon + 1))};
}

void add_rule(std::string& rules, const Statement& statement) {
    const bool is_rule = statement.name == "allow" || statement.name == "disallow";
    if (!is_rule || statement.value.empty() || rules.size() + statement.value.size() + 2 > kMaxBytes) return;
    rules += statement.name == "allow" ? '+' : '-';
    rules.append(statement.value) += '\n';
}

// The rules of all groups for `agent`; `is_there` says whether there is one.
std::string rules_for(std::string_view robots_txt, std::string_view agent, bool& is_there) {
    std::string rules;
    bool is_ours = false, follows_agent = false;
    while (!robots_txt.empty()) {
        const Statement statement = statement_in(take_line(robots_txt));
        if (statement.name == "user-agent") {
            const bool is_named = base::equals_ignoring_ascii_case(statement.value, agent);
            is_ours = is_named || (follows_agent && is_ours);
            is_there = is_there || is_named;
        } else if (is_ours) {
            add_rule(rules, statement);
        }
        if (!statement.name.empty()) follows_agent = statement.name == "user-agent";
    }
    return rules;
}

// '*' stands for anything, '$' at the end for the end. Goes back to the last '*' only: never more than length × length.
bool fits(std::string_view pattern, std::string_view target) {
    const bool is_whole = pattern.ends_with('$');
    if (is_whole) pattern.remove_suffix(1);
    std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
    while (true) {
        if (p == pattern.size() && (!is_whole || t == target.size())) return true;
        if (p < pattern.size() && pattern[p] == '*') {
            star = ++p;
            resume = t;
        } else if (p < pattern.size() && t < target.size() && pattern[p] == target[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos && resume < target.size()) {
            p = star;
            t = ++resume;
        } else {
            return false;
        }
    }
}

} // namespace

std::string robot_rules(std::string_view robots_txt) {
    bool is_there = false;
    const std::string ours = rules_for(robots_txt, kOurName, is_there);
    return is_there ? ours : rules_for(robots_txt, "*", is_there);
}

bool allows(std::string_view rules, std::string_view target) {
    std::size_t longest = 0;
    bool allowed = true;
    while (!rules.empty()) {
        const auto rule = take_line(rules);
        const bool allows_it = rule.starts_with('+');
        const bool decides = rule.size() > longest || (rule.size() == longest && allows_it);
        if (!decides || rule.size() < 2 || !fits(rule.substr(1), target)) continue;
        longest = rule.size();
        allowed = allows_it;
    }
    return allowed;
}

} // namespace cards

#pragma once

#include <string>
#include <string_view>

// https://www.rfc-editor.org/rfc/rfc9309
namespace cards {

// The rules of a robots.txt that are meant for us ("akebono"), or else for everybody, a line each: "+/public" may be
// fetched, "-/private" may not. Of more than 8 KB of them the rest is left out. Empty: all may be fetched.
std::string robot_rules(std::string_view robots_txt);

// Whether `target` (path and query) may be fetched: the longest rule that fits decides.
bool allows(std::string_view rules, std::string_view target);

} // namespace cards

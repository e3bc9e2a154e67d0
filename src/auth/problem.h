#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace auth {

// One thing that is wrong with what somebody filled in, in the API's words.
// https://docs.joinmastodon.org/methods/accounts/#create
struct Problem {
    std::string_view field;  // "username"
    std::string_view error;  // "ERR_TAKEN"
    std::string_view label;  // "Username"
    std::string description; // "has already been taken"

    // "Username has already been taken"
    std::string sentence() const;
};

// "Validation failed: Username has already been taken, Password can't be blank"
std::string describe(const std::vector<Problem>& problems);

} // namespace auth

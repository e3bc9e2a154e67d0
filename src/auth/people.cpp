#include "auth/people.h"

#include "base/text.h"

#include <fmt/core.h>

namespace auth {

std::string handle_of(const User& user, const base::Config& config) {
    return fmt::format("@{}@{}", user.username, config.domain);
}

void describe(json::Object& values, const User& user, const base::Config& config) {
    const std::string& name = user.display_name.empty() ? user.username : user.display_name;
    values["name"] = name;
    values["at_user"] = "@" + user.username;
    values["at_domain"] = "@" + config.domain;
    values["initial"] = std::string(base::grapheme_prefix(base::trim(name), 1));
}

} // namespace auth

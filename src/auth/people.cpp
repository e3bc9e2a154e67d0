#include "auth/people.h"

#include "accounts/moving.h"
#include "base/text.h"

#include <algorithm>
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

json::Object describe_handle(std::string_view handle) {
    const auto at = std::min(handle.find('@'), handle.size());
    return {{"at_user", fmt::format("@{}", handle.substr(0, at))}, {"at_domain", handle.substr(at)}};
}

json::Value describe_target(db::Tx& tx, AccountId account) {
    const auto target = accounts::moved_to(tx, account);
    if (!target) return "";
    return describe_handle(accounts::full_handle(tx.config(), *target));
}

} // namespace auth

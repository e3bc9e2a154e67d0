#pragma once

#include "auth/users.h"
#include "base/config.h"
#include "base/json.h"

#include <string>

namespace auth {

// "@alice@social.example"
std::string handle_of(const User& user, const base::Config& config);

// What the templates show of a person: name, handle, initial.
void describe(json::Object& values, const User& user, const base::Config& config);

} // namespace auth

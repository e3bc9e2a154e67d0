#pragma once

#include "auth/authorization.h"
#include "auth/language.h"
#include "base/json.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace auth {

// By the names that RFC 6749 gives them.
std::vector<std::pair<std::string_view, std::string>> parameters_of(const AuthorizationQuestion& question);

// What pages/consent.mustache says of an app and what it asks for.
json::Object describe_consent(const Authorization& authorization, const AuthorizationQuestion& question,
                              Language language);

} // namespace auth

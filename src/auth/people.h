#pragma once

#include "auth/users.h"
#include "base/config.h"
#include "base/json.h"
#include "db/db.h"

#include <string>
#include <string_view>

namespace auth {

// "@alice@social.example"
std::string handle_of(const User& user, const base::Config& config);

// What the templates show of a person: name, handle, initial.
void describe(json::Object& values, const User& user, const base::Config& config);

// The same of a handle, "alice@social.example", in two parts between which a line may break.
json::Object describe_handle(std::string_view handle);
// The handle of the account to which somebody has moved; "" where they have not.
json::Value describe_target(db::Tx& tx, AccountId account);

} // namespace auth

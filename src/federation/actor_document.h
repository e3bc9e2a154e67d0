#pragma once

#include "accounts/remote_accounts.h"
#include "base/json.h"
#include "base/result.h"

#include <array>
#include <string>
#include <string_view>

namespace federation {

inline constexpr std::array<std::string_view, 5> kActorTypes = {"Person", "Service", "Group", "Organization",
                                                                "Application"};

// What the document of an actor says, cleaned and within the limits of profiles. `domain` is left empty: whether a
// handle is theirs is not for the actor to say. URLs lead to http or https; endpoints, keys and the profile page are
// those of the actor's own host, or are left out.
// Errors: Invalid for what is no actor, has no id, name or inbox, or another name than a handle can have.
Result<accounts::RemoteProfile> read_actor(const json::Object& document);

// The handle that it gives itself, if it does: "alice@social.example" of the property `webfinger`. Else empty.
std::string claimed_handle(const json::Object& document);

// "[a-z0-9_]+([.-]+[a-z0-9_]+)*" in any case.
bool is_remote_username(std::string_view name);

} // namespace federation

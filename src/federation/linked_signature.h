#pragma once

#include "base/clock.h"
#include "federation/keys.h"

#include <optional>
#include <string>
#include <string_view>

namespace federation {

// An activity of ours with a signature by its actor within, RsaSignature2017, which goes with it wherever it is passed
// on. nullopt for what we do not write. https://docs.joinmastodon.org/spec/security/#ld
std::optional<std::string> with_signature(std::string_view document, const SigningKey& key, base::Time now);

} // namespace federation

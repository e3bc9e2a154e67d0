#pragma once

#include "base/config.h"
#include "base/json.h"
#include "db/db.h"

#include <string>

namespace instance {

// https://docs.joinmastodon.org/entities/Instance/
void write_instance(json::Writer& out, db::Tx& tx);
// https://docs.joinmastodon.org/entities/V1_Instance/
void write_instance_v1(json::Writer& out, db::Tx& tx);

// The version of Mastodon whose API this is, with our own behind it: clients read the first number.
std::string version_text();
// Which additions to that API are all here. Clients switch on what belongs to a number, so it goes up only with all of
// it: 2 is grouped notifications, 3 is PKCE. 4 would promise standard Web Push, which is not here yet, and so 7, which
// is quotes, waits for that.
inline constexpr int kApiVersion = 3;

// "wss://social.example": where streaming is.
std::string streaming_url(const base::Config& config);

} // namespace instance

#pragma once

#include "base/config.h"

#include <string>
#include <string_view>

// Where the parts of an actor of ours are, from the actor's own address (accounts::local_uri).
namespace federation {

inline std::string part_of(std::string_view actor, std::string_view path) { return std::string(actor).append(path); }

inline std::string key_id(std::string_view actor) { return part_of(actor, "#main-key"); }
inline std::string inbox_url(std::string_view actor) { return part_of(actor, "/inbox"); }
inline std::string outbox_url(std::string_view actor) { return part_of(actor, "/outbox"); }
inline std::string followers_url(std::string_view actor) { return part_of(actor, "/followers"); }
inline std::string followers_synchronization_url(std::string_view actor) {
    return part_of(actor, "/followers_synchronization");
}
inline std::string following_url(std::string_view actor) { return part_of(actor, "/following"); }
inline std::string featured_url(std::string_view actor) { return part_of(actor, "/collections/featured"); }
inline std::string featured_tags_url(std::string_view actor) { return part_of(actor, "/collections/tags"); }

// What is not for one of us alone.
inline std::string shared_inbox_url(const base::Config& config) { return config.web_url() + "/inbox"; }
// The server itself, who fetches and reports for all of us.
inline std::string instance_actor_uri(const base::Config& config) { return config.web_url() + "/actor"; }

} // namespace federation

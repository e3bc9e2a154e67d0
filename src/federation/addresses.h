#pragma once

#include "base/config.h"
#include "base/ids.h"

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

// What an account of ours has by its number, which outlives its name: "https://social.example/ap/users/1" and more.
inline std::string numbered_url(const base::Config& config, AccountId account, std::string_view path) {
    return config.web_url() + "/ap/users/" + to_string(account) + std::string(path);
}
inline std::string featured_collections_url(const base::Config& config, AccountId account) {
    return numbered_url(config, account, "/featured_collections");
}

// What is not for one of us alone.
inline std::string shared_inbox_url(const base::Config& config) { return config.web_url() + "/inbox"; }
// The server itself, who fetches and reports for all of us.
inline std::string instance_actor_uri(const base::Config& config) { return config.web_url() + "/actor"; }

} // namespace federation

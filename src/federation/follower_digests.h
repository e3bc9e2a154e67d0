#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// Whom other servers should know to follow somebody, in short: so that they notice when they and we remember different
// things. https://codeberg.org/fediverse/fep/src/branch/main/fep/8fcf/fep-8fcf.md
namespace federation {

// Of who has more followers than this nothing is said, nor believed: they would take too long to look at.
inline constexpr std::int64_t kMostFollowers = 25'000;

// By the host of the followers' addresses: the SHA-256 of each of them, put together by exclusive or, in hex.
using FollowerDigests = std::map<std::string, std::string, std::less<>>;

// The digest of some addresses; of none, zeros.
std::string digest_of(const std::vector<std::string>& uris);

// Those of the followers elsewhere of one of ours. None for who has more than kMostFollowers of them.
FollowerDigests follower_digests(db::Tx& tx, AccountId account);
// The addresses of the followers of one of ours on `host`; nullopt for who has more of them in all: whoever reads a
// list unfollows for those who are not on it.
std::optional<std::vector<std::string>> followers_on(db::Tx& tx, AccountId account, std::string_view host);

// As they are kept with a delivery.
std::string to_json(const FollowerDigests& digests);
FollowerDigests parse_follower_digests(std::string_view json);

// Collection-Synchronization, of an actor of ours.
std::string synchronization_header(std::string_view actor, std::string_view digest);

} // namespace federation

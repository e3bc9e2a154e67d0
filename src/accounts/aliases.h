#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <vector>

// Which other accounts one of ours is, here or elsewhere: those can move to it.
namespace accounts {

inline constexpr std::size_t kMostAliases = 256;

struct Alias {
    std::string uri;    // Its id of ActivityPub.
    std::string handle; // "alice@old.example"; empty when nobody here knows it any more.
};
// First the one that was named first.
std::vector<Alias> aliases(db::Tx& tx, AccountId account);

enum class AliasObstacle { Themselves, TooMany };
// Why `account` cannot say that it is also `other`.
std::optional<AliasObstacle> obstacle_to_alias(db::Tx& tx, const Account& account, const Account& other);

// Says that `account`, one of ours, is also `other`, who can then move to it. Once more changes nothing.
// Effects: other servers get the profile anew. Errors: Invalid where there is an obstacle.
Result<> add_alias(db::Tx& tx, const Account& account, const Account& other);
// Errors: NotFound when it is none.
Result<> remove_alias(db::Tx& tx, const Account& account, std::string_view uri);

} // namespace accounts

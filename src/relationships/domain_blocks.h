#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "http/request.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Servers that somebody wants to read nothing of, and hear nothing from. No server is told.
namespace relationships {

// Effects: `account` follows nobody there and nobody there follows them, requests included; what people there told them
// is taken back; the home feed is built anew; open streams take note; `account` is told how many they were. Doing it
// again changes nothing.
// Errors: Invalid for what is no domain.
Result<> block_domain(db::Tx& tx, const accounts::Account& account, std::string_view domain);
// What a block ended stays ended. Nothing to take back is fine.
Result<> unblock_domain(db::Tx& tx, const accounts::Account& account, std::string_view domain);

// Ends follows and requests between `account` and people of a blocked domain, so many at most each way. Whether some
// may be left. When none are, `account` is told how many they were.
Result<bool> part_from_domain(db::Tx& tx, const accounts::Account& account, std::string_view domain, int limit);

struct BlockedDomain {
    std::int64_t id; // What pages are cut by.
    std::string domain;
};
// Newest first.
std::vector<BlockedDomain> blocked_domains(db::Tx& tx, AccountId owner, const http::Page& page);

// What a block would end.
struct DomainTies {
    std::int64_t following = 0;
    std::int64_t followers = 0;
};
// Errors: Invalid for what is no domain.
Result<DomainTies> ties_to_domain(db::Tx& tx, AccountId account, std::string_view domain);

// As it was typed or pasted, "https://remote.test/" too. Errors: Invalid for what is no domain.
Result<std::string> parse_domain(std::string_view text);

bool is_domain_blocked(db::Tx& tx, AccountId account, std::string_view domain);

} // namespace relationships

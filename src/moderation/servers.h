#pragma once

#include "base/result.h"
#include "db/db.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Other servers as a whole.
namespace moderation {

// `domain` and the servers below it that we know somebody of.
std::vector<std::string> known_servers_under(db::Tx& tx, std::string_view domain);

// The custom emojis that its people used are not known any more.
void forget_emojis(db::Tx& tx, std::string_view server);
// What waits to be sent there is not sent.
void forget_deliveries(db::Tx& tx, std::string_view server);

enum class Below { Left, Included };
struct Purge {
    std::vector<std::string> servers;
    std::int64_t accounts = 0;
};
// What a purge of `domain`, with the names below it or without, would delete. Errors: Invalid for what is no domain, or
// is ours.
Result<Purge> plan_purge(db::Tx& tx, std::string_view domain, Below below);
// Deletes all that came from these servers, in jobs; nothing keeps them from coming back.
void purge(db::Tx& tx, const Purge& purge);

} // namespace moderation

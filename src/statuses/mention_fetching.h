#pragma once

#include "db/db.h"
#include "federation/webfinger_client.h"
#include "http/route.h"

#include <string_view>
#include <vector>

// Somebody mentions people of other servers whom nobody here has met.
namespace statuses {

// Those of other servers that a text names, up to ten; and those among them whom nobody here knows.
std::vector<federation::Handle> handles_in(std::string_view text);
std::vector<federation::Handle> unknown_handles(db::Tx& tx, std::string_view text);

bool may_mention_others(const http::Request& request);
bool mentions_unknown(const http::Request& request, db::Tx& tx);
// Up to ten of them, and no longer than eight seconds: who is not found stays text.
void fetch_mentioned(const http::Request& request, db::Database& database);

inline constexpr http::EdgeStep kFetchMentioned{may_mention_others, mentions_unknown, fetch_mentioned};

} // namespace statuses

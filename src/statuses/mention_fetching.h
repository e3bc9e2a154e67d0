#pragma once

#include "http/route.h"

// Somebody mentions people of other servers whom nobody here has met.
namespace statuses {

bool may_mention_others(const http::Request& request);
bool mentions_unknown(const http::Request& request, db::Tx& tx);
// Up to ten of them, and no longer than eight seconds: who is not found stays text.
void fetch_mentioned(const http::Request& request, db::Database& database);

inline constexpr http::EdgeStep kFetchMentioned{may_mention_others, mentions_unknown, fetch_mentioned};

} // namespace statuses

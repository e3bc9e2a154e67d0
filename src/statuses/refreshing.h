#pragma once

#include "base/result.h"
#include "federation/errand.h"
#include "http/route.h"
#include "statuses/status.h"

// What we were told of posts elsewhere grows old, as not every change reaches us: it is asked for again when somebody
// looks. What they quote: remote_quotes.h.
namespace statuses {

// Makes a post what its own server says now: an edit, counts, what it quotes. One that is there no more goes here, too,
// if everybody could read it: of others a server says so to whoever may not.
// Waits: never inside a transaction. Errors: NotFound for one of ours; those of fetch_document and keep_fetched.
Result<> refresh_status(federation::Errand& errand, StatusId status);
// The same with what its server has answered already.
void take_answer(federation::Errand& errand, StatusId status, const Result<json::Object>& answer);

// A poll elsewhere that somebody of ours opens, where nobody has asked for a minute, nor since it ended. Its server has
// five seconds to say how it stands.
bool may_count_polls(const http::Request& request);
bool must_count_again(const http::Request& request, db::Tx& tx);
void count_again(const http::Request& request, db::Database& database);
inline constexpr http::EdgeStep kCountAgain{may_count_polls, must_count_again, count_again};

} // namespace statuses

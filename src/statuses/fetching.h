#pragma once

#include "base/json.h"
#include "base/result.h"
#include "federation/errand.h"
#include "statuses/status.h"

#include <string_view>

// Posts asked for at other servers. These wait: never inside a transaction.
namespace statuses {

// The post with this id: from the database, else fetched, with its author. What it answers is fetched by a job; `depth`
// is how many posts led here. Nobody is told of it.
// Errors: those of federation::fetch_document and fetch_actor, of read_note and create_remote.
Result<StatusId> fetch_status(federation::Errand& errand, std::string_view uri, int depth = 0);

// The same for one that has just been posted: those whom it concerns are told.
Result<StatusId> fetch_new_status(federation::Errand& errand, std::string_view uri);

// The same for one that somebody passes on: it is kept when it concerns anybody here.
Result<StatusId> fetch_passed_on(federation::Errand& errand, std::string_view uri);

// The same from its document, which came from its own server under its own id. One that we have says from now on what
// the document says: see update_remote.
Result<StatusId> keep_fetched(federation::Errand& errand, const json::Object& document, int depth = 0);

} // namespace statuses

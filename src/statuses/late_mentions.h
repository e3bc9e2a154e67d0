#pragma once

#include "jobs/jobs.h"
#include "statuses/mentions.h"

#include <string>
#include <string_view>
#include <vector>

// People elsewhere whom a post names, and whose server did not answer when it was written, or when it came.
namespace statuses {

// Queues the job below when `text` names anybody elsewhere who is not among `mentions`.
void look_again_for_mentioned(db::Tx& tx, StatusId status, std::string_view text, const std::vector<Mention>& mentions);

// The job "find_mentioned" {"status_id", "tries"}: asks who they are, and again later where nobody answers, for seven
// hours in all. Who is found is mentioned from then on, told, and gets the post; it is no edit.
void find_mentioned(const jobs::Arguments& arguments, db::Database& database);

// The same for a post from elsewhere, which names people by their ids of ActivityPub, `actors`: nothing without any.
void look_again_for_mentioned(db::Tx& tx, StatusId status, const std::vector<std::string>& actors);

// The job "find_mentioned_elsewhere" {"status_id", "tries", "said_at", "actors"}: as often. Who is found is mentioned,
// unless the post says something else by then.
void find_mentioned_elsewhere(const jobs::Arguments& arguments, db::Database& database);

} // namespace statuses

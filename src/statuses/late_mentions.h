#pragma once

#include "jobs/jobs.h"
#include "statuses/mentions.h"

#include <string_view>
#include <vector>

// People elsewhere whom a post of ours names, and whose server did not answer when it was written.
namespace statuses {

// Queues the job below when `text` names anybody elsewhere who is not among `mentions`.
void look_again_for_mentioned(db::Tx& tx, StatusId status, std::string_view text, const std::vector<Mention>& mentions);

// The job "find_mentioned" {"status_id", "tries"}: asks who they are, and again later where nobody answers, for seven
// hours in all. Who is found is mentioned from then on, told, and gets the post; it is no edit.
void find_mentioned(const jobs::Arguments& arguments, db::Database& database);

} // namespace statuses

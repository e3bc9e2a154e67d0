#pragma once

#include "jobs/jobs.h"

// What a domain block does to the people of the servers under it, some of them at a time; also what a change, or its
// end, takes back.
namespace moderation {

// Finds the servers under {"domain"}, of a block that was made at {"at"}, and queues the next job for each.
void enforce_domain_block(const jobs::Arguments& arguments, db::Tx& tx);

// Goes through the people of {"server"} after {"after"}. Suspend: follows end on both sides, which their server is
// told, and nobody sees them any more; in the end what they wrote is deleted, and they stay as names. Silence: they are
// limited. Who was limited or suspended at {"at"} and should not be any more is let go.
void enforce_domain_block_on(const jobs::Arguments& arguments, db::Tx& tx);

// Deletes what people of {"server"} wrote, favourited and followed: of those who were suspended at {"at"}, who stay as
// names; or, when that is 0, of all, and them too.
void purge_server(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace moderation

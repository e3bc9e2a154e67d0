#pragma once

#include "base/ids.h"
#include "db/db.h"
#include "federation/follower_digests.h"
#include "federation/keys.h"

#include <span>
#include <string>
#include <string_view>

// What goes out: rows written with the change that caused them, sent by federation/delivery_loop.
namespace federation {

// Whom a delivery is tried for. A server that has failed for a week is left alone, unless somebody here asks for it:
// a follow is an attempt to reach it again.
// One that is kept away gets nothing, but for the news that we part with it.
enum class Reach { Available, Everyone, Parting };

// Where the sender's signature stands: on each request alone, or in the document, too (linked_signature.h), so that who
// has it may pass it on.
enum class Signed { OnTheWay, Within };

// What nobody waits for is sent behind the rest (see Lanes) and tried half as often: what is passed on for others, and
// that somebody has left to those who may never have heard of them.
enum class Priority { Normal, Low };

// Queues `document`, a finished activity, from `sender` to each of `inboxes` once; texts that are no URLs and inboxes
// of our own are left out. Commits with `tx`, and is on its way soon after. With `digests`, each server hears which
// followers it should know. The signature within is made when it is first sent.
void deliver(db::Tx& tx, AccountId sender, std::string_view document, std::span<const std::string> inboxes,
             Reach reach = Reach::Available, const FollowerDigests& digests = {}, Signed is_signed = Signed::OnTheWay,
             Priority priority = Priority::Normal);

} // namespace federation

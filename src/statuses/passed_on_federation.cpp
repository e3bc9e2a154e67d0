#include "federation/reading.h"
#include "federation/relays.h"
#include "relationships/follows.h"
#include "statuses/passed_on.h"
#include "statuses/statuses_federation.h"

// What is passed on to us of what others wrote: that there is something new, something changed or something gone.
namespace statuses {

namespace {

PassedOn what_is_passed(const Activity& passed) {
    return federation::text_in(passed.document, "passed") == "Create" ? PassedOn::New : PassedOn::Changed;
}

} // namespace

bool must_fetch_for_passed_on(db::Tx& tx, const Activity& passed) {
    const bool is_heard =
        relationships::has_followers_here(tx, passed.actor.id) || federation::is_relay(tx, passed.actor.id);
    return is_heard && is_worth_asking(tx, what_is_passed(passed), passed.object_id());
}

void fetch_for_passed_on(federation::Errand& errand, Activity& passed) {
    ask_origin(errand, what_is_passed(passed), passed.object_id());
}

// What there was to do was done with what its own server answered.
Result<> receive_passed_on(db::Tx& /*tx*/, const Activity& /*passed*/) { return {}; }

} // namespace statuses

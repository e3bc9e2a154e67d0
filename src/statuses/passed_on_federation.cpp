#include "federation/reading.h"
#include "federation/relays.h"
#include "federation/tombstones.h"
#include "relationships/follows.h"
#include "statuses/fetching.h"
#include "statuses/lookup.h"
#include "statuses/refreshing.h"
#include "statuses/statuses_federation.h"

// What is passed on to us of what others wrote: that there is something new, something changed or something gone.
// Whether it is true is asked where it comes from, and what is said there is what counts.
namespace statuses {

namespace {

constexpr federation::Purse kPassedOnPurse{.requests = 10, .time = std::chrono::seconds(20), .is_for_thread = true};

bool is_new(const Activity& passed) { return federation::text_in(passed.document, "passed") == "Create"; }

// Of a post that everybody may read: of others its server says to us, too, that there is no such thing.
std::optional<StatusId> find_open(db::Tx& tx, const std::string& uri) {
    if (is_ours(tx.config(), uri)) return std::nullopt;
    const auto id = find_by_uri(tx, uri);
    const auto status = id ? find_status(tx, *id) : std::nullopt;
    const bool is_open = status && !status->is_local && !status->reblog_of && is_distributable(status->visibility);
    return is_open ? id : std::nullopt;
}

} // namespace

bool must_fetch_for_passed_on(db::Tx& tx, const Activity& passed) {
    if (!relationships::has_followers_here(tx, passed.actor.id) && !federation::is_relay(tx, passed.actor.id)) {
        return false;
    }
    const std::string uri = passed.object_id();
    if (!is_new(passed)) return find_open(tx, uri).has_value();
    return !is_ours(tx.config(), uri) && !find_by_uri(tx, uri) && !federation::is_buried(tx, uri);
}

void fetch_for_passed_on(federation::Errand& errand, Activity& passed) {
    federation::Errand short_errand(errand.database(), kPassedOnPurse);
    const std::string uri = passed.object_id();
    if (is_new(passed)) {
        (void)fetch_passed_on(short_errand, uri);
        return;
    }
    std::optional<StatusId> status;
    errand.database().read([&](db::Tx& tx) { status = find_open(tx, uri); });
    if (status) (void)refresh_status(short_errand, *status);
}

// What there was to do was done with what its own server answered.
Result<> receive_passed_on(db::Tx& /*tx*/, const Activity& /*passed*/) { return {}; }

} // namespace statuses

#include "accounts/accounts.h"
#include "federation/emojis.h"
#include "federation/fetch.h"
#include "federation/reading.h"
#include "federation/relays.h"
#include "federation/tombstones.h"
#include "relationships/follows.h"
#include "statuses/deletion.h"
#include "statuses/fetching.h"
#include "statuses/lookup.h"
#include "statuses/remote_statuses.h"
#include "statuses/statuses_federation.h"

// What is passed on to us of what others wrote: that there is something new, something changed or something gone.
// Whether it is true is asked where it comes from, and what is said there is what counts.
namespace statuses {

namespace {

constexpr federation::Purse kPassedOnPurse{.requests = 10, .time = std::chrono::seconds(20), .is_for_thread = true};

std::string passed_kind(const Activity& passed) { return federation::text_in(passed.document, "passed"); }

// Of a post that everybody may read: of others its server says to us, too, that there is no such thing.
std::optional<Status> find_open(db::Tx& tx, const std::string& uri) {
    if (is_ours(tx.config(), uri)) return std::nullopt;
    const auto id = find_by_uri(tx, uri);
    auto status = id ? find_status(tx, *id) : std::nullopt;
    if (!status || status->is_local || status->reblog_of || !is_distributable(status->visibility)) return std::nullopt;
    return status;
}

bool is_gone(const Result<json::Object>& found) {
    if (found) return federation::is_a(*found, "Tombstone");
    return found.error().refusal == base::Refusal::NotFound || found.error().refusal == base::Refusal::Gone;
}

} // namespace

bool must_fetch_for_passed_on(db::Tx& tx, const Activity& passed) {
    if (!relationships::has_followers_here(tx, passed.actor.id) && !federation::is_relay(tx, passed.actor.id)) {
        return false;
    }
    const std::string uri = passed.object_id();
    if (passed_kind(passed) != "Create") return find_open(tx, uri).has_value();
    return !is_ours(tx.config(), uri) && !find_by_uri(tx, uri) && !federation::is_buried(tx, uri);
}

void fetch_for_passed_on(federation::Errand& errand, Activity& passed) {
    federation::Errand short_errand(errand.database(), kPassedOnPurse);
    const std::string uri = passed.object_id(), kind = passed_kind(passed);
    if (kind == "Create") {
        (void)fetch_passed_on(short_errand, uri);
        return;
    }
    auto found = federation::fetch_document(short_errand, uri);
    if (is_gone(found)) {
        passed.document["is_gone"] = true;
    } else if (found) {
        passed.document["found"] = std::move(*found);
    }
}

Result<> receive_passed_on(db::Tx& tx, const Activity& passed) {
    const std::string uri = passed.object_id(), kind = passed_kind(passed);
    if (kind == "Create") return {}; // What there was to do was done when it was fetched.
    const auto status = find_open(tx, uri);
    const auto author = status ? accounts::find(tx, status->author) : std::nullopt;
    if (!author) return base::not_found();
    if (kind == "Delete") {
        if (!federation::flag_in(passed.document, "is_gone")) return base::not_found();
        TRY(delete_status(tx, *author, status->id));
        federation::bury(tx, uri);
        return {};
    }
    const auto* found = federation::object_in(passed.document, "found");
    if (!found) return base::not_found();
    const Note note = TRY(read_note(*found));
    const auto authors = known_accounts(tx, {note.author});
    if (note.uri != uri || authors.empty() || authors.front() != author->id) {
        return base::forbidden("the post is somebody else's");
    }
    TRY(update_remote(tx, *author, note));
    federation::keep_emojis(tx, author->domain, *found);
    return {};
}

} // namespace statuses

#include "federation/emojis.h"
#include "federation/fetch.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "statuses/forwarding.h"
#include "statuses/lookup.h"
#include "statuses/note.h"
#include "statuses/outgoing_quotes.h"
#include "statuses/quotes.h"
#include "statuses/remote_statuses.h"
#include "statuses/statuses_federation.h"
#include "statuses/visibility.h"

#include "accounts/accounts.h"

// Asking and answering whether a post may be quoted.
// https://codeberg.org/fediverse/fep/src/branch/main/fep/044f/fep-044f.md
namespace statuses {

namespace {

// The post of theirs that quotes: from the database, or as it was sent along.
Result<StatusId> find_or_keep_quoting(db::Tx& tx, const Activity& request) {
    const std::string uri = federation::id_in(request.document, "instrument");
    if (const auto id = find_by_uri(tx, uri)) return *id;
    const auto* document = federation::object_in(request.document, "instrument");
    if (!document) return base::not_found();
    const Note note = TRY(read_note(*document));
    if (note.author != request.actor_uri) return base::forbidden("the post is somebody else's");
    const auto id = TRY(create_remote(tx, request.actor, note, {.is_live = request.is_live}));
    federation::keep_emojis(tx, request.actor.domain, *document);
    return id;
}

// Whether the quote is one that the actor of `request` has asked for.
bool is_asked_for(const Quote& quote, const Activity& request, StatusId quoted) {
    return quote.author == request.actor.id && quote.quoted == quoted;
}

std::optional<Quote> quote_of(db::Tx& tx, const Activity& answer) {
    auto quote = find_quote_by_request(tx, answer.object_id());
    const bool is_theirs = quote && quote->quoted_author == answer.actor.id;
    return is_theirs ? std::move(quote) : std::nullopt;
}

} // namespace

// Who asks again gets the same answer again.
Result<> receive_quote_request(db::Tx& tx, const Activity& request) {
    const auto quoted_id = find_by_uri(tx, request.object_id());
    if (!quoted_id) return base::not_found();
    const Status quoted = TRY(find_visible(tx, *quoted_id, request.actor));
    if (!quoted.is_local) return base::not_found();
    const std::string instrument = federation::id_in(request.document, "instrument");
    if (!federation::is_same_host(instrument, request.actor_uri)) return base::forbidden("the post is of another host");
    const auto author = accounts::find(tx, quoted.author);
    if (!author) return base::not_found();
    const auto refuse = [&] {
        send_quote_rejection(tx, *author, request.actor.id, request.id, request.object_id(), instrument);
        return Result<>();
    };
    const auto quotable = find_quotable(tx, quoted.id, request.actor);
    if (!quotable || quotable->status.id != quoted.id) return refuse();

    const auto quoting = TRY(find_or_keep_quoting(tx, request));
    auto quote = find_quote(tx, quoting);
    if (!quote || !is_asked_for(*quote, request, quoted.id) || quote->state == QuoteState::Rejected
        || quote->state == QuoteState::Revoked) {
        return refuse();
    }
    tx.exec("update quotes set request_uri = $2 where status_id = $1", {quoting, request.id});
    change_quote(tx, *quote, QuoteState::Accepted);
    quote->state = QuoteState::Accepted;
    quote->request_uri = request.id;
    send_quote_answer(tx, *author, *quote);
    return {};
}

bool must_fetch_for_quote_request(db::Tx& tx, const Activity& request) {
    const std::string instrument = federation::id_in(request.document, "instrument");
    return !federation::object_in(request.document, "instrument")
           && federation::is_same_host(instrument, request.actor_uri) && find_by_uri(tx, request.object_id())
           && !find_by_uri(tx, instrument);
}

void fetch_for_quote_request(federation::Errand& errand, Activity& request) {
    auto document = federation::fetch_document(errand, federation::id_in(request.document, "instrument"));
    if (document) request.document["instrument"] = std::move(*document);
}

Result<> receive_accept_quote(db::Tx& tx, const Activity& accept) {
    const auto quote = quote_of(tx, accept);
    const std::string stamp = federation::id_in(accept.document, "result");
    if (!quote || quote->state == QuoteState::Revoked) return base::not_found();
    if (!federation::is_same_host(stamp, accept.actor_uri)) return base::invalid("it is accepted with nothing");
    change_quote(tx, *quote, QuoteState::Accepted, stamp);
    return {};
}

Result<> receive_reject_quote(db::Tx& tx, const Activity& reject) {
    const auto quote = quote_of(tx, reject);
    if (!quote) return base::not_found();
    change_quote(tx, *quote, quote->state == QuoteState::Accepted ? QuoteState::Revoked : QuoteState::Rejected);
    return {};
}

Result<> receive_delete_quote_authorization(db::Tx& tx, const Activity& activity) {
    const auto quote = find_quote_by_approval(tx, activity.object_id());
    if (!quote || quote->quoted_author != activity.actor.id) return base::not_found();
    if (quote->state == QuoteState::Revoked) return {};
    const auto showed = who_showed(tx, activity, quote->status);
    change_quote(tx, *quote, QuoteState::Revoked);
    pass_on(tx, activity, showed);
    return {};
}

} // namespace statuses

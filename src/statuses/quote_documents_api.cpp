#include "accounts/accounts.h"
#include "accounts/actors.h"
#include "federation/context_json.h"
#include "federation/documents.h"
#include "federation/signer.h"
#include "statuses/documents_api.h"
#include "statuses/lookup.h"
#include "statuses/outgoing_quotes.h"
#include "statuses/visibility.h"

namespace statuses {

namespace {

struct Stamp {
    std::string uri, actor, quoting, quoted;
};
// There as long as the quote is accepted, for whoever sees the quoted post.
Result<Stamp> find_stamp(const http::Request& request, db::Tx& tx, const accounts::Account& reader) {
    const auto author = TRY(accounts::find_active_actor(tx, request.text_or("username", "")));
    const auto id = TRY(request.id<StatusId>("id"));
    const auto quote = find_quote(tx, id);
    const bool is_given =
        quote && quote->state == QuoteState::Accepted && quote->quoted && quote->quoted_author == author.id;
    if (!is_given) return base::not_found();
    TRY(find_visible(tx, quote->quoted, reader));
    const std::string web_url = tx.config().web_url();
    return Stamp{.uri = quote_authorization_uri(web_url, author.username, id),
                 .actor = accounts::local_uri(tx.config(), author.username),
                 .quoting = uri_of(tx, id),
                 .quoted = uri_of(tx, quote->quoted)};
}

void write_stamp(json::Writer& out, const Stamp& stamp) {
    out.begin_object();
    federation::write_context(out, federation::Place::Alone, federation::kQuoteContext);
    out.field("id", stamp.uri);
    out.field("type", "QuoteAuthorization");
    out.field("attributedTo", stamp.actor);
    out.field("interactingObject", stamp.quoting);
    out.field("interactionTarget", stamp.quoted);
    out.end_object();
}

} // namespace

// https://codeberg.org/fediverse/fep/src/branch/main/fep/044f/fep-044f.md#quote-authorization-stamps
http::Reply get_quote_authorization(const http::Request& request, db::Tx& tx) {
    const auto reader = TRY(federation::reader(request, tx));
    const auto stamp = find_stamp(request, tx, reader);
    if (!stamp) return federation::as_given_to(http::Reply(stamp.error()), reader);
    return federation::as_given_to(federation::document([&](json::Writer& out) { write_stamp(out, *stamp); }), reader);
}

} // namespace statuses

#include "accounts/accounts.h"
#include "accounts/actors.h"
#include "federation/documents.h"
#include "federation/signer.h"
#include "statuses/documents_api.h"
#include "statuses/outgoing_quotes.h"
#include "statuses/visibility.h"

namespace statuses {

namespace {

// There as long as the quote is accepted, for whoever sees the quoted post.
Result<QuoteAuthorization> find_stamp(const http::Request& request, db::Tx& tx, const accounts::Account& reader) {
    const auto author = TRY(accounts::find_active_actor(tx, request.text_or("username", "")));
    const auto id = TRY(request.id<StatusId>("id"));
    const auto quote = find_quote(tx, id);
    const bool is_given =
        quote && quote->state == QuoteState::Accepted && quote->quoted && quote->quoted_author == author.id;
    if (!is_given) return base::not_found();
    TRY(find_visible(tx, quote->quoted, reader));
    return quote_authorization(tx, author, *quote);
}

} // namespace

// https://codeberg.org/fediverse/fep/src/branch/main/fep/044f/fep-044f.md#quote-authorization-stamps
http::Reply get_quote_authorization(const http::Request& request, db::Tx& tx) {
    const auto reader = TRY(federation::reader(request, tx));
    const auto stamp = find_stamp(request, tx, reader);
    if (!stamp) return federation::as_given_to(http::Reply(stamp.error()), reader);
    const auto write = [&](json::Writer& out) { write_quote_authorization(out, *stamp, federation::Place::Alone); };
    return federation::as_given_to(federation::document(write), reader);
}

} // namespace statuses

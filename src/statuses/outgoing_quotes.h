#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "db/db.h"
#include "federation/documents.h"
#include "statuses/quotes.h"

#include <string>
#include <string_view>

// What other servers are told of quotes. https://codeberg.org/fediverse/fep/src/branch/main/fep/044f/fep-044f.md
namespace statuses {

// "https://social.example/users/alice/quote_authorizations/1": that alice lets the post 1 quote hers.
std::string quote_authorization_uri(std::string_view web_url, std::string_view username, StatusId quoting);

// Its document, the stamp of a quote of a post of `author`, who is one of ours.
struct QuoteAuthorization {
    std::string uri, author, quoting, quoted;
};
QuoteAuthorization quote_authorization(db::Tx& tx, const accounts::Account& author, const Quote& quote);
void write_quote_authorization(json::Writer& out, const QuoteAuthorization& stamp, federation::Place place);

// Asks the author of a post from elsewhere. `quote.request_uri` is its id.
void send_quote_request(db::Tx& tx, const accounts::Account& account, const Quote& quote);

// Accept or Reject of what somebody elsewhere asked; `quote.request_uri` is its id.
void send_quote_answer(db::Tx& tx, const accounts::Account& account, const Quote& quote);
// Reject of what never became a quote here.
void send_quote_rejection(db::Tx& tx, const accounts::Account& account, AccountId to, std::string_view request_uri,
                          std::string_view object_uri, std::string_view instrument_uri);

// Delete of what was given for it.
void send_revocation(db::Tx& tx, const accounts::Account& account, const Quote& quote);

} // namespace statuses

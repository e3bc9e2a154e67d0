#include "statuses/outgoing_quotes.h"

#include "accounts/accounts.h"
#include "accounts/actors.h"
#include "federation/audience.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "statuses/lookup.h"
#include "statuses/reach.h"
#include "statuses/status_document.h"

#include <vector>

namespace statuses {

namespace {

using accounts::Account;
using federation::Place;

struct Recipient {
    std::string uri, inbox;
};
Recipient recipient_of(db::Tx& tx, AccountId account) {
    auto rows = tx.query(R"(
        select a.uri, r.inbox_url from accounts a join remote_actors r on r.account_id = a.id where a.id = $1)", {account});
    return rows.next() ? Recipient{.uri = rows.string(0), .inbox = rows.string(1)} : Recipient();
}

struct Request {
    std::string_view uri, actor, object, instrument;
};
void write_request(json::Writer& out, const Request& request) {
    out.begin_object();
    out.field("id", request.uri);
    out.field("type", "QuoteRequest");
    out.field("actor", request.actor);
    out.field("object", request.object);
    out.field("instrument", request.instrument);
    out.end_object();
}

void answer(db::Tx& tx, const Account& account, AccountId to, std::string_view type, const Request& request,
            const std::string& result) {
    const Recipient recipient = recipient_of(tx, to);
    if (recipient.inbox.empty()) return;
    const std::string actor = accounts::local_uri(tx.config(), account.username);
    const std::string kind = type == "Accept" ? "#accepts" : "#rejects";
    Request said = request;
    said.actor = recipient.uri;
    const federation::Heading heading{.id = actor + kind + "/quote_requests/" + std::to_string(tx.new_id()),
                                      .type = type,
                                      .actor = actor,
                                      .context = federation::kQuoteContext};
    const std::string document = federation::compose(heading, [&](json::Writer& out) {
        out.field("to", recipient.uri);
        out.key("object");
        write_request(out, said);
        if (!result.empty()) out.field("result", result);
    });
    federation::deliver(tx, account.id, document, std::span(&recipient.inbox, 1));
}

} // namespace

std::string quote_authorization_uri(std::string_view web_url, std::string_view username, StatusId quoting) {
    return std::string(web_url)
        .append("/users/")
        .append(username)
        .append("/quote_authorizations/")
        .append(std::to_string(quoting.value));
}

QuoteAuthorization quote_authorization(db::Tx& tx, const Account& author, const Quote& quote) {
    return {.uri = quote_authorization_uri(tx.config().web_url(), author.username, quote.status),
            .author = accounts::local_uri(tx.config(), author.username),
            .quoting = uri_of(tx, quote.status),
            .quoted = uri_of(tx, quote.quoted)};
}

void write_quote_authorization(json::Writer& out, const QuoteAuthorization& stamp, Place place) {
    out.begin_object();
    federation::write_context(out, place, federation::kQuoteContext);
    out.field("id", stamp.uri);
    out.field("type", "QuoteAuthorization");
    out.field("attributedTo", stamp.author);
    out.field("interactingObject", stamp.quoting);
    out.field("interactionTarget", stamp.quoted);
    out.end_object();
}

void send_quote_request(db::Tx& tx, const Account& account, const Quote& quote) {
    const Recipient recipient = recipient_of(tx, quote.quoted_author);
    if (recipient.inbox.empty()) return;
    const std::string actor = accounts::local_uri(tx.config(), account.username);
    const StatusDocuments documents(tx, std::span(&quote.status, 1));
    const federation::Heading heading{
        .id = quote.request_uri, .type = "QuoteRequest", .actor = actor, .context = federation::kStatusContext};
    const std::string document = federation::compose(heading, [&](json::Writer& out) {
        out.field("to", recipient.uri);
        out.field("object", quote.quoted_uri);
        out.key("instrument");
        documents.write_object(out, quote.status, Place::Inside);
    });
    federation::deliver(tx, account.id, document, std::span(&recipient.inbox, 1));
}

void send_quote_answer(db::Tx& tx, const Account& account, const Quote& quote) {
    const bool is_accepted = quote.state == QuoteState::Accepted;
    const std::string object = uri_of(tx, quote.quoted), instrument = uri_of(tx, quote.status);
    answer(tx, account, quote.author, is_accepted ? "Accept" : "Reject",
           {.uri = quote.request_uri, .actor = "", .object = object, .instrument = instrument},
           is_accepted ? quote_authorization_uri(tx.config().web_url(), account.username, quote.status) : "");
}

void send_quote_rejection(db::Tx& tx, const Account& account, AccountId to, std::string_view request_uri,
                          std::string_view object_uri, std::string_view instrument_uri) {
    answer(tx, account, to, "Reject",
           {.uri = request_uri, .actor = "", .object = object_uri, .instrument = instrument_uri}, "");
}

void send_revocation(db::Tx& tx, const Account& account, const Quote& quote) {
    auto inboxes = reach(tx, quote.quoted);
    const auto of_quoting = federation::distinct_inboxes(ask_reach_of_deletion(tx, quote.status));
    inboxes.insert(inboxes.end(), of_quoting.begin(), of_quoting.end());
    if (const auto recipient = recipient_of(tx, quote.author); !recipient.inbox.empty())
        inboxes.push_back(recipient.inbox);
    if (inboxes.empty()) return;
    const auto stamp = quote_authorization(tx, account, quote);
    const federation::Heading heading{
        .id = stamp.uri + "#delete", .type = "Delete", .actor = stamp.author, .context = federation::kQuoteContext};
    const std::string document = federation::compose(heading, [&](json::Writer& out) {
        federation::write_to_public(out);
        out.key("object");
        write_quote_authorization(out, stamp, Place::Inside);
    });
    federation::deliver(tx, account.id, document, inboxes, federation::Reach::Available, {},
                        federation::Signed::Within);
}

} // namespace statuses

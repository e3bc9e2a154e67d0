#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "http/request.h"
#include "statuses/quote_policy.h"
#include "statuses/status.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Posts that show another post. The quoted author's server says whether that is all right; until it does, and where it
// says no, nothing of the quoted post is shown with the quote. What a viewer sees of it decides StatusPage::quote_of().
namespace statuses {

struct Quote {
    StatusId status;  // That quotes.
    AccountId author; // Who quotes.
    StatusId quoted;  // 0: gone, or not known here.
    AccountId quoted_author;
    QuoteState state = QuoteState::Pending;
    std::string quoted_uri;   // Of posts from elsewhere.
    std::string request_uri;  // Empty: nobody was asked.
    std::string approval_uri; // Empty: no other server has accepted it.
};
std::optional<Quote> find_quote(db::Tx& tx, StatusId status);
std::optional<Quote> find_quote_by_request(db::Tx& tx, std::string_view request_uri);
std::optional<Quote> find_quote_by_approval(db::Tx& tx, std::string_view approval_uri);

// The post that `account` may quote under this id (a boost's: what it boosts), and whether its author need be asked.
// Errors: NotFound if they do not see it, block its author, or may not quote it.
struct Quotable {
    Status status;
    Quoting quoting = Quoting::Denied;
};
Result<Quotable> find_quotable(db::Tx& tx, StatusId id, const accounts::Account& account);

// Adds one to a post that has none. Effects, when it is accepted: its count, and a notification to the quoted author,
// who may read the post from now on.
void insert_quote(db::Tx& tx, const Quote& quote);
// The answer of the quoted author, or their change of mind. The same state again changes nothing.
// Effects: counts and notifications; `status.update` events to those who saw the quote; an Update to the servers that
// have a quote of ours.
void change_quote(db::Tx& tx, const Quote& quote, QuoteState state, std::string_view approval_uri = "");
// Before the quoting post is deleted, or when it stops quoting.
void forget_quote(db::Tx& tx, StatusId status);

// The quoted post, which was not known when the quote came.
void keep_quoted(db::Tx& tx, StatusId status, const Status& quoted);

// `account` takes back that `quoting` may quote their post `quoted`.
// Effects: those of change_quote(), and a Delete of what other servers were given.
// Errors: NotFound if there is no such quote; Forbidden if `quoted` is somebody else's.
Result<> revoke_quote(db::Tx& tx, const accounts::Account& account, StatusId quoted, StatusId quoting);

// Who may quote one's own post from now on. Effects: an Update to the servers that have it.
// Errors: NotFound; Forbidden if it is somebody else's; Invalid for another word than those of quote_policy_from().
Result<> change_quote_policy(db::Tx& tx, const accounts::Account& account, StatusId id, std::string_view policy);
// The same without the Update. Whether it was another.
Result<bool> set_quote_policy(db::Tx& tx, const accounts::Account& account, StatusId id, std::string_view policy);

// Newest first: posts that quote this one and were accepted.
std::vector<StatusId> quotes_page(db::Tx& tx, StatusId quoted, const http::Page& page);

} // namespace statuses

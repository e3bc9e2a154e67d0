#include "statuses/quotes.h"

#include "notifications/notifications.h"
#include "statuses/lookup.h"
#include "statuses/outgoing.h"
#include "statuses/outgoing_quotes.h"
#include "statuses/page.h"
#include "statuses/stats.h"
#include "statuses/visibility.h"
#include "timelines/fan_out.h"
#include "timelines/paging.h"

namespace statuses {

namespace {

constexpr std::string_view kSelect = R"(
    select status_id, account_id, quoted_status_id, quoted_account_id, state, quoted_uri, request_uri, approval_uri
    from quotes where )";

std::optional<Quote> first(db::Rows rows) {
    if (!rows.next()) return std::nullopt;
    return Quote{.status = rows.id<StatusId>(0),
                 .author = rows.id<AccountId>(1),
                 .quoted = rows.id<StatusId>(2),
                 .quoted_author = rows.id<AccountId>(3),
                 .state = static_cast<QuoteState>(rows.small(4)),
                 .quoted_uri = rows.string(5),
                 .request_uri = rows.string(6),
                 .approval_uri = rows.string(7)};
}

std::optional<std::string_view> unless_empty(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(text);
}
template <typename IdType>
std::optional<IdType> unless_zero(IdType id) {
    return id ? std::optional(id) : std::nullopt;
}

notifications::Notice notice_of(const Quote& quote) {
    return {
        .to = quote.quoted_author, .kind = notifications::Kind::Quote, .from = quote.author, .status = quote.status};
}

// Whoever is quoted may read what is said about it, also where it is for followers.
void let_quoted_author_read(db::Tx& tx, const Quote& quote) { tx.exec(R"(
        insert into mentions (status_id, account_id, is_silent) values ($1, $2, true)
        on conflict (status_id, account_id) do nothing)", {quote.status, quote.quoted_author}); }

// What counts and is told of a quote while it is accepted.
void begin(db::Tx& tx, const Quote& quote) {
    if (quote.quoted) count_quotes(tx, quote.quoted, +1);
    if (quote.quoted_author == quote.author) return;
    let_quoted_author_read(tx, quote);
    notifications::notify(tx, notice_of(quote));
}

void end(db::Tx& tx, const Quote& quote) {
    if (quote.quoted) count_quotes(tx, quote.quoted, -1);
    notifications::withdraw(tx, notice_of(quote));
}

base::Unexpected nothing_to_quote() {
    return base::refuse(base::Refusal::NotFound, "The post you are trying to quote does not appear to exist.");
}

// One's own post: NotFound when it is not seen, Forbidden when it is somebody else's.
Result<Status> find_own(db::Tx& tx, const accounts::Account& account, StatusId id) {
    Status status = TRY(find_visible(tx, id, account));
    if (status.author != account.id) return base::forbidden();
    return status;
}

} // namespace

std::optional<Quote> find_quote(db::Tx& tx, StatusId status) {
    static const std::string kSql = std::string(kSelect) + "status_id = $1";
    return first(tx.query(kSql, {status}));
}

std::optional<Quote> find_quote_by_request(db::Tx& tx, std::string_view request_uri) {
    static const std::string kSql = std::string(kSelect) + "request_uri = $1 limit 1";
    return first(tx.query(kSql, {request_uri}));
}

std::optional<Quote> find_quote_by_approval(db::Tx& tx, std::string_view approval_uri) {
    static const std::string kSql = std::string(kSelect) + "approval_uri = $1 limit 1";
    return first(tx.query(kSql, {approval_uri}));
}

Result<Quotable> find_quotable(db::Tx& tx, StatusId id, const accounts::Account& account) {
    const StatusPage page(tx, std::span(&id, 1), account);
    if (!page.shows(id)) return nothing_to_quote();
    const StatusRow& row = *page.row(id);
    const StatusRow& original = row.reblog_of ? *page.row(*row.reblog_of) : row;
    const Quoting quoting = page.quoting_of(original);
    if (quoting == Quoting::Denied || original.standing.author.blocks) return nothing_to_quote();
    return Quotable{.status = original, .quoting = quoting};
}

void insert_quote(db::Tx& tx, const Quote& quote) {
    const auto inserted =
        tx.exec(R"(
        insert into quotes (status_id, account_id, quoted_status_id, quoted_account_id, state, quoted_uri, request_uri,
                            approval_uri, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (status_id) do nothing)", {quote.status, quote.author, unless_zero(quote.quoted), unless_zero(quote.quoted_author),
                           static_cast<int>(quote.state), quote.quoted_uri, unless_empty(quote.request_uri),
                           unless_empty(quote.approval_uri), tx.now()});
    if (inserted == 1 && quote.state == QuoteState::Accepted) begin(tx, quote);
}

void change_quote(db::Tx& tx, const Quote& quote, QuoteState state, std::string_view approval_uri) {
    const bool is_same = quote.state == state && (approval_uri.empty() || approval_uri == quote.approval_uri);
    if (is_same) return;
    tx.exec("update quotes set state = $2, approval_uri = coalesce($3, approval_uri) where status_id = $1",
            {quote.status, static_cast<int>(state), unless_empty(approval_uri)});
    if (quote.state == state) return;
    if (state == QuoteState::Accepted) begin(tx, quote);
    if (quote.state == QuoteState::Accepted) end(tx, quote);
    timelines::fan_out_edit(tx, quote.status, {});
    const auto quoting = find_status(tx, quote.status);
    if (quoting && quoting->is_local) send_update(tx, quote.author, quote.status);
}

void forget_quote(db::Tx& tx, StatusId status) {
    const auto quote = find_quote(tx, status);
    if (!quote) return;
    if (quote->state == QuoteState::Accepted) end(tx, *quote);
    tx.exec("delete from quotes where status_id = $1", {status});
}

void keep_quoted(db::Tx& tx, StatusId status, const Status& quoted) {
    tx.exec(R"(
        update quotes set quoted_status_id = $2, quoted_account_id = $3
        where status_id = $1 and quoted_status_id is null)", {status, quoted.id, quoted.author});
}

Result<> revoke_quote(db::Tx& tx, const accounts::Account& account, StatusId quoted, StatusId quoting) {
    TRY(find_own(tx, account, quoted));
    const auto quote = find_quote(tx, quoting);
    if (!quote || quote->quoted != quoted) return base::not_found();
    if (quote->state == QuoteState::Revoked) return {};
    const bool was_accepted = quote->state == QuoteState::Accepted;
    change_quote(tx, *quote, was_accepted ? QuoteState::Revoked : QuoteState::Rejected);
    if (was_accepted) send_revocation(tx, account, *quote);
    return {};
}

Result<bool> set_quote_policy(db::Tx& tx, const accounts::Account& account, StatusId id, std::string_view policy) {
    const Status status = TRY(find_own(tx, account, id));
    if (status.reblog_of) return base::not_found();
    if (!quote_policy_from(policy)) {
        return base::invalid("Validation failed: Quote approval policy is not included in the list");
    }
    const QuotePolicy wanted = quote_policy_for(policy, status.visibility);
    return tx.exec("update statuses set quote_policy = $2 where id = $1 and quote_policy <> $2", {id, wanted.bits()})
           > 0;
}

Result<> change_quote_policy(db::Tx& tx, const accounts::Account& account, StatusId id, std::string_view policy) {
    if (TRY(set_quote_policy(tx, account, id, policy))) send_update(tx, account.id, id);
    return {};
}

std::vector<StatusId> quotes_page(db::Tx& tx, StatusId quoted, const http::Page& page) {
    static const timelines::PagedSql kSql("select status_id from quotes where quoted_status_id = $4 and state = 1",
                                          "status_id");
    return timelines::in_page_order(
        tx.query_ids<StatusId>(kSql.for_page(page), {page.max_id, page.lower(), page.limit, quoted}), page);
}

} // namespace statuses

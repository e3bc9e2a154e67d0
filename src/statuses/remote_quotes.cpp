#include "statuses/remote_quotes.h"

#include "accounts/actors.h"
#include "accounts/remote_accounts.h"
#include "federation/fetch.h"
#include "federation/interaction_policies.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "statuses/fetching.h"
#include "statuses/lookup.h"
#include "statuses/quotes.h"
#include "statuses/status_json.h"

#include <stdexcept>

namespace statuses {

namespace {

using accounts::Account;
using federation::Errand;

constexpr std::chrono::hours kCheckEvery{7 * 24};
constexpr std::chrono::seconds kCheckWithin = std::chrono::hours(6);

void ask(db::Tx& tx, StatusId status) {
    jobs::enqueue_waiting(tx, "verify_quote", {{"status_id", status.value}}, std::nullopt,
                          "quote:" + to_string(status));
}

Quote quote_in(db::Tx& tx, const Account& author, StatusId status, const Note& note) {
    Quote quote{.status = status,
                .author = author.id,
                .quoted = {},
                .quoted_author = {},
                .state = QuoteState::Pending,
                .quoted_uri = note.quote,
                .request_uri = "",
                .approval_uri = note.quote_authorization};
    const auto id = find_by_uri(tx, note.quote);
    const auto quoted = id ? find_status(tx, *id) : std::nullopt;
    if (!quoted || quoted->reblog_of || quoted->id == status) return quote;
    quote.quoted = quoted->id;
    quote.quoted_author = quoted->author;
    if (quoted->is_local) quote.quoted_uri.clear();
    if (quoted->is_local) quote.approval_uri.clear(); // We know ourselves.
    if (quoted->author == author.id) quote.state = QuoteState::Accepted;
    return quote;
}

// Whether asking elsewhere can make it more than pending.
bool is_worth_asking(const Quote& quote, const Note& note) {
    if (quote.state != QuoteState::Pending || quote.quoted_uri.empty()) return false;
    const bool may_be_own = !quote.quoted && federation::is_same_host(note.uri, quote.quoted_uri);
    return may_be_own || !quote.approval_uri.empty();
}

bool is_same_quote(const Quote& kept, const Quote& said) {
    return said.quoted ? kept.quoted == said.quoted : kept.quoted_uri == said.quoted_uri;
}

// Everything that must fit together before another server's word counts.
bool is_given(const json::Object& stamp, const std::string& author, const std::string& quoting,
              const std::string& quoted) {
    return federation::is_a(stamp, "QuoteAuthorization") && federation::id_in(stamp, "attributedTo") == author
           && federation::id_in(stamp, "interactingObject") == quoting
           && federation::id_in(stamp, "interactionTarget") == quoted;
}

struct Parties {
    Quote quote;
    std::string quoting_uri, quoted_author_uri;
    bool is_own = false;
};
std::optional<Parties> parties_of(db::Tx& tx, StatusId status, QuoteState state) {
    auto quote = find_quote(tx, status);
    if (!quote || quote->state != state) return std::nullopt;
    Parties parties{.quote = std::move(*quote),
                    .quoting_uri = uri_of(tx, status),
                    .quoted_author_uri = accounts::uri_of(tx, quote->quoted_author)};
    parties.is_own = parties.quote.quoted && parties.quote.quoted_author == parties.quote.author;
    return parties;
}

// What is not here yet, and is no boost.
void fetch_quoted(Errand& errand, const Parties& parties) {
    if (parties.quote.quoted) return;
    const auto id = fetch_status(errand, parties.quote.quoted_uri, 1);
    if (!id && id.error().refusal == base::Refusal::Unavailable) throw std::runtime_error(id.error().message);
    if (!id) return;
    errand.database().write([&](db::Tx& tx) {
        const auto quoted = find_status(tx, *id);
        if (quoted && !quoted->reblog_of) keep_quoted(tx, parties.quote.status, *quoted);
    });
}

// Unknown: their server did not let us see.
enum class Permission { Given, Missing, Unknown };
// Errors: Unavailable.
Result<Permission> permission_of(Errand& errand, const Parties& parties) {
    const Quote& quote = parties.quote;
    if (quote.approval_uri.empty() || !federation::is_same_host(quote.approval_uri, parties.quoted_author_uri)) {
        return Permission::Missing;
    }
    const auto stamp = federation::fetch_own_document(errand, quote.approval_uri);
    if (stamp) {
        const bool is_good = is_given(*stamp, parties.quoted_author_uri, parties.quoting_uri, quote.quoted_uri);
        return is_good ? Permission::Given : Permission::Missing;
    }
    switch (stamp.error().refusal) {
    case base::Refusal::NotFound:
    case base::Refusal::Gone: return Permission::Missing;
    case base::Refusal::Unavailable: return base::Unexpected(stamp.error());
    default: return Permission::Unknown;
    }
}

// For a job: what its server cannot say just now is asked for again.
Permission or_again_later(const Result<Permission>& permission) {
    if (!permission) throw std::runtime_error(permission.error().message);
    return *permission;
}

} // namespace

void keep_quote(db::Tx& tx, const Account& author, StatusId status, const Note& note) {
    if (note.quote.empty()) return;
    const Quote quote = quote_in(tx, author, status, note);
    insert_quote(tx, quote);
    if (is_worth_asking(quote, note)) ask(tx, status);
}

void refresh_quote(db::Tx& tx, const Account& author, StatusId status, const Note& note) {
    const auto kept = find_quote(tx, status);
    if (!kept) return keep_quote(tx, author, status, note);
    const Quote said = quote_in(tx, author, status, note);
    if (note.quote.empty() || !is_same_quote(*kept, said)) {
        forget_quote(tx, status);
        return keep_quote(tx, author, status, note);
    }
    const bool is_taken_back = kept->state == QuoteState::Accepted && !kept->approval_uri.empty()
                               && said.approval_uri.empty() && said.state != QuoteState::Accepted;
    if (is_taken_back) return change_quote(tx, *kept, QuoteState::Revoked);
    const bool is_news =
        kept->state == QuoteState::Pending && !said.approval_uri.empty() && said.approval_uri != kept->approval_uri;
    if (!is_news) return;
    tx.exec("update quotes set approval_uri = $2 where status_id = $1", {status, said.approval_uri});
    ask(tx, status);
}

QuotePolicy quote_policy_of(db::Tx& tx, const Account& author, const Note& note) {
    if (note.quoted_freely_by.empty() && note.quoted_on_request_by.empty()) return {};
    federation::Circle circle{.owner = note.author, .followers = "", .following = ""};
    auto rows = tx.query("select followers_url, following_url from remote_actors where account_id = $1", {author.id});
    if (rows.next()) {
        circle.followers = rows.string(0);
        circle.following = rows.string(1);
    }
    return federation::read_policy(note.quoted_freely_by, note.quoted_on_request_by, circle);
}

void verify_quote(const jobs::Arguments& arguments, db::Database& database) {
    const auto status = arguments.id<StatusId>("status_id");
    Errand errand(database);
    std::optional<Parties> parties;
    const auto look = [&] {
        database.read([&](db::Tx& tx) { parties = parties_of(tx, status, QuoteState::Pending); });
    };
    look();
    if (!parties) return; // Gone, or settled.
    fetch_quoted(errand, *parties);
    look();
    if (!parties || !parties->quote.quoted) return;
    if (!parties->is_own && or_again_later(permission_of(errand, *parties)) != Permission::Given) return;
    database.write([&](db::Tx& tx) {
        const auto quote = find_quote(tx, status);
        const bool is_same = quote && quote->state == QuoteState::Pending && quote->quoted == parties->quote.quoted
                             && quote->approval_uri == parties->quote.approval_uri;
        if (is_same) change_quote(tx, *quote, QuoteState::Accepted);
    });
}

std::vector<StatusId> quotes_to_check(db::Tx& tx, std::span<const StatusId> statuses) {
    return tx.query_ids<StatusId>(R"(
        select q.status_id from ids($1) l join quotes q on q.status_id = l.value
        where q.state = 1 and q.approval_uri is not null and q.quoted_account_id <> q.account_id
          and coalesce(q.checked_at, q.created_at) < $2)", {statuses, tx.now() - kCheckEvery});
}

void check_quotes_later(db::Tx& tx, std::span<const StatusId> statuses) {
    for (const StatusId status : statuses) {
        const std::chrono::seconds wait(tx.random().number() % static_cast<std::uint64_t>(kCheckWithin.count()));
        jobs::enqueue_waiting(tx, "check_quote", {{"status_id", status.value}}, tx.now() + wait,
                              "check_quote:" + to_string(status));
    }
}

void check_quote(const jobs::Arguments& arguments, db::Database& database) {
    Errand errand(database);
    const auto checked = recheck_quote(errand, arguments.id<StatusId>("status_id"));
    if (!checked) throw std::runtime_error(checked.error().message);
}

Result<> recheck_quote(Errand& errand, StatusId status) {
    std::optional<Parties> parties;
    errand.database().read([&](db::Tx& tx) { parties = parties_of(tx, status, QuoteState::Accepted); });
    if (!parties || parties->is_own || parties->quote.approval_uri.empty()) return {};
    const Permission permission = TRY(permission_of(errand, *parties));
    if (permission == Permission::Unknown) return {};
    errand.database().write([&](db::Tx& tx) {
        const auto quote = find_quote(tx, status);
        const bool is_same = quote && quote->state == QuoteState::Accepted && quote->quoted == parties->quote.quoted
                             && quote->approval_uri == parties->quote.approval_uri;
        if (!is_same) return;
        tx.exec("update quotes set checked_at = $2 where status_id = $1", {status, tx.now()});
        if (permission == Permission::Missing) change_quote(tx, *quote, QuoteState::Revoked);
    });
    return {};
}

} // namespace statuses

#include "statuses/passed_on.h"

#include "base/crypto.h"
#include "federation/discovery_limit.h"
#include "federation/origins.h"
#include "federation/tombstones.h"
#include "statuses/fetching.h"
#include "statuses/lookup.h"
#include "statuses/quotes.h"
#include "statuses/refreshing.h"
#include "statuses/remote_quotes.h"

#include <optional>
#include <stdexcept>

namespace statuses {

namespace {

using base::Refusal;

// We have asked a relay for what it sends; of others anybody may be made to pass something on.
constexpr federation::Purse kPurse{.requests = 10, .time = std::chrono::seconds(20), .is_for_thread = true};
constexpr federation::Purse kRelayPurse{.requests = 10, .time = std::chrono::seconds(20)};
federation::Purse purse_for(PassedOn what) { return what == PassedOn::Relayed ? kRelayPurse : kPurse; }

constexpr std::chrono::seconds kFirstWait{15};

// Of a post that everybody may read: of others its server says to us, too, that there is no such thing.
std::optional<StatusId> find_open(db::Tx& tx, const std::string& uri) {
    if (is_ours(tx.config(), uri)) return std::nullopt;
    const auto id = find_by_uri(tx, uri);
    const auto status = id ? find_status(tx, *id) : std::nullopt;
    const bool is_open = status && !status->is_local && !status->reblog_of && is_distributable(status->visibility);
    return is_open ? id : std::nullopt;
}

// The quoting post, when this is what its author was permitted it with; of a quoted post that everybody may read.
std::optional<StatusId> find_permitted(db::Tx& tx, const std::string& uri) {
    const auto quote = find_quote_by_approval(tx, uri);
    if (!quote || quote->state != QuoteState::Accepted || !quote->quoted) return std::nullopt;
    const auto quoted = find_status(tx, quote->quoted);
    const bool is_open = quoted && !quoted->is_local && is_distributable(quoted->visibility);
    return is_open ? std::optional(quote->status) : std::nullopt;
}

Result<> refresh(federation::Errand& errand, const std::string& uri) {
    std::optional<StatusId> status, quoting;
    errand.database().read([&](db::Tx& tx) {
        status = find_open(tx, uri);
        if (!status) quoting = find_permitted(tx, uri);
    });
    if (status) return refresh_status(errand, *status);
    return quoting ? recheck_quote(errand, *quoting) : base::not_found();
}

// Unavailable: its server says nothing just now.
Result<> ask(federation::Errand& errand, PassedOn what, const std::string& uri) {
    if (what == PassedOn::Changed) return refresh(errand, uri);
    const auto post = what == PassedOn::Relayed ? fetch_new_status(errand, uri) : fetch_passed_on(errand, uri);
    if (!post) return base::Unexpected(post.error());
    return {};
}

void ask_later(db::Tx& tx, PassedOn what, const std::string& uri) {
    if (!federation::take_question(tx.context(), federation::host_of(uri))) return;
    const int number = static_cast<int>(what);
    jobs::enqueue_waiting(tx, "ask_origin", {{"what", number}, {"uri", uri}}, tx.now() + kFirstWait,
                          "ask_origin:" + std::to_string(number) + base::sha256_hex(uri));
}

} // namespace

bool is_worth_asking(db::Tx& tx, PassedOn what, const std::string& uri) {
    if (what == PassedOn::Changed) return find_open(tx, uri) || find_permitted(tx, uri);
    return !is_ours(tx.config(), uri) && !find_by_uri(tx, uri) && !federation::is_buried(tx, uri);
}

void ask_origin(federation::Errand& errand, PassedOn what, const std::string& uri) {
    federation::Errand short_errand(errand.database(), purse_for(what));
    const auto answer = ask(short_errand, what, uri);
    if (answer || answer.error().refusal != Refusal::Unavailable) return;
    errand.database().write([&](db::Tx& tx) { ask_later(tx, what, uri); });
}

void ask_origin_job(const jobs::Arguments& arguments, db::Database& database) {
    const auto what = static_cast<PassedOn>(arguments.integer("what"));
    const std::string uri = arguments.text("uri");
    bool is_worth_it = false; // It may have come from elsewhere since.
    database.read([&](db::Tx& tx) { is_worth_it = is_worth_asking(tx, what, uri); });
    if (!is_worth_it) return;
    federation::Errand errand(database, purse_for(what));
    const auto answer = ask(errand, what, uri);
    if (!answer && answer.error().refusal == Refusal::Unavailable) throw std::runtime_error(answer.error().message);
}

} // namespace statuses

#include "search/lookup.h"

#include "accounts/remote_accounts.h"
#include "federation/actor_document.h"
#include "federation/actors.h"
#include "federation/fetch.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "federation/webfinger_client.h"
#include "search/account_search.h"
#include "search/status_search.h"
#include "statuses/fetching.h"

namespace search {

namespace {

constexpr federation::Purse kPurse{.requests = 12, .time = std::chrono::seconds(15)};
constexpr std::chrono::hours kFresh{24};

bool is_ours(const base::Config& config, std::string_view host) { return accounts::is_our_domain(config, host); }

bool is_fresh(db::Tx& tx, const accounts::Account& account) {
    if (account.is_local()) return true;
    const auto age = accounts::age_of(tx, account.id);
    return age && age->fetched_at > tx.now() - kFresh;
}

bool must_ask_for(db::Tx& tx, const federation::Handle& handle) {
    if (is_ours(tx.config(), handle.domain)) return false;
    const auto account = accounts::find_by_acct(tx, handle.text());
    return !account || !is_fresh(tx, *account);
}

bool is_known_account(db::Tx& tx, const std::string& url) {
    return accounts::find_by_uri(tx, url).has_value()
           || !find_accounts(tx, {.text = url, .viewer = {}, .limit = 1}).empty();
}

void resolve_url(federation::Errand& errand, const std::string& url) {
    const auto document = federation::discover_document(errand, url);
    if (!document) return;
    if (federation::is_a(*document, federation::kActorTypes)) {
        (void)federation::keep_actor(errand, *document);
    } else {
        (void)statuses::keep_fetched(errand, *document);
    }
}

} // namespace

std::optional<accounts::Account> find_account(db::Tx& tx, const std::string& question) {
    if (const auto handle = federation::Handle::parse(question)) return accounts::find_by_acct(tx, handle->text());
    if (!federation::is_web_url(question)) return std::nullopt;
    if (auto account = accounts::find_by_uri(tx, question)) return account;
    const auto found = find_accounts(tx, {.text = question, .viewer = {}, .limit = 1});
    return found.empty() ? std::nullopt : accounts::find(tx, found.front());
}

bool must_ask_for_account(db::Tx& tx, const std::string& question) {
    if (const auto handle = federation::Handle::parse(question)) return must_ask_for(tx, *handle);
    return federation::is_web_url(question) && !is_ours(tx.config(), federation::host_of(question))
           && !is_known_account(tx, question);
}

bool must_ask(db::Tx& tx, const std::string& question) {
    return must_ask_for_account(tx, question) && !find_status_by_url(tx, question);
}

void ask(db::Database& database, const std::string& question) {
    federation::Errand errand(database, kPurse);
    if (federation::Handle::parse(question)) {
        (void)federation::resolve_handle(errand, question);
    } else {
        resolve_url(errand, question);
    }
}

} // namespace search

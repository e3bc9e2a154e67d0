#include "accounts/moving_lookup.h"

#include "accounts/accounts.h"
#include "accounts/remote_accounts.h"
#include "federation/actors.h"
#include "federation/webfinger_client.h"

namespace accounts {

bool is_elsewhere(const base::Config& config, const std::string& acct) {
    const auto handle = federation::Handle::parse(acct);
    return handle && !is_our_domain(config, handle->domain);
}

Result<> look_up_target(db::Database& database, const std::string& acct) {
    bool is_ours = false;
    std::string uri;
    database.read([&](db::Tx& tx) {
        const auto account = find_by_acct(tx, acct);
        is_ours = account && account->is_local();
        if (account) uri = uri_of(tx, account->id);
    });
    if (is_ours) return {};
    federation::Errand errand(database, {.requests = 12, .time = std::chrono::seconds(15)});
    TRY(uri.empty() ? federation::resolve_handle(errand, acct) : federation::fetch_actor(errand, uri));
    return {};
}

} // namespace accounts

#include "accounts/actors.h"

#include "accounts/accounts.h"
#include "accounts/leaving.h"

#include <unordered_map>

namespace accounts {

Result<Account> find_local_actor(db::Tx& tx, std::string_view username) {
    if (username.find('@') != std::string_view::npos) return base::not_found();
    const auto account = find_by_acct(tx, username);
    if (!account || !account->is_local()) return base::not_found();
    if (account->is_suspended && has_left(tx, account->id)) {
        return base::refuse(base::Refusal::Gone, "This account was deleted");
    }
    return find_shown(tx, account->id);
}

Result<Account> find_active_actor(db::Tx& tx, std::string_view username) {
    auto account = TRY(find_local_actor(tx, username));
    if (account.is_suspended) return base::forbidden();
    return account;
}

std::string actor_uri(const base::Config& config, std::string_view username, std::string_view uri) {
    return uri.empty() ? local_uri(config, username) : std::string(uri);
}

std::vector<std::string> actor_uris(db::Tx& tx, std::span<const AccountId> ids) {
    std::unordered_map<AccountId, std::string> found;
    auto rows = tx.query("select a.id, a.username, a.uri from ids($1) l join accounts a on a.id = l.value", {ids});
    while (rows.next()) {
        found.emplace(rows.id<AccountId>(0), actor_uri(tx.config(), rows.text(1), rows.text(2)));
    }
    std::vector<std::string> uris;
    for (const auto id : ids) {
        if (const auto uri = found.find(id); uri != found.end()) uris.push_back(uri->second);
    }
    return uris;
}

} // namespace accounts

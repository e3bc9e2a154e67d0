#include "accounts/aliases.h"

#include "accounts/outgoing.h"
#include "accounts/remote_accounts.h"
#include "base/json.h"

#include <algorithm>
#include <map>

namespace accounts {

namespace {

std::vector<std::string> alias_uris(db::Tx& tx, AccountId account) {
    std::vector<std::string> uris;
    auto rows = tx.query("select also_known_as from accounts where id = $1", {account});
    const auto parsed = rows.next() ? json::parse(rows.text(0)) : std::nullopt;
    if (!parsed || !parsed->is_array()) return uris;
    for (const auto& uri : parsed->get_array()) {
        if (uri.is_string()) uris.emplace_back(uri.get_string());
    }
    return uris;
}

// Whoever changes them at the same time waits, and then finds what this transaction leaves.
void hold_aliases(db::Tx& tx, AccountId account) {
    tx.exec("update accounts set updated_at = $2 where id = $1", {account, tx.now()});
}

void keep_aliases(db::Tx& tx, AccountId account, const std::vector<std::string>& uris) {
    tx.exec("update accounts set also_known_as = $2 where id = $1",
            {account, boost::json::serialize(json::Array(uris.begin(), uris.end()))});
    announce_profile(tx, account);
}

// By their ids of ActivityPub.
std::map<std::string, std::string> handles_elsewhere(db::Tx& tx, const std::vector<std::string>& uris) {
    std::map<std::string, std::string> handles;
    auto rows =
        tx.query("select uri, username, domain from accounts where uri in (select value from texts($1))", {uris});
    while (rows.next()) handles.emplace(rows.string(0), rows.string(1) + "@" + rows.string(2));
    return handles;
}

bool has(const std::vector<std::string>& uris, const std::string& uri) {
    return std::ranges::find(uris, uri) != uris.end();
}

} // namespace

std::vector<Alias> aliases(db::Tx& tx, AccountId account) {
    const auto uris = alias_uris(tx, account);
    const auto handles = handles_elsewhere(tx, uris);
    std::vector<Alias> found;
    for (const auto& uri : uris) {
        const auto ours = local_username(tx.config(), uri);
        const auto theirs = handles.find(uri);
        found.push_back({.uri = uri,
                         .handle = ours                      ? *ours + "@" + tx.config().domain
                                   : theirs != handles.end() ? theirs->second
                                                             : ""});
    }
    return found;
}

std::optional<AliasObstacle> obstacle_to_alias(db::Tx& tx, const Account& account, const Account& other) {
    if (other.id == account.id) return AliasObstacle::Themselves;
    const auto uris = alias_uris(tx, account.id);
    if (uris.size() >= kMostAliases && !has(uris, uri_of(tx, other.id))) return AliasObstacle::TooMany;
    return std::nullopt;
}

Result<> add_alias(db::Tx& tx, const Account& account, const Account& other) {
    hold_aliases(tx, account.id);
    if (const auto obstacle = obstacle_to_alias(tx, account, other)) {
        return base::invalid(*obstacle == AliasObstacle::Themselves ? "nobody is their own alias"
                                                                    : "nobody has more than 256 aliases");
    }
    auto uris = alias_uris(tx, account.id);
    auto uri = uri_of(tx, other.id);
    if (has(uris, uri)) return {};
    uris.push_back(std::move(uri));
    keep_aliases(tx, account.id, uris);
    return {};
}

Result<> remove_alias(db::Tx& tx, const Account& account, std::string_view uri) {
    hold_aliases(tx, account.id);
    auto uris = alias_uris(tx, account.id);
    if (std::erase(uris, uri) == 0) return base::not_found();
    keep_aliases(tx, account.id, uris);
    return {};
}

} // namespace accounts

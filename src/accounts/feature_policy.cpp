#include "accounts/feature_policy.h"

#include <vector>

namespace accounts {

namespace {

// Whose answer depends on who follows whom.
bool is_for_acquaintances(const Featurable& account) {
    return !account.policy.accepts(InteractionPolicy::Public)
           && (account.policy.names(InteractionPolicy::Followers)
               || account.policy.names(InteractionPolicy::Following));
}

std::unordered_map<AccountId, Acquaintance> acquaintances(db::Tx& tx, AccountId asker,
                                                          std::span<const Featurable> accounts) {
    std::vector<AccountId> ids;
    for (const Featurable& account : accounts) {
        if (is_for_acquaintances(account)) ids.push_back(account.id);
    }
    std::unordered_map<AccountId, Acquaintance> found;
    if (ids.empty()) return found;
    auto rows = tx.query(R"(
        select l.value,
               exists (select 1 from follows f where f.account_id = $1 and f.target_account_id = l.value),
               exists (select 1 from follows f where f.account_id = l.value and f.target_account_id = $1)
        from ids($2) l)", {asker, ids});
    while (rows.next()) {
        found.emplace(rows.id<AccountId>(0), Acquaintance{.follows = rows.boolean(1), .is_followed = rows.boolean(2)});
    }
    return found;
}

} // namespace

InteractionPolicy local_feature_policy(bool is_discoverable, bool is_locked) {
    InteractionPolicy policy;
    if (is_discoverable) policy.accept(is_locked ? InteractionPolicy::Followers : InteractionPolicy::Public);
    return policy;
}

std::unordered_map<AccountId, Consent> feature_consents(db::Tx& tx, AccountId asker,
                                                        std::span<const Featurable> accounts) {
    std::unordered_map<AccountId, Consent> consents;
    const auto known = asker ? acquaintances(tx, asker, accounts) : std::unordered_map<AccountId, Acquaintance>();
    for (const Featurable& account : accounts) {
        const auto acquaintance = known.find(account.id);
        Consent consent =
            consent_of(account.policy, acquaintance == known.end() ? Acquaintance() : acquaintance->second);
        if (account.policy == InteractionPolicy() && !account.is_local) consent = Consent::Missing;
        if (!asker) consent = Consent::Denied;
        if (asker && account.id == asker) consent = Consent::Automatic;
        consents.emplace(account.id, consent);
    }
    return consents;
}

Consent feature_consent(db::Tx& tx, AccountId asker, AccountId account) {
    auto rows = tx.query(
        "select domain, coalesce(is_discoverable, false), is_locked, feature_policy from accounts where id = $1",
        {account});
    if (!rows.next()) return Consent::Denied;
    const bool is_local = rows.text(0).empty();
    const Featurable one{.id = account,
                         .policy = is_local ? local_feature_policy(rows.boolean(1), rows.boolean(2))
                                            : InteractionPolicy(rows.integer(3)),
                         .is_local = is_local};
    return feature_consents(tx, asker, std::span(&one, 1)).at(account);
}

} // namespace accounts

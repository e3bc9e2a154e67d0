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

// Of those of whom it matters, and who are not among `known`.
Acquaintances other_acquaintances(db::Tx& tx, AccountId asker, std::span<const Featurable> accounts,
                                  const Acquaintances& known) {
    std::vector<AccountId> ids;
    for (const Featurable& account : accounts) {
        if (is_for_acquaintances(account) && !known.contains(account.id)) ids.push_back(account.id);
    }
    Acquaintances found;
    if (ids.empty()) return found;
    auto rows = tx.query(R"(
        select l.value, f.account_id is not null, g.account_id is not null
        from ids($2) l
        left join follows f on f.account_id = $1 and f.target_account_id = l.value
        left join follows g on g.account_id = l.value and g.target_account_id = $1)", {asker, ids});
    while (rows.next()) {
        found.emplace(rows.id<AccountId>(0), Acquaintance{.follows = rows.boolean(1), .is_followed = rows.boolean(2)});
    }
    return found;
}

Acquaintance find_in(const Acquaintances& known, const Acquaintances& others, AccountId id) {
    if (const auto found = known.find(id); found != known.end()) return found->second;
    const auto found = others.find(id);
    return found == others.end() ? Acquaintance() : found->second;
}

} // namespace

InteractionPolicy local_feature_policy(bool is_discoverable, bool is_locked) {
    InteractionPolicy policy;
    if (is_discoverable) policy.accept(is_locked ? InteractionPolicy::Followers : InteractionPolicy::Public);
    return policy;
}

std::unordered_map<AccountId, Consent> feature_consents(db::Tx& tx, AccountId asker,
                                                        std::span<const Featurable> accounts,
                                                        const Acquaintances& known) {
    std::unordered_map<AccountId, Consent> consents;
    const auto others = asker ? other_acquaintances(tx, asker, accounts, known) : Acquaintances();
    for (const Featurable& account : accounts) {
        Consent consent = consent_of(account.policy, find_in(known, others, account.id));
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

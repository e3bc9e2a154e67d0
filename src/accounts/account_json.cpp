#include "accounts/account_json.h"

#include "accounts/accounts.h"
#include "accounts/feature_policy.h"
#include "base/renderings.h"
#include "instance/custom_emojis.h"

#include <algorithm>

namespace accounts {

namespace {

void write_counts(json::Writer& out, const KnownAccount& row) {
    out.field("followers_count", row.followers_count);
    out.field("following_count", row.following_count);
    out.field("statuses_count", row.statuses_count);
    if (row.last_status_at) {
        out.field("last_status_at", base::iso_date(*row.last_status_at));
    } else {
        out.null_field("last_status_at");
    }
}

} // namespace

AccountEntities::AccountEntities(db::Tx& tx, std::span<const AccountId> ids, KnownAccounts found, Moved moved,
                                 AccountId viewer, const Acquaintances& known) {
    std::vector<AccountId> others;
    for (const AccountId id : ids) {
        if (!found.contains(id)) others.push_back(id);
    }
    if (!others.empty()) found.merge(known_accounts(tx, others));
    for (auto& [id, row] : found) shown_.try_emplace(id, Shown{.row = std::move(row)});
    find_renderings(tx, moved);
    load_emojis(tx);
    load_consents(tx, viewer, known);
}

void AccountEntities::find_renderings(db::Tx& tx, Moved moved) {
    auto& kept = tx.context().renderings.accounts;
    std::vector<AccountId> missing;
    for (auto& [id, shown] : shown_) {
        shown.rendering = kept.find(id.value, shown.row->revision, tx.now());
        if (!shown.rendering) missing.push_back(id);
    }
    for (RenderedAccount& one : render_accounts(tx, missing, moved)) {
        Shown& shown = shown_.at(one.id);
        shown.rendering = std::move(one.rendering);
        if (one.has_moved || tx.access() == db::Access::Write) continue;
        kept.keep(one.id.value, shown.row->revision, tx.now(), shown.rendering);
    }
    std::erase_if(shown_, [](const auto& entry) { return !entry.second.rendering; }); // Gone in between.
}

void AccountEntities::load_emojis(db::Tx& tx) {
    instance::EmojiEntities emojis;
    bool has_any = false;
    for (const auto& [id, shown] : shown_) {
        has_any = emojis.want(shown.rendering->domain, shown.rendering->emojis) || has_any;
    }
    if (!has_any) return;
    emojis.load(tx, shown_.begin()->second.row->emojis_revision);
    for (auto& [id, shown] : shown_) {
        if (shown.rendering->emojis.empty()) continue;
        json::Writer out(shown.emojis);
        emojis.write(out, shown.rendering->domain, {shown.rendering->emojis});
    }
}

void AccountEntities::load_consents(db::Tx& tx, AccountId viewer, const Acquaintances& known) {
    if (!viewer) return;
    std::vector<Featurable> accounts;
    for (const auto& [id, shown] : shown_) {
        accounts.push_back({.id = id,
                            .policy = InteractionPolicy(shown.rendering->feature_policy),
                            .is_local = shown.rendering->domain.empty()});
    }
    for (const auto& [id, consent] : feature_consents(tx, viewer, accounts, known)) shown_.at(id).consent = consent;
}

void AccountEntities::write(json::Writer& out, AccountId id) const { write_with(out, id, {}); }

void AccountEntities::write_with(json::Writer& out, AccountId id, std::string_view members) const {
    const Shown& shown = shown_.at(id);
    out.begin_object();
    out.raw(shown.rendering->members);
    write_counts(out, *shown.row);
    out.key("feature_approval");
    write_approval(out, InteractionPolicy(shown.rendering->feature_policy), shown.consent);
    shown.emojis.empty() ? out.empty_array_field("emojis") : out.raw_field("emojis", shown.emojis);
    if (!members.empty()) out.raw(members);
    out.end_object();
}

void write_accounts(json::Writer& out, db::Tx& tx, std::span<const AccountId> ids, AccountId viewer) {
    const AccountEntities entities(tx, ids, {}, Moved::Shown, viewer);
    out.begin_array();
    for (const auto id : ids) {
        if (entities.has(id)) entities.write(out, id);
    }
    out.end_array();
}

void write_account(json::Writer& out, db::Tx& tx, AccountId id) {
    AccountEntities(tx, std::span(&id, 1)).write(out, id);
}

void write_account(json::Writer& out, db::Tx& tx, std::shared_ptr<const KnownAccount> account, AccountId viewer) {
    const AccountId id = account->account.id;
    AccountEntities(tx, {}, {{id, std::move(account)}}, Moved::Shown, viewer).write(out, id);
}

} // namespace accounts

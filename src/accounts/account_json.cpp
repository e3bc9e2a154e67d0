#include "accounts/account_json.h"

#include "accounts/accounts.h"
#include "accounts/feature_policy.h"
#include "base/renderings.h"
#include "instance/custom_emojis.h"

#include <algorithm>

namespace accounts {

namespace {

std::vector<AccountHead> load_heads(db::Tx& tx, std::span<const AccountId> ids) {
    static const std::string kSql = "select" + std::string(kHeadColumns)
                                    + " from ids($1) l join accounts a on a.id = l.value" + std::string(kHeadJoin);
    std::vector<AccountHead> heads;
    if (ids.empty()) return heads;
    auto rows = tx.query(kSql, {ids});
    while (rows.next()) heads.push_back(read_head(rows, 0));
    return heads;
}

void write_counts(json::Writer& out, const AccountHead& head) {
    out.field("followers_count", head.followers_count);
    out.field("following_count", head.following_count);
    out.field("statuses_count", head.statuses_count);
    if (head.last_status_at) {
        out.field("last_status_at", base::iso_date(*head.last_status_at));
    } else {
        out.null_field("last_status_at");
    }
}

} // namespace

AccountHead read_head(const db::Rows& rows, int column) {
    return {.id = rows.id<AccountId>(column),
            .revision = rows.integer(column + 1),
            .statuses_count = rows.integer(column + 2),
            .following_count = rows.integer(column + 3),
            .followers_count = rows.integer(column + 4),
            .last_status_at = rows.maybe_time(column + 5),
            .emojis_revision = rows.integer(column + 6)};
}

Result<OpenedAccount> open_account(db::Tx& tx, AccountId id) {
    static const std::string kSql = "select" + std::string(kHeadColumns) + ", r.fetched_at from accounts a"
                                    + std::string(kHeadJoin) + " left join remote_actors r on r.account_id = a.id"
                                    + " left join users u on u.account_id = a.id where a.id = $1 and "
                                    + std::string(kIsShown);
    auto rows = tx.query(kSql, {id});
    if (!rows.next()) return base::not_found();
    return OpenedAccount{.head = read_head(rows, 0), .fetched_at = rows.maybe_time(kHeadColumnCount)};
}

AccountEntities::AccountEntities(db::Tx& tx, std::span<const AccountId> ids, std::span<const AccountHead> heads,
                                 Moved moved, AccountId viewer, const Acquaintances& known) {
    for (const AccountHead& head : heads) shown_.try_emplace(head.id, Shown{.head = head});
    std::vector<AccountId> others;
    for (const AccountId id : ids) {
        if (!shown_.contains(id)) others.push_back(id);
    }
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
    for (const AccountHead& head : load_heads(tx, others)) {
        shown_.try_emplace(head.id, Shown{.head = head});
    }
    find_renderings(tx, moved);
    load_emojis(tx);
    load_consents(tx, viewer, known);
}

void AccountEntities::find_renderings(db::Tx& tx, Moved moved) {
    auto& kept = tx.context().renderings.accounts;
    std::vector<AccountId> missing;
    for (auto& [id, shown] : shown_) {
        shown.rendering = kept.find(id.value, shown.head.revision, tx.now());
        if (!shown.rendering) missing.push_back(id);
    }
    for (RenderedAccount& one : render_accounts(tx, missing, moved)) {
        Shown& shown = shown_.at(one.id);
        shown.rendering = std::move(one.rendering);
        if (one.has_moved || tx.access() == db::Access::Write) continue;
        kept.keep(one.id.value, shown.head.revision, tx.now(), shown.rendering);
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
    emojis.load(tx, shown_.begin()->second.head.emojis_revision);
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
    write_counts(out, shown.head);
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

void write_account(json::Writer& out, db::Tx& tx, const AccountHead& head, AccountId viewer) {
    AccountEntities(tx, {}, std::span(&head, 1), Moved::Shown, viewer).write(out, head.id);
}

} // namespace accounts

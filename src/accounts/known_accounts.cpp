#include "accounts/known_accounts.h"

#include "accounts/accounts.h"
#include "accounts/roles.h"
#include "base/remembered.h"
#include "db/remembering.h"

#include <stdexcept>
#include <utility>
#include <vector>

namespace accounts {

namespace {

// Clients show "40+" at most.
constexpr int kMaxFollowRequestsCount = 40;

KnownAccount read_known(const db::Rows& rows) {
    return {.account = {.id = rows.id<AccountId>(0),
                        .username = rows.string(1),
                        .domain = rows.string(2),
                        .is_locked = rows.boolean(3),
                        .is_suspended = rows.boolean(4),
                        .is_limited = rows.boolean(5)},
            .is_shown = rows.boolean(6),
            .has_moved = rows.boolean(14),
            .revision = rows.integer(7),
            .statuses_count = rows.integer(8),
            .following_count = rows.integer(9),
            .followers_count = rows.integer(10),
            .last_status_at = rows.maybe_time(11),
            .emojis_revision = rows.integer(12),
            .fetched_at = rows.maybe_time(13)};
}

void load(db::Tx& tx, std::span<const AccountId> ids, KnownAccounts& into) {
    static const std::string kSql = R"(
        select a.id, a.username, a.domain, a.is_locked, a.suspended_at is not null, a.silenced_at is not null,)" + std::string(kIsShown) + R"(,
               a.revision, n.statuses_count, n.following_count, n.followers_count, n.last_status_at,
               (select revision from revisions where name = 'custom_emojis'), r.fetched_at,
               a.moved_to_account_id is not null
        from ids($1) l join accounts a on a.id = l.value
        left join account_stats n on n.account_id = a.id
        left join users u on u.account_id = a.id
        left join remote_actors r on r.account_id = a.id)";
    auto rows = tx.query(kSql, {ids});
    while (rows.next()) {
        auto known = std::make_shared<const KnownAccount>(read_known(rows));
        const AccountId id = known->account.id;
        tx.context().remembered.keep_account(tx.sight(), id, known);
        into.insert_or_assign(id, std::move(known));
    }
}

OwnAccount load_own(db::Tx& tx, AccountId id) {
    auto rows = tx.query(R"(
        select a.note_text, a.fields, a.attribution_domains, u.default_visibility, u.default_quote_policy,
               u.default_sensitive, u.default_language, a.hides_collections, a.is_indexable, a.is_discoverable, u.role,
               (select count(*) from (select 1 from follow_requests r where r.target_account_id = a.id limit $2) r)
        from accounts a join users u on u.account_id = a.id
        where a.id = $1)", {id, kMaxFollowRequestsCount});
    if (!rows.next()) throw std::logic_error("an account without a user has nothing of its own");
    return {.note_text = rows.string(0),
            .fields = rows.string(1),
            .attribution_domains = rows.string(2),
            .visibility = rows.string(3),
            .quote_policy = rows.string(4),
            .is_sensitive = rows.boolean(5),
            .language = rows.maybe_string(6),
            .hides_collections = rows.boolean(7),
            .is_indexable = rows.boolean(8),
            .is_discoverable = rows.is_null(9) ? std::nullopt : std::optional(rows.boolean(9)),
            .follow_requests_count = rows.integer(11),
            .role = role_from_key(rows.text(10))};
}

} // namespace

KnownAccounts known_accounts(db::Tx& tx, std::span<const AccountId> ids) {
    KnownAccounts known;
    std::vector<AccountId> missing;
    db::catch_up(tx);
    for (const AccountId id : ids) {
        const auto [place, is_new] = known.try_emplace(id);
        if (!is_new) continue;
        if (db::may_take(tx)) place->second = tx.context().remembered.account(id);
        if (!place->second) missing.push_back(id);
    }
    if (missing.empty()) return known;
    load(tx, missing, known);
    std::erase_if(known, [](const auto& entry) { return !entry.second; });
    return known;
}

Result<std::shared_ptr<const KnownAccount>> known_account(db::Tx& tx, AccountId id) {
    const auto known = known_accounts(tx, std::span(&id, 1));
    const auto found = known.find(id);
    if (found == known.end() || !found->second->is_shown) return base::not_found();
    return found->second;
}

std::shared_ptr<const OwnAccount> own_account(db::Tx& tx, AccountId id) {
    db::catch_up(tx);
    auto& remembered = tx.context().remembered;
    if (db::may_take(tx)) {
        if (auto own = remembered.own_account(id)) return own;
    }
    auto own = std::make_shared<const OwnAccount>(load_own(tx, id));
    remembered.keep_own_account(tx.sight(), id, own);
    return own;
}

} // namespace accounts

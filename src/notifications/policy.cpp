#include "notifications/policy.h"

#include "accounts/roles.h"
#include "notifications/notifications.h"
#include "statuses/status.h"

#include <algorithm>
#include <chrono>

namespace notifications {

namespace {

constexpr std::array<std::string_view, 3> kWords = {"accept", "filter", "drop"};

constexpr std::chrono::days kNewAccount{30};
constexpr std::chrono::days kNewFollower{3};
// How far up a thread to look for what a private mention answers.
constexpr int kThreadDepth = 100;

// In the order of kPolicyParts, from `column` on. The defaults where there is no row.
Policy read_policy(const db::Rows& rows, int column) {
    Policy policy;
    for (const PolicyPart& part : kPolicyParts) {
        if (const auto action = action_from(rows.text(column))) policy.*part.action = *action;
        ++column;
    }
    return policy;
}

// Who `from` is to `to`.
struct Stranger {
    bool is_followed = false;
    bool follows = false; // Not only since yesterday.
    bool is_new = false;
    bool is_limited = false;
    bool is_bot = false;
    bool is_permitted = false;
    accounts::Role role = accounts::Role::User;
    accounts::Role reader_role = accounts::Role::User;
    Policy policy;
};

std::optional<Stranger> look_at(db::Tx& tx, const Notice& notice) {
    auto rows = tx.query(R"(
        select exists (select 1 from follows f where f.account_id = $1 and f.target_account_id = $2),
               exists (select 1 from follows f where f.account_id = $2 and f.target_account_id = $1
                       and f.created_at <= $3),
               a.created_at > $4, a.silenced_at is not null, a.actor_type in ('Service', 'Application'),
               exists (select 1 from notification_permissions p where p.account_id = $1 and p.from_account_id = $2),
               u.role, r.role,
               p.for_not_following, p.for_not_followers, p.for_new_accounts, p.for_private_mentions,
               p.for_limited_accounts, p.for_bots
        from accounts a
        left join users u on u.account_id = a.id
        left join users r on r.account_id = $1
        left join notification_policies p on p.account_id = $1
        where a.id = $2)", {notice.to, notice.from, tx.now() - kNewFollower, tx.now() - kNewAccount});
    if (!rows.next()) return std::nullopt;
    return Stranger{.is_followed = rows.boolean(0),
                    .follows = rows.boolean(1),
                    .is_new = rows.boolean(2),
                    .is_limited = rows.boolean(3),
                    .is_bot = rows.boolean(4),
                    .is_permitted = rows.boolean(5),
                    .role = accounts::role_from_key(rows.text(6)),
                    .reader_role = accounts::role_from_key(rows.text(7)),
                    .policy = read_policy(rows, 8)};
}

// Whether it is a private mention outside every thread in which the reader has written to its author privately.
bool is_unasked_private_mention(db::Tx& tx, const Notice& notice) {
    if (notice.kind != Kind::Mention) return false;
    auto rows = tx.query(R"(
        select coalesce(in_reply_to_id, 0) from statuses where id = $1 and visibility = $2)", {notice.status, static_cast<int>(statuses::Visibility::Direct)});
    if (!rows.next()) return false;
    return !tx.query_integer(R"(
        with recursive thread (id, parent_id, depth) as (
            select s.id, s.in_reply_to_id, 1 from statuses s where s.id = $1
            union all
            select s.id, s.in_reply_to_id, thread.depth + 1 from thread join statuses s on s.id = thread.parent_id
            where thread.depth < $5)
        select 1 from thread
        join statuses s on s.id = thread.id
        join mentions m on m.status_id = s.id and m.account_id = $3
        where s.account_id = $2 and s.visibility = $4 limit 1)", {rows.integer(0), notice.to, notice.from,
                                        static_cast<int>(statuses::Visibility::Direct), kThreadDepth})
                .has_value();
}

Action strictest(std::initializer_list<Action> actions) { return std::max(actions); }

} // namespace

std::string_view to_string(Action action) { return kWords[static_cast<std::size_t>(action)]; }

std::optional<Action> action_from(std::string_view word) {
    const auto found = std::ranges::find(kWords, word);
    if (found == kWords.end()) return std::nullopt;
    return static_cast<Action>(found - kWords.begin());
}

Policy policy_of(db::Tx& tx, AccountId reader) {
    auto rows = tx.query(R"(
        select for_not_following, for_not_followers, for_new_accounts, for_private_mentions, for_limited_accounts,
               for_bots
        from notification_policies where account_id = $1)", {reader});
    return rows.next() ? read_policy(rows, 0) : Policy{};
}

void set_policy(db::Tx& tx, AccountId reader, const Policy& policy) {
    tx.exec(R"(
        insert into notification_policies (account_id, for_not_following, for_not_followers, for_new_accounts,
                                           for_private_mentions, for_limited_accounts, for_bots)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (account_id) do update
        set for_not_following = excluded.for_not_following, for_not_followers = excluded.for_not_followers,
            for_new_accounts = excluded.for_new_accounts, for_private_mentions = excluded.for_private_mentions,
            for_limited_accounts = excluded.for_limited_accounts, for_bots = excluded.for_bots)",
            {reader, to_string(policy.not_following), to_string(policy.not_followers), to_string(policy.new_accounts),
             to_string(policy.private_mentions), to_string(policy.limited_accounts), to_string(policy.bots)});
}

Action decide(db::Tx& tx, const Notice& notice) {
    if (!is_filterable(notice.kind)) return Action::Accept;
    const auto stranger = look_at(tx, notice);
    if (!stranger || stranger->is_permitted) return Action::Accept;
    if (notice.kind == Kind::Mention && stranger->role > stranger->reader_role) return Action::Accept;

    const Policy& policy = stranger->policy;
    const Action follower = stranger->follows ? Action::Accept : policy.not_followers;
    if (stranger->is_followed) return follower;
    const bool is_private = policy.private_mentions != Action::Accept && is_unasked_private_mention(tx, notice);
    return strictest({follower, policy.not_following, stranger->is_new ? policy.new_accounts : Action::Accept,
                      stranger->is_limited ? policy.limited_accounts : Action::Accept,
                      stranger->is_bot ? policy.bots : Action::Accept,
                      is_private ? policy.private_mentions : Action::Accept});
}

} // namespace notifications

#include "notifications/policy.h"

#include "notifications/senders.h"
#include "statuses/status.h"

#include <algorithm>

namespace notifications {

namespace {

constexpr std::array<std::string_view, 3> kWords = {"accept", "filter", "drop"};

// How far up a thread to look for what a private mention answers.
constexpr int kThreadDepth = 100;

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

Policy read_policy(const db::Rows& rows, int column) {
    Policy policy;
    for (const PolicyPart& part : kPolicyParts) {
        if (const auto action = action_from(rows.text(column))) policy.*part.action = *action;
        ++column;
    }
    return policy;
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

Action decide(db::Tx& tx, const Notice& notice, const Sender& sender) {
    if (!is_filterable(notice.kind) || sender.is_permitted) return Action::Accept;
    if (notice.kind == Kind::Mention && sender.outranks_reader()) return Action::Accept;

    const Policy& policy = sender.policy;
    const Action follower = sender.follows ? Action::Accept : policy.not_followers;
    if (sender.is_followed) return follower;
    const bool is_private = policy.private_mentions != Action::Accept && is_unasked_private_mention(tx, notice);
    return strictest({follower, policy.not_following, sender.is_new ? policy.new_accounts : Action::Accept,
                      sender.is_limited ? policy.limited_accounts : Action::Accept,
                      sender.is_bot ? policy.bots : Action::Accept,
                      is_private ? policy.private_mentions : Action::Accept});
}

} // namespace notifications

#include "notifications/senders.h"

#include <chrono>
#include <string>

namespace notifications {

namespace {

constexpr std::chrono::days kNewAccount{30};
constexpr std::chrono::days kNewFollower{3};

// What a mention may say besides, which the reader does not want to hear of: that it speaks to, or answers, somebody
// whom they block, or mute with notifications.
constexpr std::string_view kSpeaksOfHidden = R"(
        exists (select 1
                from (select m.account_id from mentions m where m.status_id = $4 and not m.is_silent
                      union all
                      select s.in_reply_to_account_id from statuses s where s.id = $4) named
                where exists (select 1 from blocks b where b.account_id = $1 and b.target_account_id = named.account_id)
                   or exists (select 1 from mutes m where m.account_id = $1 and m.target_account_id = named.account_id
                              and m.hides_notifications and (m.expires_at is null or m.expires_at > $5))))";

// $4 is the status, or 0; $5 the time, $6 and $7 since when a follower and an account are new; $8 and $9 are the keys
// of groups. `is_same` says which rows of notifications `n` are about the same thing; `is_unwanted`
// says what else the reader does not want to hear of, but from staff.
std::string sql(std::string_view is_same, std::string_view is_unwanted = "false") {
    return std::string(R"(
        select exists (select 1 from follows f where f.account_id = $1 and f.target_account_id = $2),
               exists (select 1 from follows f where f.account_id = $2 and f.target_account_id = $1
                       and f.created_at <= $6),
               a.created_at > $7, a.silenced_at is not null, a.actor_type in ('Service', 'Application'),
               exists (select 1 from notification_permissions p where p.account_id = $1 and p.from_account_id = $2),
               u.role, r.role,
               exists (select 1 from notifications n where )") + std::string(kSameNotice) + " and " + std::string(is_same) + "), "
           + std::string(is_unwanted) + R"(,
               p.for_not_following, p.for_not_followers, p.for_new_accounts, p.for_private_mentions,
               p.for_limited_accounts, p.for_bots,)" + std::string(kHeadColumns) + R"(
        from users r
        join accounts a on a.id = $2 and a.suspended_at is null
        left join users u on u.account_id = a.id
        left join notification_policies p on p.account_id = r.account_id)"
           + std::string(kJoinNewestHead) + R"(
        where r.account_id = $1
          and not exists (select 1 from blocks b where b.account_id = $1 and b.target_account_id = $2)
          and not exists (select 1 from blocks b where b.account_id = $2 and b.target_account_id = $1)
          and not exists (select 1 from account_domain_blocks d where d.account_id = $1 and d.domain = a.domain)
          and not exists (select 1 from mutes m where m.account_id = $1 and m.target_account_id = $2
                          and m.hides_notifications and (m.expires_at is null or m.expires_at > $5))
          and not exists (select 1 from statuses s join conversation_mutes m on m.conversation_id = s.conversation_id
                          where s.id = $4 and m.account_id = $1))";
}

db::Rows query(db::Tx& tx, const Notice& notice) {
    static const std::string kAboutStatus = sql("n.status_id = $4");
    static const std::string kMention = sql("n.status_id = $4", kSpeaksOfHidden);
    static const std::string kAboutOther =
        sql("n.status_id is null and coalesce(n.report_id, 0) = $10 and coalesce(n.severance_id, 0) = $11 "
            "and coalesce(n.collection_id, 0) = $12");
    const auto kind = to_string(notice.kind);
    const auto keys = key_range_of(notice.kind, notice.status);
    const auto follower_since = tx.now() - kNewFollower, here_since = tx.now() - kNewAccount;
    if (notice.status) {
        return tx.query(
            notice.kind == Kind::Mention ? kMention : kAboutStatus,
            {notice.to, notice.from, kind, notice.status, tx.now(), follower_since, here_since, keys.begin, keys.end});
    }
    return tx.query(kAboutOther, {notice.to, notice.from, kind, notice.status, tx.now(), follower_since, here_since,
                                  keys.begin, keys.end, notice.report, notice.severance, notice.collection});
}

// The end of one's own poll, and what nobody did.
bool is_news_of_oneself(Kind kind) { return kind == Kind::Poll || kind == Kind::SeveredRelationships; }

} // namespace

std::optional<Sender> find_sender(db::Tx& tx, const Notice& notice) {
    if (notice.to == notice.from && !is_news_of_oneself(notice.kind)) return std::nullopt;
    auto rows = query(tx, notice);
    if (!rows.next()) return std::nullopt;
    Sender sender{.is_followed = rows.boolean(0),
                  .follows = rows.boolean(1),
                  .is_new = rows.boolean(2),
                  .is_limited = rows.boolean(3),
                  .is_bot = rows.boolean(4),
                  .is_permitted = rows.boolean(5),
                  .role = accounts::role_from_key(rows.text(6)),
                  .reader_role = accounts::role_from_key(rows.text(7)),
                  .policy = read_policy(rows, 10),
                  .has_told = rows.boolean(8),
                  .newest_head = read_head(rows, 10 + static_cast<int>(kPolicyParts.size()))};
    const bool speaks_of_hidden = rows.boolean(9);
    if (speaks_of_hidden && !sender.outranks_reader()) return std::nullopt;
    return sender;
}

} // namespace notifications

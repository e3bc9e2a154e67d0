#include "statuses/reach.h"

#include "federation/audience.h"

#include <string_view>

namespace statuses {

namespace {

using federation::Suspended;

// Visibilities: 0 public, 1 unlisted, 2 private, 3 direct.
constexpr std::string_view kMentioned = "select m.account_id as id from mentions m where m.status_id = $1";

constexpr std::string_view kFollowers = R"(
    select f.account_id from statuses s join follows f on f.target_account_id = s.account_id
    where s.id = $1 and s.visibility < 3)";

// Those who follow one of ours that is answered, but for domains that the author blocks.
constexpr std::string_view kThread = R"(
    select s.in_reply_to_account_id from statuses s where s.id = $1 and s.visibility < 2
    union all
    select f.account_id from statuses s
    join statuses p on p.id = s.in_reply_to_id
    join follows f on f.target_account_id = p.account_id
    where s.id = $1 and s.visibility < 2 and p.is_local and p.account_id <> s.account_id
      and not exists (select 1 from account_domain_blocks d
                      where d.account_id = s.account_id
                        and d.domain = (select a.domain from accounts a where a.id = f.account_id))
    union all
    select o.account_id from statuses s join statuses o on o.id = s.reblog_of_id where s.id = $1)";

constexpr std::string_view kQuoted = R"(
    select q.quoted_account_id from quotes q join statuses s on s.id = q.status_id
    where q.status_id = $1 and s.visibility < 2)";

constexpr std::string_view kQuoters = R"(
    select q.account_id from statuses s join quotes q on q.quoted_status_id = s.id
    where s.id = $1 and q.state = 1 and s.visibility < 2)";

constexpr std::string_view kBoosters = R"(
    select b.account_id from statuses s join statuses b on b.reblog_of_id = s.id where s.id = $1 and s.visibility < 2)";

constexpr std::string_view kReactors = R"(
    select v.account_id from statuses s join favourites v on v.status_id = s.id where s.id = $1 and s.visibility < 2
    union all
    select a.account_id from statuses s join statuses a on a.in_reply_to_id = s.id
    where s.id = $1 and s.visibility < 2)";

constexpr std::string_view kVoters = R"(
    select v.account_id from statuses s join poll_votes v on v.poll_id = s.poll_id where s.id = $1)";

// What is for everybody.
constexpr std::string_view kRelays = R"( union all
    select l.inbox_url from relays l
    where l.state = 1 and (select s.visibility from statuses s where s.id = $1) = 0)";

// Whoever may have a copy of what is gone now, or was not for everybody: nothing of it is told but that.
constexpr std::string_view kHolders = R"(
    select s.in_reply_to_account_id from statuses s where s.id = $1
    union all
    select q.quoted_account_id from quotes q where q.status_id = $1
    union all
    select q.account_id from quotes q where q.quoted_status_id = $1
    union all
    select b.account_id from statuses b where b.reblog_of_id = $1
    union all
    select v.account_id from favourites v where v.status_id = $1
    union all
    select a.account_id from statuses a where a.in_reply_to_id = $1)";

// Each of us, too, is looked for among those elsewhere: by primary key, which costs next to nothing.
std::string sql(std::initializer_list<std::string_view> people, Suspended suspended = Suspended::LeftOut) {
    std::string text = "select r.delivery_inbox_url from (";
    for (const auto part : people) {
        if (part != *people.begin()) text += " union all ";
        text += part;
    }
    text += ") p join remote_actors r on r.account_id = p.id";
    if (suspended == Suspended::LeftOut) {
        text += " where (select a.suspended_at from accounts a where a.id = r.account_id) is null";
    }
    return text.append(kRelays);
}

} // namespace

db::Rows ask_reach_of_new(db::Tx& tx, StatusId id) {
    static const std::string kSql = sql({kMentioned, kFollowers, kThread, kQuoted});
    return tx.query_ahead(kSql, {id});
}

std::vector<std::string> reach(db::Tx& tx, StatusId id) {
    static const std::string kSql = sql({kMentioned, kFollowers, kThread, kQuoted, kQuoters, kBoosters, kReactors});
    return federation::distinct_inboxes(tx.query(kSql, {id}));
}

db::Rows ask_reach_of_deletion(db::Tx& tx, StatusId id) {
    static const std::string kSql = sql({kMentioned, kFollowers, kThread, kHolders}, Suspended::Told);
    return tx.query_ahead(kSql, {id});
}

std::vector<std::string> reach_of_tally(db::Tx& tx, StatusId id) {
    static const std::string kSql = sql({kMentioned, kFollowers, kBoosters, kVoters});
    return federation::distinct_inboxes(tx.query(kSql, {id}));
}

} // namespace statuses

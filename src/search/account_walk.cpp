#include "search/account_walk.h"

#include <algorithm>

namespace search {

namespace {

constexpr int kMaxScanned = 500;
constexpr int kMaxFollowed = 500;
constexpr int kMaxFollowedAlone = 5000;

// Of a question of several words, as most are of one: $11 to $16 are the ranges of the second, third and fourth.
const std::string kHasOtherWords = R"(
          and ($11 = '' or exists (select 1 from account_terms w
                                  where w.account_id = t.account_id and w.term >= $11 and w.term < $12))
          and ($13 = '' or exists (select 1 from account_terms w
                                  where w.account_id = t.account_id and w.term >= $13 and w.term < $14))
          and ($15 = '' or exists (select 1 from account_terms w
                                  where w.account_id = t.account_id and w.term >= $15 and w.term < $16)))";

// Somebody is met at the first of their terms that fit.
const std::string kIsFirstTerm = R"(
          and not exists (select 1 from account_terms o
                          where o.account_id = t.account_id and o.term >= $1 and o.term < t.term))";

const std::string kIsShown = R"(
          and a.suspended_at is null and a.moved_to_account_id is null
          and (a.domain > '' or not exists (select 1 from users u where u.account_id = a.id
                                            and not (u.is_approved and u.confirmed_at is not null))))";

// Who has one of the names in a range of terms, those with more followers first. Lazily: an account that the page has
// no room for is not looked at. `cross join` keeps SQLite to this order.
std::string walk(int place, const std::string& range, const std::string& conditions) {
    return "select " + std::to_string(place) + R"( as place, t.tier, t.term, a.id
        from (select tier, term, account_id from account_terms
              where tier in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9) and )" + range + R"(
              order by tier, term, account_id limit $8) t
        cross join accounts a
        where a.id = t.account_id)"
           + conditions + kIsShown + " limit $9";
}

// Among the followed, where $8 is 0, is the viewer too: they can be in their own lists.
// By place: one of ours whose very name that is, others of that name whom the viewer follows, others of that name;
// those whose names begin so whom the viewer follows, and all others. Somebody may come at several places.
std::string sql(const std::string& has_other_words) {
    const std::string ours = R"(
        select 0 as place, 0 as tier, '' as term, a.id
        from accounts a where lower(a.username) = $10 and a.domain = '')" + kIsShown;
    // `|| ''` keeps PostgreSQL from looking the name up in accounts, where thousands of servers may have it.
    const std::string exact = walk(2, "term >= $4 and term < $5", " and lower(a.username) || '' = $3");
    const std::string followed = R"(
        select case when lower(a.username) = $3 then 1 else 3 end as place, t.tier, t.term, a.id
        from (select target_account_id
              from (select target_account_id from follows where account_id = $6 order by id desc limit $7) mine
              union all select $6 where $8 = 0) f
        cross join account_terms t
        cross join accounts a
        where t.account_id = f.target_account_id and t.term >= $1 and t.term < $2 and a.id = t.account_id)" + has_other_words + kIsShown;
    const std::string others = walk(4, "term >= $1 and term < $2", kIsFirstTerm + has_other_words);
    return "select id from (" + ours + " union all select * from (" + exact + ") e union all " + followed
           + " union all select * from (" + others + ") o) found order by place, tier, term, id";
}

db::Rows run(db::Tx& tx, const Wanted& wanted, const AccountQuery& query) {
    static const std::string kOneWord = sql(""), kWords = sql(kHasOtherWords);
    const auto& [begin, end] = wanted.words;
    const auto& exact = wanted.exact;
    const bool is_among_all = query.among == AccountQuery::Among::Everybody;
    const int followed = is_among_all ? kMaxFollowed : kMaxFollowedAlone;
    const int scanned = is_among_all ? kMaxScanned : 0;
    const int count = query.offset + query.limit;
    const std::string_view local_name = is_among_all ? exact.local_name : std::string_view();
    if (begin[1].empty()) {
        return tx.query(kOneWord, {begin[0], end[0], exact.name, exact.begin, exact.end, query.viewer, followed,
                                   scanned, count, local_name});
    }
    return tx.query(kWords, {begin[0], end[0], exact.name, exact.begin, exact.end, query.viewer, followed, scanned,
                             count, local_name, begin[1], end[1], begin[2], end[2], begin[3], end[3]});
}

} // namespace

std::vector<AccountId> walk_names(db::Tx& tx, const Wanted& wanted, const AccountQuery& query) {
    const int count = query.offset + query.limit;
    auto rows = run(tx, wanted, query);
    std::vector<AccountId> found;
    while (static_cast<int>(found.size()) < count && rows.next()) {
        const auto id = rows.id<AccountId>(0);
        if (std::ranges::find(found, id) == found.end()) found.push_back(id);
    }
    found.erase(found.begin(), found.begin() + std::min(query.offset, static_cast<int>(found.size())));
    return found;
}

} // namespace search

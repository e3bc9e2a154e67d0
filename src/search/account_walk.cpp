#include "search/account_walk.h"

#include "accounts/known_accounts.h"
#include "base/ascii.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace search {

namespace {

constexpr int kMaxScanned = 500;
constexpr int kMaxFollowed = 500;
constexpr int kMaxFollowedAlone = 5000;

// Of a question of several words, as most are of one: $9 to $14 are the ranges of the second, third and fourth.
const std::string kHasOtherWords = R"(
          and ($9 = '' or exists (select 1 from account_terms w
                                  where w.account_id = t.account_id and w.term >= $9 and w.term < $10))
          and ($11 = '' or exists (select 1 from account_terms w
                                  where w.account_id = t.account_id and w.term >= $11 and w.term < $12))
          and ($13 = '' or exists (select 1 from account_terms w
                                  where w.account_id = t.account_id and w.term >= $13 and w.term < $14)))";

// Who has one of the names in a range of terms, those with more followers first.
std::string walk(int place, const std::string& range, const std::string& conditions) {
    return "select " + std::to_string(place) + R"( as place, t.tier, t.term, t.account_id as id
        from account_terms t
        where t.tier in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9) and )" + range + conditions
           + " order by t.tier, t.term, t.account_id limit $7";
}

// The columns: a place, whether the name is also in the range of the exact one, and an account. By place: one of ours
// whose very name that is, others of that name; those whose names begin so whom the viewer follows, and all others.
// What else must be so of an account is mostly remembered, and looked at later. Among the followed, where $7 is 0, is
// the viewer too: they can be in their own lists.
std::string sql(const std::string& has_other_words) {
    const std::string ours = R"(
        select 0 as place, 0 as tier, '' as term, id from accounts where lower(username) = $8 and domain = '')";
    const std::string exact = walk(2, "t.term >= $3 and t.term < $4", "");
    const std::string followed = R"(
        select 3 as place, t.tier, t.term, t.account_id as id
        from (select target_account_id
              from (select target_account_id from follows where account_id = $5 order by id desc limit $6) mine
              union all select $5 where $7 = 0) f
        cross join account_terms t
        where t.account_id = f.target_account_id and t.term >= $1 and t.term < $2)" + has_other_words;
    const std::string others = walk(4, "t.term >= $1 and t.term < $2", has_other_words);
    return "select place, term >= $3 and term < $4, id from (" + ours + " union all select * from (" + exact
           + ") e union all " + followed + " union all select * from (" + others
           + ") o) found order by place, tier, term, id";
}

// Whom a page may be made of, in the order of their places: somebody may come several times.
struct Candidates {
    std::array<std::vector<AccountId>, 5> at; // By place.
    bool are_all = false;                     // No more than these were found.
};

db::Rows run(db::Tx& tx, const Wanted& wanted, const AccountQuery& query, int scanned) {
    static const std::string kOneWord = sql(""), kWords = sql(kHasOtherWords);
    const auto& [begin, end] = wanted.words;
    const auto& exact = wanted.exact;
    const bool is_among_all = query.among == AccountQuery::Among::Everybody;
    const int followed = is_among_all ? kMaxFollowed : kMaxFollowedAlone;
    const std::string_view local_name = is_among_all ? exact.local_name : std::string_view();
    if (begin[1].empty()) {
        return tx.query(kOneWord,
                        {begin[0], end[0], exact.begin, exact.end, query.viewer, followed, scanned, local_name});
    }
    return tx.query(kWords, {begin[0], end[0], exact.begin, exact.end, query.viewer, followed, scanned, local_name,
                             begin[1], end[1], begin[2], end[2], begin[3], end[3]});
}

// Of whom the viewer follows, those of the exact name come first.
constexpr std::size_t kFollowedOfThatName = 1, kOfThatName = 2, kFollowed = 3, kOthers = 4;

Candidates candidates(db::Tx& tx, const Wanted& wanted, const AccountQuery& query, int scanned) {
    Candidates found;
    auto rows = run(tx, wanted, query, scanned);
    while (rows.next()) {
        const auto place = static_cast<std::size_t>(rows.small(0));
        const auto id = rows.id<AccountId>(2);
        if (place == kFollowed && rows.boolean(1)) found.at[kFollowedOfThatName].push_back(id);
        found.at[place].push_back(id);
    }
    const auto is_cut = [&](std::size_t place) { return static_cast<int>(found.at[place].size()) >= scanned; };
    found.are_all = !is_cut(kOfThatName) && !is_cut(kOthers);
    return found;
}

bool belongs(const accounts::KnownAccount& known, std::size_t place, const std::string& name) {
    if (!known.is_shown || known.has_moved || known.account.is_suspended) return false;
    const bool is_by_name = place == kFollowedOfThatName || place == kOfThatName;
    return !is_by_name || base::ascii_lower(known.account.username) == name;
}

// The first `count` who belong. No more accounts are looked up than that, as a rule.
std::vector<AccountId> first_of(db::Tx& tx, const Candidates& candidates, const std::string& name, std::size_t count) {
    std::vector<AccountId> found;
    std::unordered_set<AccountId> met;
    for (std::size_t place = 0; place < candidates.at.size(); ++place) {
        const auto& ids = candidates.at[place];
        for (std::size_t next = 0; next < ids.size() && found.size() < count;) {
            std::vector<AccountId> few;
            for (; next < ids.size() && few.size() < count - found.size(); ++next) {
                if (!met.contains(ids[next])) few.push_back(ids[next]);
            }
            const auto known = accounts::known_accounts(tx, few);
            for (const AccountId id : few) {
                const auto account = known.find(id);
                if (account == known.end() || !belongs(*account->second, place, name)) continue;
                if (met.insert(id).second) found.push_back(id);
            }
        }
    }
    return found;
}

} // namespace

std::vector<AccountId> walk_names(db::Tx& tx, const Wanted& wanted, const AccountQuery& query) {
    const int count = query.offset + query.limit;
    const bool is_among_all = query.among == AccountQuery::Among::Everybody;
    // Somebody comes once for each of their names that fits: as a rule two, the name and the address.
    const int few = is_among_all ? std::min(3 * count, kMaxScanned) : 0;
    std::vector<AccountId> found;
    for (const int scanned : {few, kMaxScanned}) {
        const Candidates all = candidates(tx, wanted, query, scanned);
        found = first_of(tx, all, wanted.exact.name, static_cast<std::size_t>(count));
        if (!is_among_all || all.are_all || static_cast<int>(found.size()) >= count || scanned == kMaxScanned) break;
    }
    found.erase(found.begin(), found.begin() + std::min(query.offset, static_cast<int>(found.size())));
    return found;
}

} // namespace search

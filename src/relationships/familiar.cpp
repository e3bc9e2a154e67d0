#include "relationships/familiar.h"

namespace relationships {

namespace {

constexpr int kMaxFollowed = 2000;
constexpr std::size_t kMaxEach = 40;

} // namespace

std::map<AccountId, std::vector<AccountId>> familiar_followers(db::Tx& tx, AccountId viewer,
                                                               std::span<const AccountId> others) {
    std::map<AccountId, std::vector<AccountId>> familiar;
    auto rows = tx.query(R"(
        select f.target_account_id, f.account_id
        from (select id, target_account_id from follows where account_id = $1 order by id desc limit $3) mine
        cross join ids($2) l
        join follows f on f.account_id = mine.target_account_id and f.target_account_id = l.value
        join accounts a on a.id = f.account_id
        join accounts o on o.id = f.target_account_id
        where a.suspended_at is null and not a.hides_collections and o.suspended_at is null and not o.hides_collections
        order by mine.id desc)", {viewer, others, kMaxFollowed});
    while (rows.next()) {
        auto& people = familiar[rows.id<AccountId>(0)];
        if (people.size() < kMaxEach) people.push_back(rows.id<AccountId>(1));
    }
    return familiar;
}

} // namespace relationships

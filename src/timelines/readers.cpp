#include "timelines/readers.h"

#include "timelines/home.h"
#include "timelines/list.h"

#include <string>

namespace timelines {

namespace {

std::vector<base::FeedKey> find(db::Tx& tx, const std::string& sql, StatusId id, std::span<const AccountId> present) {
    std::vector<base::FeedKey> feeds;
    if (present.empty()) return feeds;
    auto rows = tx.query(sql, {tx.now(), id, present});
    while (rows.next()) feeds.emplace_back(rows.id<AccountId>(0), rows.id<ListId>(1));
    return feeds;
}

// Authors hide nothing of their own from themselves.
std::string readers_sql(const std::string& which, const std::string& original, const Shape& shape) {
    return "select s.account_id, cast(0 as bigint) as list_id from statuses s where " + which
           + " and s.account_id in (select value from ids($3)) union " + own_list_readers_sql(which, shape)
           + " union select r.account_id, r.list_id from (" + home_readers_sql(which, shape) + " union all "
           + list_readers_sql(which, shape) + ") r where r.account_id not in (" + hiders_sql(original, shape) + ")";
}

} // namespace

std::vector<base::FeedKey> readers_of(db::Tx& tx, StatusId status, std::span<const AccountId> present,
                                      const Shape& shape) {
    static const auto kSqls = for_each_shape([](const Shape& one) {
        const std::string original =
            one.may_be_boost ? "(select coalesce(b.reblog_of_id, b.id) from statuses b where b.id = $2)" : "$2";
        return readers_sql("s.id = $2", original, one);
    });
    return find(tx, kSqls.at(shape.number()), status, present);
}

std::vector<base::FeedKey> readers_of_boosts(db::Tx& tx, StatusId original, std::span<const AccountId> present) {
    constexpr Shape kBoost{.may_have_hashtags = false};
    static const auto kSql = readers_sql("s.reblog_of_id = $2", "$2", kBoost);
    return find(tx, kSql, original, present);
}

} // namespace timelines

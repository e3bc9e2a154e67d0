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

} // namespace

std::vector<base::FeedKey> readers_of(db::Tx& tx, StatusId status, std::span<const AccountId> present,
                                      const Shape& shape) {
    static const auto kSqls = for_each_shape([](const Shape& one) {
        return home_readers_sql("s.id = $2", one) + " union all " + list_readers_sql("s.id = $2", one);
    });
    return find(tx, kSqls.at(shape.number()), status, present);
}

std::vector<base::FeedKey> readers_of_boosts(db::Tx& tx, StatusId original, std::span<const AccountId> present) {
    constexpr Shape kBoost{.may_have_hashtags = false};
    static const auto kSql = home_readers_sql("s.reblog_of_id = $2", kBoost) + " union all "
                             + list_readers_sql("s.reblog_of_id = $2", kBoost);
    return find(tx, kSql, original, present);
}

} // namespace timelines

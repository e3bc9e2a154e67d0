#include "statuses/reactors.h"

#include "statuses/status.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace statuses {

namespace {

// In both orders: newest first, and, for min_id, those nearest above it. `r` is the favourite or the boost.
class ReactorQuery {
public:
    explicit ReactorQuery(std::string_view select)
        : newest_first_(sql(select, " order by r.id desc limit $4")),
          from_below_(sql(select, " order by r.id limit $4")) {}

    std::string_view for_page(const http::Page& page) const { return page.from_below() ? from_below_ : newest_first_; }

private:
    static std::string sql(std::string_view select, std::string_view order) {
        return std::string(select) + R"(
              and r.id < $2 and r.id > $3 and a.suspended_at is null
              and not exists (select 1 from blocks b where b.account_id = $5 and b.target_account_id = r.account_id)
              and not exists (select 1 from blocks b where b.account_id = r.account_id and b.target_account_id = $5)
              and not exists (select 1 from mutes m where m.account_id = $5 and m.target_account_id = r.account_id
                              and (m.expires_at is null or m.expires_at > $6)))" + std::string(order);
    }

    std::string newest_first_;
    std::string from_below_;
};

std::vector<Reactor> read(db::Tx& tx, const ReactorQuery& query, StatusId status, AccountId viewer,
                          const http::Page& page) {
    std::vector<Reactor> reactors;
    auto rows = tx.query(query.for_page(page), {status, page.max_id, page.lower(), page.limit, viewer, tx.now()});
    while (rows.next()) reactors.push_back({.id = rows.integer(0), .account = rows.id<AccountId>(1)});
    if (page.from_below()) std::reverse(reactors.begin(), reactors.end());
    return reactors;
}

} // namespace

std::vector<Reactor> favourited_by(db::Tx& tx, StatusId status, AccountId viewer, const http::Page& page) {
    static const ReactorQuery query(R"(
        select r.id, r.account_id from favourites r join accounts a on a.id = r.account_id
        where r.status_id = $1)");
    return read(tx, query, status, viewer, page);
}

std::vector<Reactor> reblogged_by(db::Tx& tx, StatusId status, AccountId viewer, const http::Page& page) {
    // Visibility::Public and Unlisted.
    static const ReactorQuery query(R"(
        select r.id, r.account_id from statuses r join accounts a on a.id = r.account_id
        where r.reblog_of_id = $1 and r.visibility in (0, 1))");
    return read(tx, query, status, viewer, page);
}

} // namespace statuses

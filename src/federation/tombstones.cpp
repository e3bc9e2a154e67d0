#include "federation/tombstones.h"

#include "federation/origins.h"

namespace federation {

void bury(db::Tx& tx, std::string_view uri) {
    if (uri.empty()) return;
    tx.exec("insert into tombstones (uri, deleted_at) values ($1, $2) on conflict (uri) do nothing", {uri, tx.now()});
}

bool is_buried(db::Tx& tx, std::string_view uri) {
    return tx.query_integer("select 1 from tombstones where uri = $1", {uri}).has_value();
}

void expect_overtaken(db::Tx& tx, std::string_view uri) { bury(tx, uri); }

bool was_overtaken(db::Tx& tx, std::string_view uri, std::string_view actor_uri) {
    if (!is_same_host(uri, actor_uri)) return false;
    constexpr std::chrono::hours kLatest{6};
    return tx
        .query_integer("delete from tombstones where uri = $1 and deleted_at > $2 returning 1",
                       {uri, tx.now() - kLatest})
        .has_value();
}

} // namespace federation

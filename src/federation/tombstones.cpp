#include "federation/tombstones.h"

#include "federation/origins.h"

namespace federation {

void bury(db::Tx& tx, std::string_view uri, std::string_view unknown_of) {
    if (uri.empty()) return;
    tx.exec(R"(
        insert into tombstones (uri, buried_by, deleted_at) values ($1, $2, $3)
        on conflict (uri, buried_by) do nothing)", {uri, unknown_of, tx.now()});
}

bool is_buried(db::Tx& tx, std::string_view uri, std::string_view actor_uri) {
    return tx.query_integer("select 1 from tombstones where uri = $1 and buried_by in ('', $2)", {uri, actor_uri})
        .has_value();
}

void expect_overtaken(db::Tx& tx, std::string_view uri, std::string_view actor_uri) { bury(tx, uri, actor_uri); }

bool was_overtaken(db::Tx& tx, std::string_view uri, std::string_view actor_uri) {
    if (!is_same_host(uri, actor_uri)) return false;
    constexpr std::chrono::hours kLatest{6};
    return tx.query_integer(R"(
            delete from tombstones where uri = $1 and buried_by in ('', $2) and deleted_at > $3 returning 1)", {uri, actor_uri, tx.now() - kLatest}).has_value();
}

} // namespace federation

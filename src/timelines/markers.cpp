#include "timelines/markers.h"

namespace timelines {

void set_marker(db::Tx& tx, AccountId account, std::string_view timeline, std::int64_t last_read_id) {
    tx.exec(R"(
        insert into markers (account_id, timeline, last_read_id, version, updated_at) values ($1, $2, $3, 1, $4)
        on conflict (account_id, timeline) do update
        set last_read_id = excluded.last_read_id, version = markers.version + 1, updated_at = excluded.updated_at)", {account, timeline, last_read_id, tx.now()});
}

void write_markers(json::Writer& out, db::Tx& tx, AccountId account, std::span<const std::string> timelines) {
    auto rows = tx.query(R"(
        select timeline, last_read_id, version, updated_at from markers
        where account_id = $1 and timeline in (select value from texts($2))
        order by timeline)", {account, timelines});
    out.begin_object();
    while (rows.next()) {
        out.key(rows.text(0));
        out.begin_object();
        out.field("last_read_id", std::to_string(rows.integer(1)));
        out.field("version", rows.integer(2));
        out.field("updated_at", rows.time(3));
        out.end_object();
    }
    out.end_object();
}

} // namespace timelines

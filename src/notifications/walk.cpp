#include "notifications/walk.h"

#include "timelines/paging.h"

#include <algorithm>

namespace notifications {

namespace {

using timelines::PagedSql;

// In all of these $4 is the reader and $5 the time.
std::string select_rows() {
    return "select " + std::string(kRowColumns) + " from notifications n" + senders_of("n")
           + " where n.account_id = $4";
}

// Of a head: somebody in its group is heard, if not the newest. No `exists`: PostgreSQL might answer that for all of
// the reader's groups at once.
std::string hears_from_group() {
    return "(" + std::string(kHeard) + " or n.group_size > 1 and (select 1 from notifications o" + senders_of("o")
           + " where o.account_id = $4 and o.group_key = n.group_key and " + std::string(kHeard) + " limit 1) = 1)";
}

// The two pages that apps ask for all day have an index each.
const PagedSql& sql_of_all() {
    static const PagedSql sql(select_rows() + " and not n.is_filtered and " + std::string(kHeard), "n.id");
    return sql;
}
const PagedSql& sql_of_heads() {
    static const PagedSql sql(select_rows() + " and n.is_group_head and not n.is_filtered and " + hears_from_group(),
                              "n.id");
    return sql;
}

// $6 is the sender, $7 the words of the kinds.
const PagedSql& sql_of_sender() {
    static const PagedSql sql(select_rows() + " and n.from_account_id = $6 and n.type in (select value from texts($7))"
                                  + " and " + std::string(kHeard),
                              "n.id");
    return sql;
}

// Everything else is put together from stretches of one index: (reader, filtered, kind, head) each in the order of its
// ids.
struct Stretch {
    enum class Of { Heads, HeadsForGroups, Members, Filtered };

    Kind kind;
    Of of;
    PagedSql sql;
};

PagedSql sql_of_stretch(Kind kind, Stretch::Of of) {
    std::string select = select_rows();
    select.append(" and n.is_filtered = ").append(of == Stretch::Of::Filtered ? "true" : "false");
    select.append(" and n.type = '").append(to_string(kind)).append("'");
    select.append(" and n.is_group_head = ").append(of == Stretch::Of::Members ? "false" : "true");
    select.append(" and ").append(of == Stretch::Of::HeadsForGroups ? hears_from_group() : std::string(kHeard));
    return PagedSql(select, "n.id");
}

const std::vector<Stretch>& stretches() {
    static const auto all = [] {
        std::vector<Stretch> made;
        const auto add = [&](Kind kind, Stretch::Of of) { made.push_back({kind, of, sql_of_stretch(kind, of)}); };
        for (int i = 0; i < kKindCount; ++i) {
            const auto kind = static_cast<Kind>(i);
            add(kind, Stretch::Of::Heads);
            if (is_groupable(kind)) add(kind, Stretch::Of::HeadsForGroups);
            if (is_groupable(kind)) add(kind, Stretch::Of::Members);
            if (is_filterable(kind)) add(kind, Stretch::Of::Filtered);
        }
        return made;
    }();
    return all;
}

// Whether the page of `filter` has something of `stretch`. Kinds that are not `grouped` are listed one by one.
bool is_wanted(const Stretch& stretch, const Filter& filter, KindSet grouped) {
    if (!filter.kinds.has(stretch.kind)) return false;
    const bool stands_for_group = is_groupable(stretch.kind) && grouped.has(stretch.kind);
    switch (stretch.of) {
    case Stretch::Of::Heads: return !stands_for_group;
    case Stretch::Of::HeadsForGroups: return stands_for_group;
    case Stretch::Of::Members: return !stands_for_group;
    case Stretch::Of::Filtered: break;
    }
    return filter.includes_filtered;
}

// Only the stretches that are read stand in it: apps ask for few sets of kinds, and a text with all of them would cost
// several times the walk.
std::string sql_of_kinds(const Filter& filter, KindSet grouped, const http::Page& page) {
    std::string sql;
    for (const auto& stretch : stretches()) {
        if (!is_wanted(stretch, filter, grouped)) continue;
        sql.append(sql.empty() ? "select * from (" : " union all select * from (");
        sql.append(stretch.sql.for_page(page)).append(") s");
    }
    return sql;
}

std::vector<Row> read(db::Rows rows) {
    std::vector<Row> found;
    while (rows.next()) found.push_back(read_row(rows));
    return found;
}

std::vector<Row> walk_kinds(db::Tx& tx, AccountId reader, const Filter& filter, KindSet grouped,
                            const http::Page& page) {
    const auto sql = sql_of_kinds(filter, grouped, page);
    if (sql.empty()) return {};
    auto found = read(tx.query(sql, {page.max_id, page.lower(), page.limit, reader, tx.now()}));
    // Each stretch is a page at most, and so is what is left of them.
    page.from_below() ? std::ranges::sort(found, {}, &Row::id) : std::ranges::sort(found, std::greater(), &Row::id);
    if (found.size() > static_cast<std::size_t>(page.limit)) found.resize(static_cast<std::size_t>(page.limit));
    return found;
}

} // namespace

Row read_row(const db::Rows& rows) {
    return {.id = rows.id<NotificationId>(0),
            .type = rows.string(1),
            .from = rows.id<AccountId>(2),
            .status = rows.is_null(3) ? std::nullopt : std::optional<StatusId>(rows.id<StatusId>(3)),
            .created_at = rows.time(4),
            .group_key = rows.string(5),
            .is_filtered = rows.boolean(6),
            .group_size = rows.integer(10),
            .report = rows.id<moderation::ReportId>(7),
            .severance = rows.id<relationships::SeveranceId>(8),
            .collection = rows.id<collections::CollectionId>(9)};
}

std::string senders_of(std::string_view alias) {
    const std::string from = std::string(alias) + ".from_account_id";
    return " join accounts sender on sender.id = " + from
           + " left join blocks sender_block on sender_block.account_id = $4 and sender_block.target_account_id = "
           + from
           + " left join mutes sender_mute on sender_mute.account_id = $4 and sender_mute.target_account_id = " + from
           + " and sender_mute.hides_notifications"
             " and (sender_mute.expires_at is null or sender_mute.expires_at > $5)";
}

std::vector<Row> walk(db::Tx& tx, AccountId reader, const Filter& filter, KindSet grouped, const http::Page& page) {
    const auto lower = page.lower();
    std::vector<Row> found;
    if (filter.from) {
        found = read(tx.query(sql_of_sender().for_page(page),
                              {page.max_id, lower, page.limit, reader, tx.now(), filter.from, filter.kinds.words()}));
    } else if (filter.kinds != KindSet::all() || filter.includes_filtered
               || (grouped != KindSet() && grouped != KindSet::groupable())) {
        found = walk_kinds(tx, reader, filter, grouped, page);
    } else {
        const PagedSql& sql = grouped == KindSet() ? sql_of_all() : sql_of_heads();
        found = read(tx.query(sql.for_page(page), {page.max_id, lower, page.limit, reader, tx.now()}));
    }
    return timelines::in_page_order(std::move(found), page);
}

} // namespace notifications

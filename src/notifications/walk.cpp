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
// ids. All of them are in the text, and sets of kinds say which are read: $6 heads, $7 other members of groups, $8 what
// was filtered, $9 of which kinds the heads stand for their group.
class SqlOfKinds {
public:
    SqlOfKinds() {
        for (int i = 0; i < kKindCount; ++i) {
            const auto kind = static_cast<Kind>(i);
            add(kind, "$6", "false", "true");
            if (is_groupable(kind)) add(kind, "$7", "false", "false");
            if (is_filterable(kind)) add(kind, "$8", "true", "true");
        }
    }

    const std::string& for_page(const http::Page& page) const {
        return page.from_below() ? oldest_first_ : newest_first_;
    }

private:
    void add(Kind kind, std::string_view set, std::string_view is_filtered, std::string_view is_head) {
        const std::string bit = std::to_string(KindSet::bit(kind));
        std::string select = select_rows();
        select.append(" and (").append(set).append(" & ").append(bit).append(") <> 0");
        select.append(" and n.is_filtered = ").append(is_filtered);
        select.append(" and n.type = '").append(to_string(kind)).append("'");
        select.append(" and n.is_group_head = ").append(is_head);
        if (is_groupable(kind) && set == "$6") {
            select.append(" and (").append(kHeard).append(" or ($9 & ").append(bit).append(") <> 0 and ");
            select.append(hears_from_group()).append(")");
        } else {
            select.append(" and ").append(kHeard);
        }
        const PagedSql stretch(select, "n.id");
        append(newest_first_, stretch.newest_first);
        append(oldest_first_, stretch.oldest_first);
    }

    static void append(std::string& sql, const std::string& stretch) {
        if (!sql.empty()) sql += " union all ";
        sql.append("select * from (").append(stretch).append(") s");
    }

    std::string newest_first_;
    std::string oldest_first_;
};

std::vector<Row> read(db::Rows rows) {
    std::vector<Row> found;
    while (rows.next()) found.push_back(read_row(rows));
    return found;
}

std::vector<Row> walk_kinds(db::Tx& tx, AccountId reader, const Filter& filter, KindSet grouped,
                            const http::Page& page) {
    static const SqlOfKinds kSql;
    const KindSet members = (filter.kinds & KindSet::groupable()).without(grouped);
    const KindSet filtered = filter.includes_filtered ? filter.kinds & KindSet::filterable() : KindSet();
    auto found =
        read(tx.query(kSql.for_page(page), {page.max_id, page.lower(), page.limit, reader, tx.now(),
                                            filter.kinds.bits(), members.bits(), filtered.bits(), grouped.bits()}));
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
            .report = rows.id<moderation::ReportId>(7),
            .severance = rows.id<relationships::SeveranceId>(8)};
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

#include "db/remembering.h"

#include "base/remembered.h"

namespace db {
namespace {

using base::Remembered;
using base::RowChange;
using base::RowKind;

// Of more, all is forgotten.
constexpr int kMaxChanges = 1000;
// More than twice as long as a process believes itself without asking.
constexpr std::chrono::minutes kKeptFor{10};

// The columns: the position, the asker's standings, kind and id of a change. $1 is the asker, $2 the position asked
// from.
//
// A position is a snapshot: what is new is of a transaction that it does not see, be it that it ran then, or later.
// https://www.postgresql.org/docs/15/functions-info.html#FUNCTIONS-PG-SNAPSHOT
constexpr std::string_view kPostgresql = R"(
    select cast(pg_current_snapshot() as text), (select revision from standings where account_id = $1), c.kind, c.row_id
    from (values (1)) now left join lateral (
        select kind, row_id from row_changes
        where xid >= pg_snapshot_xmin(cast(cast($2 as text) as pg_snapshot))
              and not pg_visible_in_snapshot(xid, cast(cast($2 as text) as pg_snapshot))
        limit 1001) c on true)";
constexpr std::string_view kPostgresqlNothing = "9223372036854775806:9223372036854775806:";

// A position is the highest id: they are committed in this order.
constexpr std::string_view kSqlite = R"(
    select (select max(id) from row_changes), (select revision from standings where account_id = $1), c.kind, c.row_id
    from (select 1) left join (select kind, row_id from row_changes where id > cast($2 as integer) limit 1001) c on true)";
constexpr std::string_view kSqliteNothing = "9223372036854775806";

bool is_before(std::string_view number, std::string_view other) {
    return number.size() != other.size() ? number.size() < other.size() : number < other;
}

} // namespace

std::int64_t catch_up(Tx& tx, AccountId asker) {
    if (tx.sight().has_asked || tx.access() == Access::Write) return 0;
    Remembered& remembered = tx.context().remembered;
    const bool is_postgresql = tx.is_postgresql();
    const auto question = remembered.ask(tx.now());
    const auto nothing = is_postgresql ? kPostgresqlNothing : kSqliteNothing;
    const auto since = question.position.empty() ? nothing : std::string_view(question.position);

    std::vector<RowChange> changes;
    Remembered::Answer answer;
    std::int64_t standings_revision = 0;
    auto rows = tx.query(is_postgresql ? kPostgresql : kSqlite, {asker, since});
    while (rows.next()) {
        if (answer.position.empty()) {
            answer.position = std::string(rows.is_null(0) ? "0" : rows.text(0));
            standings_revision = rows.integer(1);
        }
        if (!rows.is_null(2)) changes.push_back({static_cast<RowKind>(rows.small(2)), rows.integer(3)});
    }
    answer.changes = changes;
    answer.is_complete = changes.size() <= kMaxChanges;
    answer.is_of_the_past =
        !is_postgresql && !question.position.empty() && is_before(answer.position, question.position);
    tx.set_sight(remembered.take(question, answer, tx.now()));
    return standings_revision;
}

// A mark says how far one may delete once it is old enough: what was visible to it had been written down before.
void forget_row_changes(Tx& tx) {
    tx.exec(tx.is_postgresql() ? R"(
        delete from row_changes where xid < (
            select cast(cast(max(row_id) as text) as xid8) from row_changes where kind = 0 and marked_at <= $1))" : R"(
        delete from row_changes where id < (select max(row_id) from row_changes where kind = 0 and marked_at <= $1))",
            {tx.now() - kKeptFor});
    tx.exec(tx.is_postgresql() ? R"(
        insert into row_changes (kind, row_id, marked_at)
        values (0, cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint), $1))" : R"(
        insert into row_changes (kind, row_id, marked_at)
        select 0, coalesce(max(id), 0), $1 from row_changes)",
            {tx.now()});
}

} // namespace db

#include "statuses/polls_jobs.h"

#include "notifications/notifications.h"
#include "statuses/outgoing.h"

namespace statuses {

namespace {

struct Ended {
    StatusId status;
    AccountId author;
    bool is_local = true;
};

std::optional<Ended> find_ended(db::Tx& tx, PollId id) {
    auto rows = tx.query(R"(
        select p.status_id, s.account_id, s.is_local from polls p join statuses s on s.id = p.status_id
        where p.id = $1 and p.closed_at is null and p.expires_at <= $2)", {id, tx.now()});
    if (!rows.next()) return std::nullopt;
    return Ended{.status = rows.id<StatusId>(0), .author = rows.id<AccountId>(1), .is_local = rows.boolean(2)};
}

// Only our own people can be told.
std::vector<AccountId> local_voters(db::Tx& tx, PollId id) { return tx.query_ids<AccountId>(R"(
        select distinct v.account_id from poll_votes v join users u on u.account_id = v.account_id
        where v.poll_id = $1 order by v.account_id)", {id}); }

} // namespace

void close_poll(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto id = arguments.id<PollId>("poll_id");
    const auto ended = find_ended(tx, id);
    if (!ended) return; // Deleted, not over yet because it was changed, or this is the second run.

    tx.exec("update polls set closed_at = $2 where id = $1", {id, tx.now()});
    auto readers = local_voters(tx, id);
    readers.push_back(ended->author);
    for (const AccountId reader : readers) {
        notifications::notify(
            tx, {.to = reader, .kind = notifications::Kind::Poll, .from = ended->author, .status = ended->status});
    }
    if (ended->is_local) send_tally(tx, ended->author, ended->status);
}

void send_tally_job(const jobs::Arguments& arguments, db::Tx& tx) {
    auto rows = tx.query(R"(
        select p.status_id, s.account_id from polls p join statuses s on s.id = p.status_id
        where p.id = $1 and s.is_local and not p.hides_totals)", {arguments.id<PollId>("poll_id")});
    if (!rows.next()) return; // Deleted.
    const auto status = rows.id<StatusId>(0);
    const auto author = rows.id<AccountId>(1);
    send_tally(tx, author, status);
}

} // namespace statuses

#include "statuses/poll_changes.h"

#include "base/text.h"
#include "jobs/jobs.h"

#include <algorithm>

namespace statuses {

namespace {

bool asks_the_same(db::Tx& tx, PollId id, const PollDraft& draft) {
    const auto is_multiple = tx.query_integer("select 1 from polls where id = $1 and is_multiple", {id}).has_value();
    const auto options = poll_options(tx, id);
    return is_multiple == draft.is_multiple
           && std::equal(options.begin(), options.end(), draft.options.begin(), draft.options.end(),
                         [](const auto& kept, const auto& wanted) { return kept == base::sanitize(wanted); });
}

// Those who voted gave another answer than they would now be counted for.
void ask_anew(db::Tx& tx, PollId id, const PollDraft& draft) {
    tx.exec("delete from poll_votes where poll_id = $1", {id});
    tx.exec("delete from poll_options where poll_id = $1", {id});
    tx.exec("update polls set is_multiple = $2, voters_count = 0 where id = $1", {id, draft.is_multiple});
    insert_poll_options(tx, id, draft);
}

// False when it ends then already, or nearly then.
bool move_end(db::Tx& tx, PollId id, base::Time end) {
    constexpr std::chrono::minutes kSameEnd{1};
    const auto moved = tx.exec(R"(
        update polls set expires_at = $2, closed_at = null
        where id = $1 and (expires_at is null or expires_at <= $3 or expires_at >= $4))", {id, end, end - kSameEnd, end + kSameEnd});
    if (moved == 1) jobs::enqueue(tx, "close_poll", {{"poll_id", id.value}}, end);
    return moved == 1;
}

bool hide_totals(db::Tx& tx, PollId id, bool hides) {
    return tx.exec("update polls set hides_totals = $2 where id = $1 and hides_totals <> $2", {id, hides}) == 1;
}

void remove_poll(db::Tx& tx, StatusId status, PollId id) {
    tx.exec("update statuses set poll_id = null where id = $1", {status});
    tx.exec("delete from polls where id = $1", {id});
}

} // namespace

bool replace_poll(db::Tx& tx, StatusId status, PollId poll, const std::optional<PollDraft>& draft) {
    if (!poll && !draft) return false;
    if (!draft) {
        remove_poll(tx, status, poll);
    } else if (!poll) {
        insert_poll(tx, status, *draft);
    } else {
        const bool is_another = !asks_the_same(tx, poll, *draft);
        if (is_another) ask_anew(tx, poll, *draft);
        const bool moves = draft->expires_in.count() != 0 && move_end(tx, poll, tx.now() + draft->expires_in);
        const bool changes_totals = hide_totals(tx, poll, draft->hides_totals);
        return is_another || moves || changes_totals;
    }
    return true;
}

} // namespace statuses

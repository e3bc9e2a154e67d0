#include "statuses/submission.h"

#include "statuses/scheduling.h"

namespace statuses {

Result<Posted> submit(db::Tx& tx, const accounts::Account& author, const Submission& submission) {
    const bool is_for_later = submission.scheduled_at && *submission.scheduled_at > tx.now();
    Posted posted;
    if (is_for_later) {
        posted.scheduled = tx.new_id<ScheduledStatusId>();
    } else {
        posted.status = tx.new_id<StatusId>();
    }
    const std::string& key = submission.idempotency_key;
    if (!key.empty()) {
        if (const auto before = claim_key(tx, author.id, key, posted)) return *before;
    }

    if (is_for_later) {
        TRY(schedule(tx, author, submission.draft, *submission.scheduled_at,
                     {.id = posted.scheduled, .idempotency_key = key}));
    } else {
        TRY(post(tx, author, submission.draft, posted.status));
    }
    return posted;
}

} // namespace statuses

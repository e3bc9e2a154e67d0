#include "jobs/schedule.h"

#include <algorithm>
#include <string>

namespace jobs {
namespace {

void introduce(db::Tx& tx, const Scheduled& scheduled) {
    const base::Time first = scheduled.begins_at_once ? tx.now() : tx.now() + scheduled.every;
    tx.exec(R"(
        insert into job_schedules (name, next_at) values ($1, $2)
        on conflict (name) do nothing)", {scheduled.job, first});
}

// False when it is not due, or another node was quicker.
bool claim(db::Tx& tx, const Scheduled& scheduled) {
    return tx.exec(R"(
        update job_schedules set next_at = $3
        where name = $1 and next_at <= $2)", {scheduled.job, tx.now(), tx.now() + scheduled.every}) == 1;
}

base::Time next_time(db::Tx& tx, const Scheduled& scheduled) {
    auto rows = tx.query("select next_at from job_schedules where name = $1", {scheduled.job});
    return rows.next() ? rows.time(0) : tx.now();
}

} // namespace

base::Time queue_scheduled(db::Tx& tx, std::span<const Scheduled> schedule) {
    base::Time next = tx.now() + std::chrono::hours(1);
    for (const auto& scheduled : schedule) {
        introduce(tx, scheduled);
        if (claim(tx, scheduled))
            enqueue(tx, scheduled.job, {}, {}, std::string("schedule:") + std::string(scheduled.job));
        next = std::min(next, next_time(tx, scheduled));
    }
    return next;
}

} // namespace jobs

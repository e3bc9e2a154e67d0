#include "statuses/reply_fetching.h"

#include "jobs/jobs.h"

namespace statuses {

namespace {

constexpr std::chrono::minutes kSettled{5};
constexpr std::chrono::minutes kPause{15};
constexpr std::chrono::hours kKnownFor{1};
constexpr std::string_view kPrefix = "context-";

std::string key_of(StatusId status) { return "fetch_replies:" + to_string(status); }

} // namespace

bool should_fetch_replies(db::Tx& tx, const Status& status, const accounts::Account& viewer) {
    if (!viewer.is_somebody() || !tx.context().client) return false;
    const bool may_have_others = !status.is_local && !status.reblog_of && status.visibility <= Visibility::Unlisted;
    if (!may_have_others || status.created_at >= tx.now() - kSettled) return false;
    return !tx.query_integer("select 1 from fetched_replies where status_id = $1 and fetched_at > $2",
                             {status.id, tx.now() - kPause});
}

std::string begin_fetching_replies(db::Tx& tx, StatusId status) {
    tx.exec(R"(
        insert into fetched_replies (status_id, fetched_at) values ($1, $2)
        on conflict (status_id) do update set fetched_at = $2)", {status, tx.now()});
    jobs::enqueue_waiting(tx, "fetch_replies", {{"status_id", status.value}}, {}, key_of(status));
    return std::string(kPrefix) + to_string(status);
}

std::optional<Refresh> find_refresh(db::Tx& tx, std::string_view name) {
    if (!name.starts_with(kPrefix)) return std::nullopt;
    const auto id = base::parse_id(name.substr(kPrefix.size()));
    if (!id) return std::nullopt;
    const auto is_running =
        tx.query_integer("select 1 from jobs where unique_key = $1 and dead_at is null", {key_of(StatusId{*id})});
    if (is_running) return Refresh::Running;
    const auto was_begun = tx.query_integer("select 1 from fetched_replies where status_id = $1 and fetched_at > $2",
                                            {*id, tx.now() - kKnownFor});
    return was_begun ? std::optional(Refresh::Finished) : std::nullopt;
}

} // namespace statuses

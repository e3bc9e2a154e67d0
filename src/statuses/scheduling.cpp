#include "statuses/scheduling.h"

#include "accounts/accounts.h"
#include "base/log.h"
#include "instance/limits.h"
#include "jobs/jobs.h"
#include "media/attachment_json.h"
#include "statuses/scheduled_params.h"
#include "statuses/turn.h"
#include "timelines/paging.h"

namespace statuses {

namespace {

namespace limits = instance::limits;

Result<> check_time(db::Tx& tx, base::Time at) {
    if (at > tx.now() + std::chrono::seconds(limits::kScheduleMinSeconds)) return {};
    return base::invalid("Validation failed: Scheduled at The scheduled date must be in the future");
}

// How many others, besides `own`, are due between two times.
std::int64_t count_others(db::Tx& tx, AccountId author, ScheduledStatusId own, base::Time from, base::Time to) {
    return tx.query_integer(R"(
        select count(*) from scheduled_statuses
        where account_id = $1 and scheduled_at >= $3 and scheduled_at < $4 and id <> $2)", {author, own, from, to}).value_or(0);
}

Result<> check_limits(db::Tx& tx, AccountId author, ScheduledStatusId own, base::Time at) {
    take_turn(tx, author);
    const base::Time day = std::chrono::floor<std::chrono::days>(at);
    if (count_others(tx, author, own, base::Time::min(), base::Time::max()) >= limits::kScheduledStatuses) {
        return base::invalid("Validation failed: You have exceeded the limit of "
                             + std::to_string(limits::kScheduledStatuses) + " scheduled posts");
    }
    if (count_others(tx, author, own, day, day + std::chrono::days(1)) >= limits::kScheduledPerDay) {
        return base::invalid("Validation failed: You have exceeded the limit of "
                             + std::to_string(limits::kScheduledPerDay) + " scheduled posts for today");
    }
    return {};
}

std::string default_quote_policy(db::Tx& tx, AccountId author) {
    auto rows = tx.query("select default_quote_policy from users where account_id = $1", {author});
    return rows.next() ? rows.string(0) : "public";
}

void enqueue_publication(db::Tx& tx, ScheduledStatusId id, base::Time at) {
    jobs::enqueue(tx, "publish_scheduled_status", {{"scheduled_status_id", id.value}}, at);
}

// Due, and held until it is posted.
struct Due {
    AccountId author;
    std::string params;
    std::string idempotency_key;
};

std::optional<Due> find_due(db::Tx& tx, ScheduledStatusId id) {
    auto rows = tx.query(R"(
        select account_id, params, idempotency_key from scheduled_statuses
        where id = $1 and scheduled_at <= $2 /*for_update*/)", {id, tx.now()});
    if (!rows.next()) return std::nullopt;
    return Due{.author = rows.id<AccountId>(0), .params = rows.string(1), .idempotency_key = rows.string(2)};
}

// Who may not use the API does not post by waiting either.
bool may_post(db::Tx& tx, AccountId author) { return tx.query_integer(R"(
        select 1 from users u join accounts a on a.id = u.account_id
        where u.account_id = $1 and not u.is_disabled and a.suspended_at is null)", {author}).has_value(); }

using ReservedMedia = std::unordered_map<ScheduledStatusId, std::vector<media::Attachment>>;

ReservedMedia load_media(db::Tx& tx, std::span<const ScheduledStatus> statuses) {
    std::vector<ScheduledStatusId> ids;
    for (const ScheduledStatus& status : statuses) ids.push_back(status.id);
    return media::reserved_for(tx, ids);
}

void write_one(json::Writer& out, const base::Config& config, const ScheduledStatus& status,
               const ReservedMedia& media) {
    const auto own = media.find(status.id);
    out.begin_object();
    out.field("id", status.id);
    out.field("scheduled_at", status.at);
    out.raw_field("params", status.params);
    out.key("media_attachments");
    own == media.end() ? out.raw("[]") : media::write_attachments(out, config, own->second);
    out.end_object();
}

} // namespace

Result<> schedule(db::Tx& tx, const accounts::Account& author, const Draft& draft, base::Time at,
                  const NewSchedule& as) {
    const auto media = TRY(check_draft(tx, author, draft));
    TRY(check_time(tx, at));
    TRY(check_limits(tx, author.id, as.id, at));
    tx.exec(R"(
        insert into scheduled_statuses (id, account_id, scheduled_at, params, idempotency_key, created_at)
        values ($1, $2, $3, $4, $5, $6))", {as.id, author.id, at, params_of(draft, default_quote_policy(tx, author.id)), as.idempotency_key,
                       tx.now()});
    media::reserve(tx, as.id, media);
    enqueue_publication(tx, as.id, at);
    return {};
}

Result<ScheduledStatus> find_scheduled(db::Tx& tx, AccountId author, ScheduledStatusId id) {
    auto rows = tx.query("select id, scheduled_at, params from scheduled_statuses where id = $1 and account_id = $2",
                         {id, author});
    if (!rows.next()) return base::not_found();
    return ScheduledStatus{.id = rows.id<ScheduledStatusId>(0), .at = rows.time(1), .params = rows.string(2)};
}

std::vector<ScheduledStatus> scheduled_page(db::Tx& tx, AccountId author, const http::Page& page) {
    static const timelines::PagedSql kSql(
        "select id, scheduled_at, params from scheduled_statuses where account_id = $4", "id");
    std::vector<ScheduledStatus> found;
    auto rows = tx.query(kSql.for_page(page), {page.max_id, page.lower(), page.limit, author});
    while (rows.next()) {
        found.push_back({.id = rows.id<ScheduledStatusId>(0), .at = rows.time(1), .params = rows.string(2)});
    }
    return timelines::in_page_order(std::move(found), page);
}

Result<> reschedule(db::Tx& tx, AccountId author, ScheduledStatusId id, base::Time at) {
    TRY(find_scheduled(tx, author, id));
    TRY(check_time(tx, at));
    TRY(check_limits(tx, author, id, at));
    tx.exec("update scheduled_statuses set scheduled_at = $2 where id = $1", {id, at});
    enqueue_publication(tx, id, at);
    return {};
}

Result<> cancel_scheduled(db::Tx& tx, AccountId author, ScheduledStatusId id) {
    const bool is_there =
        tx.exec("delete from scheduled_statuses where id = $1 and account_id = $2", {id, author}) == 1;
    if (!is_there) return base::not_found();
    return {};
}

void publish_scheduled(db::Tx& tx, ScheduledStatusId id) {
    const auto due = find_due(tx, id);
    const auto author = due ? accounts::find(tx, due->author) : std::nullopt;
    if (!author || !may_post(tx, author->id)) return;
    const auto status = post_scheduled(tx, *author, draft_of_params(due->params), id);
    if (!status) {
        base::log::warning("cannot publish a scheduled post",
                           {{"account", author->acct()}, {"id", to_string(id)}, {"reason", status.error().message}});
        return;
    }
    pass_key_on(tx, author->id, due->idempotency_key, id, *status);
    tx.exec("delete from scheduled_statuses where id = $1", {id});
}

void write_scheduled(json::Writer& out, db::Tx& tx, std::span<const ScheduledStatus> statuses) {
    const auto media = load_media(tx, statuses);
    out.begin_array();
    for (const ScheduledStatus& status : statuses) write_one(out, tx.config(), status, media);
    out.end_array();
}

void write_scheduled(json::Writer& out, db::Tx& tx, const ScheduledStatus& status) {
    write_one(out, tx.config(), status, load_media(tx, std::span(&status, 1)));
}

} // namespace statuses

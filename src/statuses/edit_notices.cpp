#include "statuses/edit_notices.h"

#include "notifications/notifications.h"
#include "statuses/lookup.h"

#include <optional>
#include <string>
#include <string_view>

namespace statuses {

namespace {

using notifications::Kind;

// Looked at in one transaction, ours and others.
constexpr int kPortion = 300;

// Of each: where it stands in the order, whose it is, what the notification is about, and whether they are ours.
constexpr std::string_view kBoosts = R"(
    select id, account_id, reblog_of_id, is_local
    from statuses where reblog_of_id = $1 and id > $2 order by id limit $3)";
constexpr std::string_view kQuotes = R"(
    select q.status_id, q.account_id, q.status_id, s.is_local
    from quotes q join statuses s on s.id = q.status_id
    where q.quoted_status_id = $1 and q.state = 1 and q.status_id > $2
    order by q.status_id limit $3)";

struct Walk {
    Kind kind;
    std::string_view sql;
};
constexpr Walk kBoosters{Kind::Update, kBoosts}, kQuoters{Kind::QuotedUpdate, kQuotes};

// The last that was looked at; nullopt when none are left.
std::optional<StatusId> tell_some(db::Tx& tx, const Status& status, const Walk& walk, StatusId after) {
    std::vector<notifications::Notice> notices;
    StatusId last;
    int seen = 0;
    auto rows = tx.query(walk.sql, {status.id, after, kPortion});
    for (; rows.next(); ++seen) {
        last = rows.id<StatusId>(0);
        if (!rows.boolean(3)) continue;
        notices.push_back(
            {.to = rows.id<AccountId>(1), .kind = walk.kind, .from = status.author, .status = rows.id<StatusId>(2)});
    }
    for (const auto& notice : notices) notifications::notify(tx, notice);
    return seen == kPortion ? std::optional(last) : std::nullopt;
}

// How far it has come with both; nullopt: to the end.
struct Places {
    std::optional<StatusId> boost, quote;
};

std::int64_t written(std::optional<StatusId> place) { return place ? place->value : -1; }
std::optional<StatusId> read(std::int64_t place) { return place < 0 ? std::nullopt : std::optional(StatusId{place}); }

void tell_from(db::Tx& tx, const Status& status, const Places& from) {
    Places to;
    if (from.boost) to.boost = tell_some(tx, status, kBoosters, *from.boost);
    if (from.quote) to.quote = tell_some(tx, status, kQuoters, *from.quote);
    if (!to.boost && !to.quote) return;
    const std::int64_t boost = written(to.boost), quote = written(to.quote);
    // Where another edit has come just as far, one of the two goes on for both.
    jobs::enqueue(tx, "tell_of_edit", {{"status_id", status.id.value}, {"after_boost", boost}, {"after_quote", quote}},
                  {},
                  "tell_of_edit:" + to_string(status.id) + ":" + std::to_string(boost) + ":" + std::to_string(quote));
}

} // namespace

void tell_of_edit(db::Tx& tx, const Status& status) {
    tell_from(tx, status, {.boost = StatusId{}, .quote = StatusId{}});
}

void tell_of_edit_job(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto status = find_status(tx, arguments.id<StatusId>("status_id"));
    if (!status) return; // Deleted meanwhile.
    tell_from(tx, *status,
              {.boost = read(arguments.integer("after_boost")), .quote = read(arguments.integer("after_quote"))});
}

} // namespace statuses

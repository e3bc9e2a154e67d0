#include "statuses/remote_polls.h"

#include "federation/reading.h"
#include "jobs/jobs.h"
#include "statuses/polls.h"

#include <algorithm>

namespace statuses {

namespace {

constexpr std::size_t kMaxOptions = 500;
constexpr std::size_t kMaxTitleBytes = 1024;

std::int64_t votes_of(const json::Object& option) {
    const auto* replies = federation::object_in(option, "replies");
    return replies ? federation::count_in(*replies, "totalItems").value_or(0) : 0;
}

bool asks_the_same(db::Tx& tx, PollId id, const RemotePoll& remote) {
    const bool is_multiple = tx.query_integer("select 1 from polls where id = $1 and is_multiple", {id}).has_value();
    return is_multiple == remote.is_multiple
           && std::ranges::equal(poll_options(tx, id), remote.options, {}, {}, &RemotePoll::Option::title);
}

void insert_options(db::Tx& tx, PollId id, const RemotePoll& remote) {
    for (std::size_t i = 0; i < remote.options.size(); ++i) {
        tx.exec("insert into poll_options (poll_id, position, title, votes_count) values ($1, $2, $3, $4)",
                {id, static_cast<int>(i), remote.options[i].title, remote.options[i].votes});
    }
}

// Closed without a time: now.
std::optional<base::Time> end_of(db::Tx& tx, const RemotePoll& remote) {
    if (remote.is_closed && (!remote.ends_at || *remote.ends_at > tx.now())) return tx.now();
    return remote.ends_at;
}

std::int64_t voters_of(const RemotePoll& remote) {
    std::int64_t votes = 0;
    for (const auto& option : remote.options) votes += option.votes;
    return remote.voters.value_or(votes);
}

void insert(db::Tx& tx, StatusId status, const RemotePoll& remote) {
    const auto id = tx.new_id<PollId>();
    const auto end = end_of(tx, remote);
    tx.exec(R"(
        insert into polls (id, status_id, is_multiple, hides_totals, expires_at, voters_count, fetched_at)
        values ($1, $2, $3, false, $4, $5, $6))", {id, status, remote.is_multiple, end, voters_of(remote), tx.now()});
    insert_options(tx, id, remote);
    tx.exec("update statuses set poll_id = $2 where id = $1", {status, id});
    if (end && *end > tx.now()) jobs::enqueue(tx, "close_poll", {{"poll_id", id.value}}, *end);
}

void update_counts(db::Tx& tx, PollId id, const RemotePoll& remote) {
    for (std::size_t i = 0; i < remote.options.size(); ++i) {
        tx.exec(R"(
            update poll_options set votes_count = $3 where poll_id = $1 and position = $2 and votes_count <> $3)", {id, static_cast<int>(i), remote.options[i].votes});
    }
    tx.exec("update polls set voters_count = $2, fetched_at = $3 where id = $1", {id, voters_of(remote), tx.now()});
}

void move_end(db::Tx& tx, PollId id, const RemotePoll& remote) {
    const auto end = end_of(tx, remote);
    if (!end) return;
    const auto moved = tx.exec(
        "update polls set expires_at = $2 where id = $1 and closed_at is null and (expires_at is null or expires_at <> $2)",
        {id, *end});
    if (moved == 1) jobs::enqueue(tx, "close_poll", {{"poll_id", id.value}}, *end);
}

void ask_anew(db::Tx& tx, PollId id, const RemotePoll& remote) {
    tx.exec("delete from poll_votes where poll_id = $1", {id});
    tx.exec("delete from poll_options where poll_id = $1", {id});
    tx.exec("update polls set is_multiple = $2 where id = $1", {id, remote.is_multiple});
    insert_options(tx, id, remote);
}

} // namespace

std::optional<RemotePoll> read_poll(const json::Object& document) {
    if (!federation::is_a(document, "Question")) return std::nullopt;
    RemotePoll poll;
    auto options = federation::objects_in(document, "oneOf", kMaxOptions);
    if (options.empty()) {
        options = federation::objects_in(document, "anyOf", kMaxOptions);
        poll.is_multiple = true;
    }
    for (const auto* option : options) {
        std::string title = federation::text_in(*option, "name", kMaxTitleBytes);
        if (!title.empty()) poll.options.push_back({.title = std::move(title), .votes = votes_of(*option)});
    }
    if (poll.options.size() < 2) return std::nullopt;
    const auto closed_at = federation::time_in(document, "closed");
    poll.ends_at = closed_at ? closed_at : federation::time_in(document, "endTime");
    poll.is_closed = closed_at || federation::flag_in(document, "closed");
    poll.voters = federation::count_in(document, "votersCount");
    return poll;
}

bool keep_poll(db::Tx& tx, StatusId status, PollId poll, const std::optional<RemotePoll>& remote) {
    if (!remote && !poll) return false;
    if (!remote) {
        tx.exec("update statuses set poll_id = null where id = $1", {status});
        tx.exec("delete from polls where id = $1", {poll});
        return true;
    }
    if (!poll) {
        insert(tx, status, *remote);
        return true;
    }
    const bool is_another = !asks_the_same(tx, poll, *remote);
    if (is_another) ask_anew(tx, poll, *remote);
    update_counts(tx, poll, *remote);
    move_end(tx, poll, *remote);
    return is_another;
}

void keep_poll_counts(db::Tx& tx, PollId poll, const RemotePoll& remote) {
    if (!asks_the_same(tx, poll, remote)) return; // An edit that has been overtaken by another.
    update_counts(tx, poll, remote);
    move_end(tx, poll, remote);
}

} // namespace statuses

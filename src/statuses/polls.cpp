#include "statuses/polls.h"

#include "base/text.h"
#include "federation/audience.h"
#include "instance/limits.h"
#include "jobs/jobs.h"
#include "statuses/outgoing.h"
#include "statuses/visibility.h"

#include <algorithm>
#include <set>

namespace statuses {

namespace {

namespace limits = instance::limits;

bool is_too_long(const std::string& option) {
    return base::grapheme_count(option) > std::size_t{limits::kPollOptionCharacters};
}

bool is_blank(const std::string& option) { return base::trim(option).empty(); }

struct Poll {
    StatusId status;
    AccountId author;
    bool is_local;
    bool hides_totals;
    bool is_multiple;
    std::optional<base::Time> expires_at;
    int options;
};

// Held until the vote is counted, so that nobody votes twice at once.
std::optional<Poll> find_and_hold(db::Tx& tx, PollId id) {
    auto rows = tx.query(R"(
        select s.account_id, p.is_multiple, p.expires_at,
               (select count(*) from poll_options o where o.poll_id = p.id), s.id, s.is_local, p.hides_totals
        from polls p join statuses s on s.id = p.status_id
        where p.id = $1 /*for_update*/)", {id});
    if (!rows.next()) return std::nullopt;
    return Poll{.status = rows.id<StatusId>(4),
                .author = rows.id<AccountId>(0),
                .is_local = rows.boolean(5),
                .hides_totals = rows.boolean(6),
                .is_multiple = rows.boolean(1),
                .expires_at = rows.maybe_time(2),
                .options = rows.small(3)};
}

// Others hear of many votes at once. What the poll hides is not told before it has ended.
void announce_vote(db::Tx& tx, const Poll& poll, PollId id) {
    constexpr std::chrono::minutes kGathered{3};
    if (poll.hides_totals || !federation::knows_others(tx)) return;
    jobs::enqueue(tx, "send_tally", {{"poll_id", id.value}}, tx.now() + kGathered,
                  "send_tally:" + std::to_string(id.value));
}

void send_choices(db::Tx& tx, const accounts::Account& account, const Poll& poll, PollId id,
                  const std::set<int>& choices) {
    const auto titles = poll_options(tx, id);
    std::vector<std::string> chosen;
    for (const int choice : choices) chosen.push_back(titles.at(static_cast<std::size_t>(choice)));
    send_votes(tx, account, poll.status, chosen);
}

bool has_voted(db::Tx& tx, AccountId account, PollId poll) {
    return tx.query_integer("select 1 from poll_votes where poll_id = $1 and account_id = $2 limit 1", {poll, account})
        .has_value();
}

Result<> check_vote(db::Tx& tx, const Poll& poll, PollId id, AccountId account, const std::set<int>& choices) {
    if (poll.expires_at && *poll.expires_at <= tx.now()) {
        return base::invalid("Validation failed: The poll has already ended");
    }
    if (poll.author == account) return base::invalid("Validation failed: You cannot vote in your own polls");
    if (choices.empty() || *choices.begin() < 0 || *choices.rbegin() >= poll.options) {
        return base::invalid("Validation failed: The chosen vote option does not exist");
    }
    if (!poll.is_multiple && choices.size() > 1) {
        return base::invalid("Validation failed: Only one option can be chosen");
    }
    if (has_voted(tx, account, id)) return base::invalid("Validation failed: You have already voted on this poll");
    return {};
}

void count_choice(db::Tx& tx, PollId id, AccountId account, int choice) {
    tx.exec("insert into poll_votes (poll_id, account_id, position) values ($1, $2, $3)", {id, account, choice});
    tx.exec("update poll_options set votes_count = votes_count + 1 where poll_id = $1 and position = $2", {id, choice});
}

} // namespace

std::vector<std::string> written_options(std::vector<std::string> fields) {
    std::erase_if(fields, is_blank);
    for (std::string& field : fields) field = std::string(base::trim(field));
    return fields;
}

Result<> check_poll_options(const PollDraft& draft) {
    const auto& options = draft.options;
    const std::set<std::string> distinct(options.begin(), options.end());
    if (options.size() < 2 || std::any_of(options.begin(), options.end(), is_blank)) {
        return base::invalid("Validation failed: Options must have more than one item");
    }
    if (options.size() > std::size_t{limits::kPollOptions}) {
        return base::invalid("Validation failed: Options can't contain more than "
                             + std::to_string(limits::kPollOptions) + " items");
    }
    if (std::any_of(options.begin(), options.end(), is_too_long)) {
        return base::invalid("Validation failed: Options can't be longer than "
                             + std::to_string(limits::kPollOptionCharacters) + " characters each");
    }
    if (distinct.size() < options.size()) return base::invalid("Validation failed: Options contain duplicate items");
    return {};
}

Result<> check_poll(const PollDraft& draft) {
    TRY(check_poll_options(draft));
    if (draft.expires_in.count() < limits::kPollMinSeconds) {
        return base::invalid("Validation failed: Expires at is too soon");
    }
    if (draft.expires_in.count() > limits::kPollMaxSeconds) {
        return base::invalid("Validation failed: Expires at is too far into the future");
    }
    return {};
}

void insert_poll_options(db::Tx& tx, PollId id, const PollDraft& draft) {
    for (std::size_t i = 0; i < draft.options.size(); ++i) {
        tx.exec("insert into poll_options (poll_id, position, title) values ($1, $2, $3)",
                {id, static_cast<int>(i), base::sanitize(draft.options[i])});
    }
}

PollId insert_poll(db::Tx& tx, StatusId status, const PollDraft& draft) {
    const auto id = tx.new_id<PollId>();
    const base::Time expires_at = tx.now() + draft.expires_in;
    tx.exec(R"(
        insert into polls (id, status_id, is_multiple, hides_totals, expires_at) values ($1, $2, $3, $4, $5))", {id, status, draft.is_multiple, draft.hides_totals, expires_at});
    insert_poll_options(tx, id, draft);
    tx.exec("update statuses set poll_id = $2 where id = $1", {status, id});
    jobs::enqueue(tx, "close_poll", {{"poll_id", id.value}}, expires_at);
    return id;
}

std::vector<std::string> poll_options(db::Tx& tx, PollId poll) {
    std::vector<std::string> titles;
    auto rows = tx.query("select title from poll_options where poll_id = $1 order by position", {poll});
    while (rows.next()) titles.push_back(rows.string(0));
    return titles;
}

Result<StatusId> find_status_of_poll(db::Tx& tx, PollId id, const accounts::Account& viewer) {
    const auto status = tx.query_integer("select status_id from polls where id = $1", {id});
    if (!status) return base::not_found();
    TRY(find_visible(tx, StatusId{*status}, viewer));
    return StatusId{*status};
}

Result<> vote(db::Tx& tx, const accounts::Account& account, PollId id, const std::vector<int>& chosen) {
    const auto poll = find_and_hold(tx, id);
    if (!poll) return base::not_found();
    const std::set<int> choices(chosen.begin(), chosen.end());
    TRY(check_vote(tx, *poll, id, account.id, choices));
    for (const int choice : choices) count_choice(tx, id, account.id, choice);
    tx.exec("update polls set voters_count = voters_count + 1 where id = $1", {id});
    if (poll->is_local) {
        announce_vote(tx, *poll, id);
    } else if (account.is_local()) {
        send_choices(tx, account, *poll, id, choices);
    }
    return {};
}

Result<> add_choice(db::Tx& tx, const accounts::Account& account, PollId id, int choice) {
    const auto poll = find_and_hold(tx, id);
    if (!poll) return base::not_found();
    if (!poll->is_multiple) return base::invalid("Validation failed: Only one option can be chosen");
    if (poll->expires_at && *poll->expires_at <= tx.now()) {
        return base::invalid("Validation failed: The poll has already ended");
    }
    count_choice(tx, id, account.id, choice);
    if (poll->is_local) announce_vote(tx, *poll, id);
    return {};
}

} // namespace statuses

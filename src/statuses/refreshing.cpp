#include "statuses/refreshing.h"

#include "accounts/accounts.h"
#include "federation/fetch.h"
#include "federation/reading.h"
#include "federation/tombstones.h"
#include "statuses/deletion.h"
#include "statuses/fetching.h"
#include "statuses/lookup.h"
#include "statuses/polls.h"

#include <optional>

namespace statuses {

namespace {

using base::Refusal;

constexpr std::chrono::minutes kCounted{1};
constexpr federation::Purse kPollPurse{.requests = 4, .time = std::chrono::seconds(5)};

// Whether an answer says that there is no such post, and that there will be none again.
enum class Presence { There, Missing, Gone };
Presence presence_in(const Result<json::Object>& answer) {
    if (answer) return federation::is_a(*answer, "Tombstone") ? Presence::Gone : Presence::There;
    if (answer.error().refusal == Refusal::Gone) return Presence::Gone;
    return answer.error().refusal == Refusal::NotFound ? Presence::Missing : Presence::There;
}

void delete_missing(db::Tx& tx, StatusId id, Presence presence) {
    const auto status = find_status(tx, id);
    if (!status || status->is_local || status->reblog_of || !is_distributable(status->visibility)) return;
    const auto author = accounts::find(tx, status->author);
    if (!author) return;
    if (presence == Presence::Gone) federation::bury(tx, uri_of(tx, id));
    (void)delete_status(tx, *author, id);
}

// Of a poll elsewhere whose counts may be old.
struct Poll {
    StatusId status;
    Visibility visibility = Visibility::Public;
};
constexpr std::string_view kIsOld = R"(
    (p.fetched_at is null
     or (p.fetched_at < $2 and (p.expires_at is null or p.fetched_at < p.expires_at))))";
std::optional<Poll> find_old(db::Tx& tx, PollId id) {
    static const std::string kSql = R"(
        select s.id, s.visibility from polls p join statuses s on s.id = p.status_id
        where p.id = $1 and not s.is_local and )" + std::string(kIsOld);
    auto rows = tx.query(kSql, {id, tx.now() - kCounted});
    if (!rows.next()) return std::nullopt;
    return Poll{.status = rows.id<StatusId>(0), .visibility = static_cast<Visibility>(rows.small(1))};
}

// Of several who open it at once, one asks.
bool take_turn(db::Tx& tx, PollId id) {
    static const std::string kSql = "update polls as p set fetched_at = $3 where p.id = $1 and " + std::string(kIsOld);
    return tx.exec(kSql, {id, tx.now() - kCounted, tx.now()}) == 1;
}

} // namespace

void take_answer(federation::Errand& errand, StatusId status, const Result<json::Object>& answer) {
    const Presence presence = presence_in(answer);
    if (presence != Presence::There) {
        errand.database().write([&](db::Tx& tx) { delete_missing(tx, status, presence); });
    } else if (answer) {
        (void)keep_fetched(errand, *answer);
    }
}

Result<> refresh_status(federation::Errand& errand, StatusId status) {
    std::string uri;
    errand.database().read([&](db::Tx& tx) {
        const auto found = find_status(tx, status);
        if (found && !found->is_local) uri = uri_of(tx, status);
    });
    if (uri.empty()) return base::not_found();
    const auto answer = federation::fetch_document(errand, uri);
    take_answer(errand, status, answer);
    if (!answer) return base::Unexpected(answer.error());
    return {};
}

bool may_count_polls(const http::Request& /*request*/) { return true; }

bool must_count_again(const http::Request& request, db::Tx& tx) {
    const auto id = request.id<PollId>("id");
    const bool may_ask = id && request.account().is_somebody() && tx.context().client;
    return may_ask && find_old(tx, *id) && find_status_of_poll(tx, *id, request.account());
}

// What only followers may read is asked for by who looks.
void count_again(const http::Request& request, db::Database& database) {
    const auto id = request.id<PollId>("id");
    std::optional<Poll> poll;
    database.write([&](db::Tx& tx) {
        poll = find_old(tx, *id);
        if (poll && !take_turn(tx, *id)) poll.reset();
    });
    if (!poll) return;
    auto purse = kPollPurse;
    if (!is_distributable(poll->visibility)) purse.signer = request.account().id;
    federation::Errand errand(database, purse);
    (void)refresh_status(errand, poll->status); // Else it stands as it did.
}

} // namespace statuses

#include "moderation/domain_blocks_jobs.h"

#include "accounts/accounts.h"
#include "moderation/domain_blocks.h"
#include "moderation/servers.h"
#include "relationships/follows.h"
#include "relationships/severances.h"
#include "statuses/purging.h"

#include <algorithm>
#include <map>

namespace moderation {
namespace {

// So many in one transaction that others wait little for their turn to write.
constexpr int kBatch = 200;
constexpr int kPurged = 50;

struct Person {
    AccountId id;
    std::optional<base::Time> suspended_at, silenced_at;
    bool has_pictures = false;
};
std::vector<Person> next_people(db::Tx& tx, std::string_view server, std::int64_t after) {
    std::vector<Person> people;
    auto rows = tx.query(R"(
        select id, suspended_at, silenced_at, avatar <> '' or header <> '' from accounts
        where domain = $1 and id > $2 order by id limit $3)", {server, after, kBatch});
    while (rows.next()) {
        people.push_back({.id = rows.id<AccountId>(0),
                          .suspended_at = rows.maybe_time(1),
                          .silenced_at = rows.maybe_time(2),
                          .has_pictures = rows.boolean(3)});
    }
    return people;
}

// Two people, one of whom follows the other, or wants to.
struct Tie {
    AccountId follower, followed;
    bool is_asked; // It wants to.
};
std::vector<Tie> ties_of(db::Tx& tx, const std::vector<AccountId>& people) {
    std::vector<Tie> ties;
    auto rows = tx.query(R"(
        select f.account_id, f.target_account_id, false from ids($1) l join follows f on f.account_id = l.value
        union select f.account_id, f.target_account_id, false from ids($1) l
              join follows f on f.target_account_id = l.value
        union select r.account_id, r.target_account_id, true from ids($1) l
              join follow_requests r on r.account_id = l.value
        union select r.account_id, r.target_account_id, true from ids($1) l
              join follow_requests r on r.target_account_id = l.value)", {people});
    while (rows.next()) {
        ties.push_back(
            {.follower = rows.id<AccountId>(0), .followed = rows.id<AccountId>(1), .is_asked = rows.boolean(2)});
    }
    return ties;
}

relationships::SeveranceEvent event_of(const DomainBlock& block) {
    return {.kind = relationships::SeveranceKind::DomainBlock, .target = block.domain, .occurred_at = block.created_at};
}

// Before they are suspended, so that their server is still told. Ours are told later whom they lost.
void part(db::Tx& tx, const DomainBlock& block, const std::vector<AccountId>& people) {
    std::map<AccountId, relationships::Lost> lost;
    for (const Tie& tie : ties_of(tx, people)) {
        const auto follower = accounts::find(tx, tie.follower), followed = accounts::find(tx, tie.followed);
        if (!follower || !followed) continue;
        if (followed->is_local()) {
            (void)relationships::remove_follower(tx, *followed, follower->id);
            if (!tie.is_asked) ++lost[followed->id].followers;
        } else {
            (void)relationships::unfollow(tx, *follower, followed->id);
            if (!tie.is_asked && follower->is_local()) ++lost[follower->id].following;
        }
    }
    for (const auto& [account, of_them] : lost) relationships::note_lost(tx, event_of(block), account, of_them);
}

template <typename Condition>
std::vector<AccountId> those(const std::vector<Person>& people, Condition condition) {
    std::vector<AccountId> ids;
    for (const Person& person : people) {
        if (condition(person)) ids.push_back(person.id);
    }
    return ids;
}

// What hangs on posts is a link from now on, as statuses::keep_attachments would have it.
void hide_media(db::Tx& tx, const std::vector<AccountId>& people) { tx.exec(R"(
        update media_attachments set type = 'unknown', remote_preview_url = '', blurhash = null
        where account_id in (select value from ids($1)) and type <> 'unknown')", {people}); }

void apply_to(db::Tx& tx, const DomainBlock& block, const std::vector<Person>& people) {
    // With $1, when the block was made, and $2, whom it concerns.
    const auto run = [&](std::string_view sql, const std::vector<AccountId>& ids) {
        if (!ids.empty()) tx.exec(sql, {block.created_at, ids});
    };
    if (block.severity == Severity::Suspend) {
        const auto ids = those(people, [](const Person& person) { return !person.suspended_at; });
        if (!ids.empty()) part(tx, block, ids);
        run("update accounts set suspended_at = $1 where id in (select value from ids($2))", ids);
    } else {
        run("update accounts set suspended_at = null where suspended_at = $1 and id in (select value from ids($2))",
            those(people, [&](const Person& person) { return person.suspended_at == block.created_at; }));
    }
    if (block.severity == Severity::Silence) {
        run("update accounts set silenced_at = $1 where id in (select value from ids($2))",
            those(people, [](const Person& person) { return !person.silenced_at; }));
    } else {
        run("update accounts set silenced_at = null where silenced_at = $1 and id in (select value from ids($2))",
            those(people, [&](const Person& person) { return person.silenced_at == block.created_at; }));
    }
    if (block.rejects_media || block.severity == Severity::Suspend) {
        const auto ids = those(people, [](const Person& person) { return person.has_pictures; });
        tx.exec("update accounts set avatar = '', header = '' where id in (select value from ids($1))", {ids});
        hide_media(tx, those(people, [](const Person&) { return true; }));
    }
}

// The block, if it is still the one of that time; else one that does nothing.
DomainBlock block_of(db::Tx& tx, const jobs::Arguments& arguments) {
    const base::Time at{std::chrono::milliseconds(arguments.integer("at"))};
    auto block = find_domain_block(tx, arguments.text("domain"));
    if (block && block->created_at == at) return *std::move(block);
    DomainBlock none;
    none.domain = arguments.text("domain");
    none.severity = Severity::Noop;
    none.created_at = at;
    return none;
}

json::Object arguments_for(const DomainBlock& block, std::string_view server, std::int64_t after) {
    return {{"domain", block.domain},
            {"at", block.created_at.time_since_epoch().count()},
            {"server", server},
            {"after", after}};
}

// What one run of the last job does: whose turn it is next; nothing when it is nobody's.
std::optional<std::int64_t> purge_some(db::Tx& tx, std::string_view server, std::int64_t after,
                                       std::optional<base::Time> suspended_at) {
    const auto ids = tx.query_ids<AccountId>(R"(
        select id from accounts
        where domain = $1 and id > $2 and ($3 is null or suspended_at = $3) order by id limit $4)", {server, after, suspended_at, kPurged});
    for (const AccountId id : ids) {
        const auto account = accounts::find(tx, id);
        if (!account) continue;
        if (statuses::purge_some(tx, *account)) return id.value - 1;
        if (!suspended_at) statuses::delete_purged(tx, id);
    }
    if (ids.size() < kPurged) return std::nullopt;
    return ids.back().value;
}

} // namespace

void enforce_domain_block(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto block = block_of(tx, arguments);
    for (const auto& server : known_servers_under(tx, block.domain)) {
        if (block.rejects_media || block.severity == Severity::Suspend) forget_emojis(tx, server);
        if (block.severity == Severity::Suspend) forget_deliveries(tx, server);
        jobs::enqueue(tx, "enforce_domain_block_on", arguments_for(block, server, 0));
    }
}

void enforce_domain_block_on(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto block = block_of(tx, arguments);
    const std::string server = arguments.text("server");
    const auto people = next_people(tx, server, arguments.integer("after"));
    apply_to(tx, block, people);
    if (people.size() == kBatch) {
        jobs::enqueue(tx, "enforce_domain_block_on", arguments_for(block, server, people.back().id.value));
    } else if (block.severity == Severity::Suspend) {
        relationships::tell_severed_later(tx, event_of(block));
        jobs::enqueue(tx, "purge_server", arguments_for(block, server, 0));
    } else if (const auto over = domain_block_over(tx, server); over && over->domain != block.domain) {
        // Who was let go may be under another block, too.
        jobs::enqueue(tx, "enforce_domain_block_on", arguments_for(*over, server, 0));
    }
}

void purge_server(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto at = arguments.integer("at");
    const auto suspended_at = at == 0 ? std::nullopt : std::optional(base::Time{std::chrono::milliseconds(at)});
    if (suspended_at && block_of(tx, arguments).severity != Severity::Suspend) return; // It was taken back.
    const std::string server = arguments.text("server");
    const auto next = purge_some(tx, server, arguments.integer("after"), suspended_at);
    if (!next) return;
    jobs::enqueue(tx, "purge_server",
                  {{"domain", arguments.text("domain")}, {"at", at}, {"server", server}, {"after", *next}});
}

} // namespace moderation

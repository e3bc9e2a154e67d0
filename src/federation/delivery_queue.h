#pragma once

#include "db/db.h"
#include "federation/delivery.h"
#include "federation/follower_digests.h"
#include "federation/keys.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The rows of deliveries: one waits, is leased to a process, and goes when it was taken or given up. For delivery_loop.
namespace federation {

// A lease moves run_at to its own end, so that what is due is never under way; and what a killed process had is due
// again then.
inline constexpr std::chrono::minutes kDeliveryLease{2};

struct Due {
    std::int64_t id = 0;
    std::string host;
};
// Of all servers, the longest due first.
std::vector<Due> find_due(db::Tx& tx, Priority priority, int limit);
// The longest due of each server, by name, after `host`; for when those due longest are all of servers that are busy.
std::vector<Due> find_due_of_hosts(db::Tx& tx, Priority priority, std::string_view after_host, int limit);
// When the first is due; nullopt: there is none.
struct NextDue {
    std::optional<base::Time> normal, low;
};
NextDue next_due(db::Tx& tx);

struct Leased {
    std::int64_t id = 0;
    std::int64_t document_id = 0;
    std::string host = {};
    std::string inbox_url = {};
    int attempts = 0; // Failed so far.
    Priority priority = Priority::Normal;
};
// Those of `ids` that are still due, in order, those of low priority last. Nobody else gets them until the lease ends.
std::vector<Leased> lease(db::Tx& tx, const std::vector<std::int64_t>& ids);
// Not before `until`: its server is left alone for a while.
void put_off(db::Tx& tx, const std::vector<std::int64_t>& ids, base::Time until);
// Gives back what was not tried; due at `run_at`.
void release(db::Tx& tx, const std::vector<std::int64_t>& ids, base::Time run_at);
// The leases of processes that are gone: where nobody else can have any.
std::int64_t release_all(db::Tx& tx);

// Taken or given up.
void remove(db::Tx& tx, const std::vector<std::int64_t>& ids);
// One more failure.
void fail(db::Tx& tx, std::int64_t id, base::Time run_at, std::string_view error);
// All that waits for a server that has fallen silent. Answers with the documents, once for each delivery.
std::vector<std::int64_t> remove_of_host(db::Tx& tx, std::string_view host);
// An inbox is gone for good (410): what waits for it goes too, and nothing more is sent there until its owner's
// document names it again. Answers like remove_of_host.
std::vector<std::int64_t> forget_inbox(db::Tx& tx, std::string_view host, std::string_view inbox_url);

struct Document {
    std::int64_t id = 0;
    AccountId sender;
    std::shared_ptr<const std::string> text;
    base::Time created_at;
    FollowerDigests digests = {}; // What of the sender's followers each host hears.
    bool lacks_signature = false; // It shall bear one within.
    bool sender_has_left = false;
};
std::vector<Document> find_documents(db::Tx& tx, const std::vector<std::int64_t>& ids);
// Documents that lacked their signatures bear them from now on; those that nobody needs any more cost nothing.
void keep_signed(db::Tx& tx, const std::map<std::int64_t, std::shared_ptr<const std::string>>& texts);
// Those of `ids` that nothing waits for.
void remove_done_documents(db::Tx& tx, const std::vector<std::int64_t>& ids);
// The same for what was left when two processes finished at once: those of before `time`, up to `limit`.
void remove_lost_documents(db::Tx& tx, base::Time time, int limit);

} // namespace federation

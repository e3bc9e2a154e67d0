#pragma once

#include "db/db.h"
#include "federation/delivery_lanes.h"
#include "federation/delivery_queue.h"
#include "federation/hosts.h"

#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

// What delivery_loop tells the database and hears from it, many deliveries in one transaction.
namespace federation {

// What became of deliveries and of their servers.
struct DeliveryNotes {
    struct Failure {
        std::int64_t id;
        base::Time run_at;
        std::string error;
    };
    struct Return {
        std::vector<std::int64_t> ids;
        base::Time run_at;
    };
    std::vector<std::int64_t> removed; // Taken or given up.
    std::vector<Failure> failures;
    std::vector<Return> returns;                  // Not tried.
    std::vector<Leased> gone;                     // Their inboxes are no more.
    std::set<std::string> good_hosts;             // They took something,
    std::set<std::string> alive_hosts;            // or said no.
    std::map<std::string, std::string> bad_hosts; // With the reason.
    std::map<std::string, Scheme> schemes;
    std::map<std::int64_t, std::shared_ptr<const std::string>> signed_documents; // As they bear their signatures now.
    std::set<std::int64_t> documents; // Perhaps nothing waits for these any more.

    std::size_t count() const { return removed.size() + failures.size() + returns.size(); }
};
// Answers with the servers that are unavailable from now on; what waited for them is gone.
std::vector<std::string> write_notes(db::Tx& tx, const DeliveryNotes& notes);

// One look at what is due.
struct DeliveryCatch {
    std::vector<Leased> leased;
    std::vector<KnownHost> hosts; // Those that the lanes do not know.
    bool is_blocked = false;      // More is due, and no lane has room for it.
    bool is_low_blocked = false;  // The same of what is of low priority.
};
// Leases what the lanes have room for, fairly by server, of those priorities of which something `is_due`; what is due
// for servers that are paused is put off.
struct DuePriorities {
    bool normal = false, low = false;
};
DeliveryCatch lease_due(db::Tx& tx, const Lanes& lanes, DuePriorities is_due);

} // namespace federation

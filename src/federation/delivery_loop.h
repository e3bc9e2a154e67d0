#pragma once

#include "base/context.h"
#include "base/wakeup.h"
#include "db/db.h"
#include "federation/delivery_lanes.h"
#include "federation/delivery_notes.h"
#include "federation/delivery_outcome.h"
#include "federation/keys.h"
#include "http/client.h"

#include <atomic>
#include <memory>
#include <set>
#include <thread>
#include <unordered_map>
#include <vector>

namespace federation {

// Sends what waits in deliveries: one thread that leases rows, signs them, hands them to the client, and writes down
// what became of them, many in one transaction. Several processes may do so beside each other. What is under way when
// a process is killed is sent again: each delivery is made at least once.
class DeliveryLoop {
public:
    struct Parts {
        const base::Context& context; // Its deliveries_waiting, when there is one, wakes the loop.
        db::Database& database;
        http::Client& client;
        Lanes::Limits limits = {};
        std::chrono::milliseconds poll{1000}; // What other processes have queued is seen this late.
    };
    explicit DeliveryLoop(const Parts& parts);
    ~DeliveryLoop(); // Stops.

    void start();
    // Begins nothing more, gives what is under way `patience` to end, and gives back the rest.
    void stop(std::chrono::milliseconds patience = std::chrono::seconds(2));

    // On the calling thread, without start(): sends everything that is due, until nothing is. Returns the number of
    // deliveries tried.
    std::size_t run_due();

private:
    using Steady = std::chrono::steady_clock;

    // One request under way, and what came of it.
    struct Attempt {
        Leased delivery;
        Scheme scheme = Scheme::Draft;
        bool is_second = false; // The first scheme was refused just now.
        Outcome outcome = {};
    };
    // Where the client's thread leaves what has ended; it may outlive the loop.
    struct Mailbox;
    // A document with deliveries in our hands.
    struct Held {
        Document document;
        std::optional<SigningKey> key; // nullopt: nobody can sign it any more.
        std::size_t deliveries = 0;
    };
    void work();
    bool step();
    void expect_more();
    void wind_down();
    std::chrono::milliseconds time_to_sleep() const;

    // ── what has ended ──
    bool take_finished();
    void settle(Attempt attempt);
    bool has_sender_left(const Leased& delivery) const;
    void note_end(const Leased& delivery);
    void note_removed(const Leased& delivery);
    void settle_failed(const Leased& delivery, const Outcome& outcome);
    void give_back(const std::vector<Leased>& waiting, base::Time run_at);

    // ── what begins ──
    bool send_ready();
    void send(Attempt attempt);

    // ── the database ──
    bool has_enough() const;
    bool may_look() const;
    DuePriorities find_due_priorities();
    bool write_and_lease();
    void take_in(DeliveryCatch caught);
    void load_documents(const std::vector<Leased>& leased);
    std::optional<SigningKey> find_key(const Document& document);
    void sign_within(Held& held) const;
    void clean_now_and_then();

    Parts parts_;
    base::Wakeup own_wakeup_;
    base::Wakeup& wakeup_;
    std::shared_ptr<Mailbox> mailbox_;
    Lanes lanes_;
    std::unordered_map<std::int64_t, Held> documents_;
    std::set<std::int64_t> under_way_;
    DeliveryNotes notes_;
    Steady::time_point noted_since_ = {}; // When the oldest of them was made.
    std::size_t tries_ = 0;
    bool is_blocked_ = false;         // No use in looking before something has ended.
    Steady::time_point look_at_ = {}; // Not before, unless the bell rings.
    Steady::time_point clean_at_ = {};
    std::atomic<bool> is_stopping_ = false;
    std::chrono::milliseconds patience_{0};
    std::thread thread_;
};

} // namespace federation

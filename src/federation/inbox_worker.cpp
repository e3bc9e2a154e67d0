#include "federation/inbox_worker.h"

#include "accounts/accounts.h"
#include "accounts/remote_accounts.h"
#include "base/log.h"
#include "base/metrics.h"
#include "federation/reading.h"

#include <algorithm>
#include <map>
#include <set>

namespace federation {

namespace {

namespace log = base::log;

constexpr int kBatch = 64;
constexpr std::size_t kQueuedFetches = 64;
constexpr std::chrono::milliseconds kPoll{1000};

void count(std::string_view outcome_label) {
    base::metrics::counter("akebono_activities_total",
                           "Activities received: applied, refused (no effect here), failed, or dead (given up).",
                           outcome_label)
        .add();
}

// Without its actor. What cannot be read has no type, and so no receiver.
Activity read_activity(const Received& received) {
    Activity activity;
    auto parsed = json::parse(received.activity);
    if (!parsed || !parsed->is_object()) return activity;
    activity.document = std::move(parsed->get_object());
    activity.id = id_of(activity.document);
    activity.type = type_of(activity.document);
    activity.actor_uri = id_in(activity.document, "actor"); // As its key has it: see take_in().
    activity.inbox_account = received.inbox_account;
    return activity;
}

void log_refusal(const Activity& activity, const base::Error& error) {
    log::debug("an activity has no effect here",
               {{"type", activity.type}, {"id", activity.id}, {"reason", error.message}});
}

// A statement that only reads leaves nothing to take back.
bool writes(std::string_view sql) {
    const auto begin = sql.find_first_not_of(" \t\r\n");
    return begin != std::string_view::npos && !sql.substr(begin).starts_with("select");
}

// An activity refused what it had begun: its transaction must not commit.
class HalfDone final : public std::runtime_error {
public:
    explicit HalfDone(std::int64_t id) : std::runtime_error("an activity was refused half done"), id_(id) {}
    std::int64_t id() const { return id_; }

private:
    std::int64_t id_;
};

void receive(db::Tx& tx, const Received& received, const Activity& activity, const Receiver& receiver) {
    bool is_dirty = false;
    tx.observe([&](std::string_view sql, db::Params) { is_dirty = is_dirty || writes(sql); });
    const auto done = receiver.receive(tx, activity);
    tx.observe({});
    if (done) return count(R"(outcome="applied")");
    log_refusal(activity, done.error());
    count(R"(outcome="refused")");
    if (is_dirty) throw HalfDone(received.id);
}

} // namespace

// Those of a batch, in one transaction.
class InboxWorker::Actors {
public:
    Actors(db::Tx& tx, const Batch& batch) {
        std::vector<AccountId> ids;
        for (const auto& due : batch) ids.push_back(due.received.actor);
        read(tx, ids);
    }
    Actors(db::Tx& tx, AccountId one) { read(tx, std::span(&one, 1)); }

    void read(db::Tx& tx, std::span<const AccountId> ids) {
        for (const auto id : ids) accounts_.erase(id);
        for (auto& account : accounts::find_many(tx, ids)) accounts_.emplace(account.id, std::move(account));
    }
    // Null when there is no such account any more.
    const accounts::Account* find(AccountId id) const {
        const auto found = accounts_.find(id);
        return found == accounts_.end() ? nullptr : &found->second;
    }

private:
    std::unordered_map<AccountId, accounts::Account> accounts_;
};

InboxWorker::InboxWorker(const InboxWorkerParts& parts)
    : parts_(parts), wakeup_(parts.context.activities_waiting ? *parts.context.activities_waiting : own_wakeup_) {}

InboxWorker::~InboxWorker() { stop(); }

void InboxWorker::start() {
    if (!parts_.database.is_postgresql()) parts_.database.write(release_all_received);
    fetching_ = std::make_unique<http::WorkerPool>("inbox-fetch", parts_.fetching_threads, kQueuedFetches);
    thread_ = std::thread([this] { work(); });
}

void InboxWorker::stop() {
    is_stopping_ = true;
    wakeup_.ring();
    if (thread_.joinable()) thread_.join();
    fetching_.reset();
}

std::size_t InboxWorker::run_due() {
    std::size_t applied = 0;
    for (auto batch = lease(); !batch.empty(); batch = lease()) {
        applied += batch.size();
        apply_batch(std::move(batch), false);
    }
    return applied;
}

void InboxWorker::work() {
    while (!is_stopping_) {
        try {
            auto batch = lease();
            if (batch.empty()) {
                wakeup_.sleep(kPoll);
            } else {
                apply_batch(std::move(batch), true);
            }
        } catch (const std::exception& fault) {
            log::error("what was received cannot be read", {{"error", fault.what()}});
            wakeup_.sleep(kPoll);
        }
    }
}

InboxWorker::Batch InboxWorker::lease() {
    std::vector<Received> leased;
    bool is_due = false;
    parts_.database.read([&](db::Tx& tx) { is_due = has_due_received(tx); });
    if (is_due) parts_.database.write([&](db::Tx& tx) { leased = lease_received(tx, kBatch); });
    Batch batch;
    for (auto& received : leased) {
        Activity activity = read_activity(received);
        batch.push_back({std::move(received), std::move(activity)});
    }
    return batch;
}

std::vector<InboxWorker::Batch> InboxWorker::take_fetching(Batch& batch) {
    std::set<AccountId> fetching;
    parts_.database.read([&](db::Tx& tx) {
        const Actors actors(tx, batch);
        for (auto& due : batch) {
            const auto id = due.received.actor;
            if (!fetching.contains(id) && must_fetch(tx, due, actors.find(id))) fetching.insert(id);
        }
    });
    std::map<AccountId, Batch> by_actor;
    Batch rest;
    for (auto& due : batch) {
        auto& to = fetching.contains(due.received.actor) ? by_actor[due.received.actor] : rest;
        to.push_back(std::move(due));
    }
    batch = std::move(rest);
    std::vector<Batch> taken;
    for (auto& [actor, theirs] : by_actor) taken.push_back(std::move(theirs));
    return taken;
}

bool InboxWorker::must_fetch(db::Tx& tx, Due& due, const accounts::Account* actor) {
    const auto* receiver = find_receiver(parts_.receivers, due.activity);
    if (!actor || !receiver || !receiver->must_fetch) return false;
    due.activity.actor = *actor;
    return receiver->must_fetch(tx, due.activity);
}

void InboxWorker::apply_batch(Batch batch, bool may_hand_on) {
    for (auto& theirs : take_fetching(batch)) {
        if (!may_hand_on) {
            apply_fetching(theirs);
            continue;
        }
        const auto shared = std::make_shared<Batch>(std::move(theirs));
        if (fetching_->submit([this, shared] { apply_fetching(*shared); })) continue;
        // They are all busy: later.
        parts_.database.write([&](db::Tx& tx) {
            for (const auto& due : *shared) release_received(tx, due.received);
        });
        wakeup_.sleep(kPoll);
    }
    if (!batch.empty()) apply_together(batch);
}

void InboxWorker::apply_together(Batch& batch) {
    try {
        parts_.database.write([&](db::Tx& tx) {
            std::vector<const Received*> all;
            for (const auto& due : batch) all.push_back(&due.received);
            const auto taken = take_received(tx, all);
            Actors actors(tx, batch);
            for (auto& due : batch) {
                if (std::ranges::binary_search(taken, due.received.id)) apply(tx, due, actors);
            }
        });
    } catch (const std::exception&) {
        // One of them failed, or was refused half done: each by itself, then the others are not held up.
        for (auto& due : batch) apply_alone(due);
    }
}

void InboxWorker::apply_alone(Due& due) {
    const auto& received = due.received;
    try {
        parts_.database.write([&](db::Tx& tx) {
            if (!take_received(tx, received)) return;
            Actors actors(tx, received.actor);
            apply(tx, due, actors);
        });
    } catch (const HalfDone&) {
        parts_.database.write([&](db::Tx& tx) { take_received(tx, received); });
    } catch (const std::exception& fault) {
        bool is_dead = false;
        parts_.database.write([&](db::Tx& tx) { is_dead = postpone_received(tx, received, fault.what()); });
        count(is_dead ? R"(outcome="dead")" : R"(outcome="failed")");
        const auto say = is_dead ? log::error : log::warning;
        say(is_dead ? "an activity is given up" : "an activity failed and will be tried again",
            {{"id", received.id}, {"attempt", received.attempt}, {"error", fault.what()}});
    }
}

void InboxWorker::apply(db::Tx& tx, Due& due, Actors& actors) {
    const auto* actor = actors.find(due.received.actor);
    const auto* receiver = find_receiver(parts_.receivers, due.activity);
    if (!actor || !receiver || (actor->is_suspended && !due.activity.is_allowed_of_suspended())) return;
    due.activity.actor = *actor;
    due.activity.original = due.received.activity;
    receive(tx, due.received, due.activity, *receiver);
    // Who has spoken of itself may be another from now on, or gone.
    if (due.activity.object_id() == due.activity.actor_uri) actors.read(tx, std::span(&due.received.actor, 1));
}

// In order: what one has fetched the next may need.
void InboxWorker::apply_fetching(Batch& batch) {
    for (auto& due : batch) {
        try {
            bool fetches = false;
            parts_.database.read([&](db::Tx& tx) {
                const Actors actors(tx, due.received.actor);
                fetches = must_fetch(tx, due, actors.find(due.received.actor));
            });
            if (fetches) {
                Errand errand(parts_.database);
                find_receiver(parts_.receivers, due.activity)->fetch(errand, due.activity);
                if (is_stopping_) { // Then what could not be had only came to nothing because we stop.
                    parts_.database.write([&](db::Tx& tx) { release_received(tx, due.received); });
                    continue;
                }
            }
            apply_alone(due);
        } catch (const std::exception& fault) {
            // The lease ends, and it is tried again.
            log::error("what an activity needs cannot be fetched", {{"id", due.received.id}, {"error", fault.what()}});
        }
    }
}

} // namespace federation

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

std::optional<Activity> read_activity(db::Tx& tx, const Received& received) {
    auto parsed = json::parse(received.activity);
    auto actor = accounts::find(tx, received.actor);
    if (!parsed || !parsed->is_object() || !actor) return std::nullopt;
    Activity activity;
    activity.document = std::move(parsed->get_object());
    activity.id = id_of(activity.document);
    activity.type = type_of(activity.document);
    activity.actor_uri = accounts::uri_of(tx, received.actor);
    activity.actor = std::move(*actor);
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

// Applies one in the transaction of several.
void apply(db::Tx& tx, const Received& received, const Activity& activity, std::span<const Receiver> receivers) {
    const Receiver* receiver = find_receiver(receivers, activity);
    if (!receiver || (activity.actor.is_suspended && !activity.is_allowed_of_suspended())) return;
    bool is_dirty = false;
    tx.observe([&](std::string_view sql, db::Params) { is_dirty = is_dirty || writes(sql); });
    const auto done = receiver->receive(tx, activity);
    tx.observe({});
    if (done) return count(R"(outcome="applied")");
    log_refusal(activity, done.error());
    count(R"(outcome="refused")");
    if (is_dirty) throw HalfDone(received.id);
}

void apply(db::Tx& tx, const Received& received, std::span<const Receiver> receivers) {
    if (!take_received(tx, received)) return;
    const auto activity = read_activity(tx, received);
    if (activity) apply(tx, received, *activity, receivers);
}

} // namespace

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
    Batch batch;
    bool is_due = false;
    parts_.database.read([&](db::Tx& tx) { is_due = has_due_received(tx); });
    if (is_due) parts_.database.write([&](db::Tx& tx) { batch = lease_received(tx, kBatch); });
    return batch;
}

std::vector<InboxWorker::Batch> InboxWorker::take_fetching(Batch& batch) {
    std::set<AccountId> fetching;
    parts_.database.read([&](db::Tx& tx) {
        for (const auto& received : batch) {
            if (fetching.contains(received.actor)) continue;
            const auto activity = read_activity(tx, received);
            const auto* receiver = activity ? find_receiver(parts_.receivers, *activity) : nullptr;
            if (receiver && receiver->must_fetch && receiver->must_fetch(tx, *activity)) {
                fetching.insert(received.actor);
            }
        }
    });
    std::map<AccountId, Batch> by_actor;
    Batch rest;
    for (auto& received : batch) {
        auto& to = fetching.contains(received.actor) ? by_actor[received.actor] : rest;
        to.push_back(std::move(received));
    }
    batch = std::move(rest);
    std::vector<Batch> taken;
    for (auto& [actor, theirs] : by_actor) taken.push_back(std::move(theirs));
    return taken;
}

void InboxWorker::apply_batch(Batch batch, bool may_hand_on) {
    for (auto& theirs : take_fetching(batch)) {
        if (!may_hand_on) {
            apply_fetching(theirs);
        } else if (!fetching_->submit([this, theirs] { apply_fetching(theirs); })) {
            // They are all busy: later.
            parts_.database.write([&](db::Tx& tx) {
                for (const auto& received : theirs) release_received(tx, received);
            });
            wakeup_.sleep(kPoll);
        }
    }
    if (!batch.empty()) apply_together(batch);
}

void InboxWorker::apply_together(const Batch& batch) {
    try {
        parts_.database.write([&](db::Tx& tx) {
            for (const auto& received : batch) apply(tx, received, parts_.receivers);
        });
    } catch (const std::exception&) {
        // One of them failed, or was refused half done: each by itself, then the others are not held up.
        for (const auto& received : batch) apply_alone(received);
    }
}

void InboxWorker::apply_alone(const Received& received) {
    try {
        parts_.database.write([&](db::Tx& tx) { apply(tx, received, parts_.receivers); });
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

// In order: what one has fetched the next may need.
void InboxWorker::apply_fetching(const Batch& batch) {
    for (const auto& received : batch) {
        try {
            std::optional<Activity> activity;
            const Receiver* receiver = nullptr;
            bool must_fetch = false;
            parts_.database.read([&](db::Tx& tx) {
                activity = read_activity(tx, received);
                receiver = activity ? find_receiver(parts_.receivers, *activity) : nullptr;
                must_fetch = receiver && receiver->must_fetch && receiver->must_fetch(tx, *activity);
            });
            if (!must_fetch) {
                apply_alone(received);
                continue;
            }
            Errand errand(parts_.database);
            receiver->fetch(errand, *activity);
            if (is_stopping_) { // Then what could not be had only came to nothing because we stop.
                parts_.database.write([&](db::Tx& tx) { release_received(tx, received); });
                continue;
            }
            Received complete = received;
            complete.activity = boost::json::serialize(activity->document);
            apply_alone(complete);
        } catch (const std::exception& fault) {
            // The lease ends, and it is tried again.
            log::error("what an activity needs cannot be fetched", {{"id", received.id}, {"error", fault.what()}});
        }
    }
}

} // namespace federation

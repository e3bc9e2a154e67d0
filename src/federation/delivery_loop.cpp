#include "federation/delivery_loop.h"

#include "base/log.h"
#include "base/metrics.h"
#include "federation/linked_signature.h"
#include "jobs/queue.h"

#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace federation {
namespace {

namespace log = base::log;
using std::chrono::milliseconds;

constexpr milliseconds kRecover{1000};    // After a fault.
constexpr milliseconds kNoteDelay{100};   // What has ended is written down this late, together with others.
constexpr std::size_t kManyNotes = 128;   // Or when there are so many.
constexpr std::size_t kSendsPerStep = 32; // Signing takes its time; then what has ended is looked at again.
constexpr milliseconds kDeadline{10'000};
constexpr std::size_t kMaxAnswerBytes = 4096; // Nobody reads more than the status.
constexpr int kMostAttempts = 16;
constexpr int kMostAttemptsOfLow = 8;
constexpr milliseconds kLowPause{100};    // Low priority waits so long for its share of requests to be free.
constexpr std::chrono::days kMostDays{7}; // As long as a silent server is waited for.
constexpr std::chrono::hours kCleanEvery{1};
constexpr int kCleanAtOnce = 1000;

void count(std::string_view outcome) {
    base::metrics::counter("akebono_deliveries_total",
                           "Deliveries to other servers: taken, failed (and tried again later), or given up.",
                           fmt::format("outcome=\"{}\"", outcome))
        .add();
}

} // namespace

struct DeliveryLoop::Mailbox {
    std::mutex mutex;
    std::vector<Attempt> ended;
    base::Wakeup* bell; // Null once nobody listens.

    explicit Mailbox(base::Wakeup& wakeup) : bell(&wakeup) {}

    void put(Attempt attempt) {
        const std::lock_guard lock(mutex);
        ended.push_back(std::move(attempt));
        if (bell && ended.size() == 1) bell->nudge();
    }
    std::vector<Attempt> take() {
        const std::lock_guard lock(mutex);
        return std::exchange(ended, {});
    }
    void close() {
        const std::lock_guard lock(mutex);
        bell = nullptr;
    }
};

DeliveryLoop::DeliveryLoop(const Parts& parts)
    : parts_(parts),
      wakeup_(parts.context.deliveries_waiting ? *parts.context.deliveries_waiting : own_wakeup_),
      mailbox_(std::make_shared<Mailbox>(wakeup_)),
      lanes_(parts.limits) {}

DeliveryLoop::~DeliveryLoop() {
    stop();
    mailbox_->close();
}

void DeliveryLoop::start() {
    thread_ = std::thread([this] { work(); });
}

void DeliveryLoop::stop(milliseconds patience) {
    patience_ = patience;
    is_stopping_ = true;
    wakeup_.ring();
    if (thread_.joinable()) thread_.join();
}

std::size_t DeliveryLoop::run_due() {
    const auto before = tries_;
    look_at_ = {};
    while (step() || lanes_.held() > 0 || notes_.count() > 0) {
        if (lanes_.under_way() > 0) wakeup_.sleep(milliseconds(20));
        look_at_ = {};
    }
    return tries_ - before;
}

void DeliveryLoop::work() {
    // Only one process writes to SQLite: what is leased there belongs to one that is gone.
    bool has_released = parts_.database.is_postgresql();
    while (!is_stopping_) {
        try {
            if (!has_released) parts_.database.write([](db::Tx& tx) { release_all(tx); });
            has_released = true;
            if (!step() && wakeup_.sleep(time_to_sleep())) expect_more();
        } catch (const std::exception& fault) {
            log::error("deliveries cannot go on", {{"error", fault.what()}});
            wakeup_.sleep(kRecover);
        }
    }
    try {
        wind_down();
    } catch (const std::exception& fault) {
        // The leases end, and all is sent again.
        log::error("deliveries cannot be given back", {{"error", fault.what()}});
    }
}

// Whether there may be more to do at once.
bool DeliveryLoop::step() {
    const bool has_finished = take_finished();
    const bool has_sent = send_ready();
    const bool has_leased = write_and_lease();
    static auto& under_way =
        base::metrics::gauge("akebono_deliveries_under_way", "Requests to inboxes of other servers.");
    under_way.set(static_cast<std::int64_t>(lanes_.under_way()));
    clean_now_and_then();
    return has_finished || has_sent || has_leased;
}

// Something new may be for others than those whose turn must be waited for.
void DeliveryLoop::expect_more() {
    look_at_ = {};
    is_blocked_ = false;
}

milliseconds DeliveryLoop::time_to_sleep() const {
    const auto now = Steady::now();
    auto until = has_enough() || is_blocked_ ? now + parts_.poll : std::min(look_at_, now + parts_.poll);
    if (notes_.count() > 0) until = std::min(until, noted_since_ + kNoteDelay);
    return std::max(std::chrono::ceil<milliseconds>(until - now), milliseconds(0));
}

void DeliveryLoop::wind_down() {
    const auto until = Steady::now() + patience_;
    give_back(lanes_.give_back(), parts_.context.clock.now());
    while (lanes_.under_way() > 0 && Steady::now() < until) {
        take_finished();
        wakeup_.sleep(milliseconds(20));
    }
    take_finished();
    if (!under_way_.empty())
        notes_.returns.push_back({{under_way_.begin(), under_way_.end()}, parts_.context.clock.now()});
    parts_.database.write([&](db::Tx& tx) { write_notes(tx, notes_); });
    notes_ = {};
}

// ── what has ended ──

bool DeliveryLoop::take_finished() {
    auto ended = mailbox_->take();
    for (auto& attempt : ended) settle(std::move(attempt));
    if (!ended.empty()) is_blocked_ = false;
    return !ended.empty();
}

bool DeliveryLoop::has_sender_left(const Leased& delivery) const {
    const auto found = documents_.find(delivery.document_id);
    return found != documents_.end() && found->second.document.sender_has_left;
}

void DeliveryLoop::note_end(const Leased& delivery) {
    if (notes_.count() == 0) noted_since_ = Steady::now();
    const auto found = documents_.find(delivery.document_id);
    if (found == documents_.end()) return;
    auto& [document, key, deliveries] = found->second;
    if (std::exchange(document.lacks_signature, false)) notes_.signed_documents.emplace(document.id, document.text);
    if (--deliveries == 0) documents_.erase(found);
}

void DeliveryLoop::settle(Attempt attempt) {
    const auto& delivery = attempt.delivery;
    auto& outcome = attempt.outcome;
    if (outcome.kind == Outcome::Kind::Unsigned && !attempt.is_second && !is_stopping_) {
        attempt.is_second = true;
        attempt.scheme = other_scheme(attempt.scheme);
        return send(std::move(attempt));
    }
    // Whoever has left has no key that anybody could ask for: that is no fault of theirs, and will be no better.
    if (outcome.kind == Outcome::Kind::Unsigned && has_sender_left(delivery)) outcome.kind = Outcome::Kind::Refused;
    under_way_.erase(delivery.id);
    note_end(delivery);
    switch (outcome.kind) {
    case Outcome::Kind::Lost: lanes_.dropped(delivery.host, delivery.priority); return note_removed(delivery);
    case Outcome::Kind::Unsigned:
    case Outcome::Kind::Failed: return settle_failed(delivery, outcome);
    case Outcome::Kind::Gone: notes_.gone.push_back(delivery); [[fallthrough]];
    case Outcome::Kind::Refused:
        log::debug("a delivery was refused for good", {{"host", delivery.host}, {"reason", outcome.reason}});
        count("given_up");
        notes_.alive_hosts.insert(delivery.host);
        break;
    case Outcome::Kind::Taken:
        count("taken");
        notes_.good_hosts.insert(delivery.host);
        if (attempt.is_second) {
            lanes_.set_scheme(delivery.host, attempt.scheme);
            notes_.schemes[delivery.host] = attempt.scheme;
        }
        break;
    }
    // Whatever it said, it answered.
    lanes_.succeeded(delivery.host, delivery.priority);
    note_removed(delivery);
}

void DeliveryLoop::note_removed(const Leased& delivery) {
    notes_.removed.push_back(delivery.id);
    notes_.documents.insert(delivery.document_id);
}

void DeliveryLoop::settle_failed(const Leased& delivery, const Outcome& outcome) {
    const auto now = parts_.context.clock.now();
    const int failures = delivery.attempts + 1;
    const int most = delivery.priority == Priority::Low ? kMostAttemptsOfLow : kMostAttempts;
    const bool is_last = failures >= most || base::time_of_id(delivery.document_id) < now - kMostDays;
    notes_.bad_hosts[delivery.host] = outcome.reason;
    count(is_last ? "given_up" : "failed");
    if (is_last) {
        log::info("a delivery is given up", {{"host", delivery.host}, {"reason", outcome.reason}});
        note_removed(delivery);
    } else {
        log::debug("a delivery failed", {{"host", delivery.host}, {"reason", outcome.reason}, {"failures", failures}});
        auto wait = jobs::retry_delay(failures, parts_.context.random);
        if (outcome.retry_after) wait = std::max(wait, *outcome.retry_after);
        notes_.failures.push_back({delivery.id, now + wait, outcome.reason});
    }
    const bool begins_pause = lanes_.failed(delivery.host, now, delivery.priority);
    if (outcome.retry_after) lanes_.pause(delivery.host, now + *outcome.retry_after);
    if (const auto until = lanes_.paused_until(delivery.host, now)) give_back(lanes_.give_back(delivery.host), *until);
    if (begins_pause) {
        log::debug("a server is left alone for a while", {{"host", delivery.host}, {"reason", outcome.reason}});
    }
}

void DeliveryLoop::give_back(const std::vector<Leased>& waiting, base::Time run_at) {
    if (waiting.empty()) return;
    DeliveryNotes::Return all{.ids = {}, .run_at = run_at};
    for (const auto& delivery : waiting) {
        note_end(delivery);
        all.ids.push_back(delivery.id);
    }
    notes_.returns.push_back(std::move(all));
}

// ── what begins ──

bool DeliveryLoop::send_ready() {
    for (std::size_t sent = 0; sent < kSendsPerStep; ++sent) {
        auto delivery = lanes_.next();
        if (!delivery) return sent > 0;
        const auto scheme = lanes_.scheme(delivery->host);
        ++tries_;
        under_way_.insert(delivery->id);
        send({.delivery = std::move(*delivery), .scheme = scheme});
    }
    return true;
}

void DeliveryLoop::send(Attempt attempt) {
    const auto found = documents_.find(attempt.delivery.document_id);
    if (found == documents_.end() || !found->second.key) {
        attempt.outcome.kind = Outcome::Kind::Lost;
        return mailbox_->put(std::move(attempt));
    }
    http::Outgoing request{.method = http::Method::Post,
                           .url = attempt.delivery.inbox_url,
                           .headers = {{"Content-Type", "application/activity+json"}},
                           .body = *found->second.document.text,
                           .deadline = kDeadline,
                           .max_bytes = kMaxAnswerBytes,
                           .may_cut = true};
    const auto& digests = found->second.document.digests;
    if (const auto digest = digests.find(attempt.delivery.host); digest != digests.end()) {
        const std::string_view key_id = found->second.key->id;
        request.headers.emplace_back("Collection-Synchronization",
                                     synchronization_header(key_id.substr(0, key_id.find('#')), digest->second));
    }
    sign(request, *found->second.key, attempt.scheme, parts_.context.clock.now());
    auto shared = std::make_shared<Attempt>(std::move(attempt));
    parts_.client.send(std::move(request), [shared, mailbox = mailbox_](const Result<http::Incoming>& answer) {
        shared->outcome = outcome_of(answer);
        mailbox->put(std::move(*shared));
    });
}

// ── the database ──

// A look is a transaction: not one for every few deliveries.
bool DeliveryLoop::has_enough() const { return lanes_.waiting(Priority::Normal) >= kSendsPerStep; }

bool DeliveryLoop::may_look() const {
    return !is_stopping_ && !is_blocked_ && !has_enough() && Steady::now() >= look_at_;
}

// When there are none, says when to look again.
DuePriorities DeliveryLoop::find_due_priorities() {
    NextDue next;
    parts_.database.read([&](db::Tx& tx) { next = next_due(tx); });
    const auto now = parts_.context.clock.now();
    const DuePriorities due{.normal = next.normal && *next.normal <= now,
                            .low = next.low && *next.low <= now && lanes_.wants_low()};
    if (due.normal || due.low) return due;
    auto wait = parts_.poll;
    if (next.normal) wait = std::min<milliseconds>(wait, *next.normal - now);
    if (next.low) wait = std::min(wait, std::max<milliseconds>(*next.low - now, kLowPause));
    look_at_ = Steady::now() + wait;
    return due;
}

// Whether something was leased.
bool DeliveryLoop::write_and_lease() {
    const auto due = may_look() ? find_due_priorities() : DuePriorities();
    const bool looks = due.normal || due.low;
    const bool notes_are_due = notes_.count() >= kManyNotes || Steady::now() >= noted_since_ + kNoteDelay;
    const bool writes = notes_.count() > 0 && (looks || notes_are_due || lanes_.under_way() == 0);
    if (!looks && !writes) return false;

    DeliveryCatch caught;
    std::vector<std::string> silent;
    parts_.database.write([&](db::Tx& tx) {
        silent = write_notes(tx, notes_);
        caught = looks ? lease_due(tx, lanes_, due) : DeliveryCatch();
    });
    notes_ = {};
    for (const auto& host : silent) {
        log::warning("a server has failed for a week: nothing is sent there until it shows itself", {{"host", host}});
    }
    if (!looks) return false;
    is_blocked_ = caught.leased.empty() && caught.is_blocked;
    const bool has_leased = !caught.leased.empty();
    if (!has_leased && caught.is_low_blocked) look_at_ = Steady::now() + kLowPause;
    take_in(std::move(caught));
    return has_leased;
}

void DeliveryLoop::take_in(DeliveryCatch caught) {
    for (const auto& host : caught.hosts) lanes_.learn(host);
    load_documents(caught.leased);
    for (auto& delivery : caught.leased) {
        const auto found = documents_.find(delivery.document_id);
        if (found != documents_.end()) ++found->second.deliveries;
        lanes_.add(std::move(delivery));
    }
}

void DeliveryLoop::load_documents(const std::vector<Leased>& leased) {
    std::set<std::int64_t> wanted;
    for (const auto& delivery : leased) {
        if (!documents_.contains(delivery.document_id)) wanted.insert(delivery.document_id);
    }
    if (wanted.empty()) return;
    std::vector<Document> found;
    parts_.database.read([&](db::Tx& tx) { found = find_documents(tx, {wanted.begin(), wanted.end()}); });
    std::map<AccountId, std::optional<SigningKey>> keys;
    for (auto& document : found) {
        const auto sender = document.sender;
        if (!keys.contains(sender)) keys.emplace(sender, find_key(document));
        const auto id = document.id;
        Held held{.document = std::move(document), .key = keys.at(sender)};
        sign_within(held);
        documents_.insert_or_assign(id, std::move(held));
    }
}

// Once for all who get it. Without its signature it is as good for them, if not for others.
void DeliveryLoop::sign_within(Held& held) const {
    if (!held.document.lacks_signature || !held.key) return;
    auto text = with_signature(*held.document.text, *held.key, parts_.context.clock.now());
    if (!text) {
        log::warning("an activity cannot bear a signature", {{"document", held.document.id}});
        held.document.lacks_signature = false;
        return;
    }
    held.document.text = std::make_shared<const std::string>(std::move(*text));
}

std::optional<SigningKey> DeliveryLoop::find_key(const Document& document) {
    try {
        return signing_key(parts_.database, document.sender);
    } catch (const NoSuchSigner&) {
        log::info("an activity has lost its sender", {{"document", document.id}});
        return std::nullopt;
    }
}

void DeliveryLoop::clean_now_and_then() {
    if (Steady::now() < clean_at_) return;
    clean_at_ = Steady::now() + kCleanEvery;
    lanes_.forget_idle();
    parts_.database.write([](db::Tx& tx) { remove_lost_documents(tx, tx.now() - std::chrono::days(1), kCleanAtOnce); });
}

} // namespace federation

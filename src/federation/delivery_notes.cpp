#include "federation/delivery_notes.h"

#include <algorithm>
#include <unordered_map>

namespace federation {
namespace {

constexpr int kWindow = 256;

// What may be leased out of `due`, and what not.
struct Choice {
    std::vector<std::int64_t> ids;
    std::vector<std::string> new_hosts;
    std::map<base::Time, std::vector<std::int64_t>> put_off;
    bool is_blocked = false, is_low_blocked = false;
};

class Chooser {
public:
    Chooser(const Lanes& lanes, base::Time now) : lanes_(lanes), now_(now) {}

    // Whether any was chosen.
    bool look_at(const std::vector<Due>& due, Priority priority) {
        const auto before = choice.ids.size();
        for (const auto& delivery : due) look_at(delivery, priority);
        return choice.ids.size() > before;
    }
    Choice choice;

private:
    // A server that nobody knows yet gets one delivery: what it is like will be seen.
    void look_at(const Due& delivery, Priority priority) {
        if (const auto until = lanes_.paused_until(delivery.host, now_)) {
            choice.put_off[*until].push_back(delivery.id);
            return;
        }
        auto& taken = taken_[delivery.host];
        if (all_taken_[priority] >= lanes_.room(priority) || !lanes_.has_room(delivery.host, priority, taken)) {
            (priority == Priority::Low ? choice.is_low_blocked : choice.is_blocked) = true;
            return;
        }
        if (taken.all() == 0 && !lanes_.knows(delivery.host)) choice.new_hosts.push_back(delivery.host);
        ++taken[priority];
        ++all_taken_[priority];
        choice.ids.push_back(delivery.id);
    }

    const Lanes& lanes_;
    base::Time now_;
    Lanes::Counts all_taken_;
    std::unordered_map<std::string, Lanes::Counts> taken_;
};

std::set<std::int64_t> set_of(const std::vector<std::int64_t>& ids) { return {ids.begin(), ids.end()}; }

// Busy servers may have so much due that they hide all others: then these are asked for one by one.
void look_behind_the_busy(db::Tx& tx, Chooser& chooser, Priority priority) {
    std::string after;
    while (true) {
        const auto due = find_due_of_hosts(tx, priority, after, kWindow);
        if (due.empty() || chooser.look_at(due, priority)) return;
        after = due.back().host;
    }
}

void choose(db::Tx& tx, Chooser& chooser, const Lanes& lanes, Priority priority) {
    const auto due = find_due(tx, priority, kWindow);
    const bool has_chosen = chooser.look_at(due, priority);
    const bool may_hide_others = due.size() == static_cast<std::size_t>(kWindow);
    if (!has_chosen && may_hide_others && lanes.room(priority) > 0) look_behind_the_busy(tx, chooser, priority);
}

} // namespace

std::vector<std::string> write_notes(db::Tx& tx, const DeliveryNotes& notes) {
    std::vector<std::string> silent;
    auto documents = notes.documents;
    if (!notes.removed.empty()) remove(tx, notes.removed);
    for (const auto& failure : notes.failures) fail(tx, failure.id, failure.run_at, failure.error);
    for (const auto& [ids, run_at] : notes.returns) release(tx, ids, run_at);
    for (const auto& delivery : notes.gone)
        documents.merge(set_of(forget_inbox(tx, delivery.host, delivery.inbox_url)));
    for (const auto& host : notes.alive_hosts) note_alive(tx, host);
    for (const auto& host : notes.good_hosts) note_success(tx, host);
    for (const auto& [host, scheme] : notes.schemes) keep_scheme(tx, host, scheme);
    for (const auto& [host, reason] : notes.bad_hosts) {
        if (!note_failure(tx, host, reason)) continue;
        documents.merge(set_of(remove_of_host(tx, host)));
        silent.push_back(host);
    }
    if (!documents.empty()) remove_done_documents(tx, {documents.begin(), documents.end()});
    keep_signed(tx, notes.signed_documents);
    return silent;
}

DeliveryCatch lease_due(db::Tx& tx, const Lanes& lanes, DuePriorities is_due) {
    Chooser chooser(lanes, tx.now());
    if (is_due.normal) choose(tx, chooser, lanes, Priority::Normal);
    if (is_due.low) choose(tx, chooser, lanes, Priority::Low);

    const auto& choice = chooser.choice;
    DeliveryCatch result;
    result.is_blocked = choice.is_blocked;
    result.is_low_blocked = choice.is_low_blocked;
    for (const auto& [until, ids] : choice.put_off) put_off(tx, ids, until);
    if (!choice.ids.empty()) result.leased = lease(tx, choice.ids);
    if (!choice.new_hosts.empty()) result.hosts = find_hosts(tx, choice.new_hosts);
    return result;
}

} // namespace federation

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
    bool is_blocked = false;
};

class Chooser {
public:
    Chooser(const Lanes& lanes, base::Time now) : lanes_(lanes), now_(now), room_(lanes.room()) {}

    void look_at(const std::vector<Due>& due) {
        for (const auto& delivery : due) look_at(delivery);
    }
    Choice choice;

private:
    // A server that nobody knows yet gets one delivery: what it is like will be seen.
    void look_at(const Due& delivery) {
        if (const auto until = lanes_.paused_until(delivery.host, now_)) {
            choice.put_off[*until].push_back(delivery.id);
            return;
        }
        auto& taken = taken_[delivery.host];
        if (room_ == 0 || !lanes_.has_room(delivery.host, taken)) {
            choice.is_blocked = true;
            return;
        }
        if (taken++ == 0 && !lanes_.knows(delivery.host)) choice.new_hosts.push_back(delivery.host);
        --room_;
        choice.ids.push_back(delivery.id);
    }

    const Lanes& lanes_;
    base::Time now_;
    std::size_t room_;
    std::unordered_map<std::string, std::size_t> taken_;
};

std::set<std::int64_t> set_of(const std::vector<std::int64_t>& ids) { return {ids.begin(), ids.end()}; }

// Busy servers may have so much due that they hide all others: then these are asked for one by one.
void look_behind_the_busy(db::Tx& tx, Chooser& chooser) {
    std::string after;
    while (chooser.choice.ids.empty()) {
        const auto due = find_due_of_hosts(tx, after, kWindow);
        if (due.empty()) return;
        after = due.back().host;
        chooser.look_at(due);
    }
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

DeliveryCatch lease_due(db::Tx& tx, const Lanes& lanes) {
    Chooser chooser(lanes, tx.now());
    const auto due = find_due(tx, kWindow);
    chooser.look_at(due);
    const bool is_hidden = due.size() == static_cast<std::size_t>(kWindow) && chooser.choice.ids.empty();
    if (is_hidden && lanes.room() > 0) look_behind_the_busy(tx, chooser);

    const auto& choice = chooser.choice;
    DeliveryCatch result;
    result.is_blocked = choice.is_blocked;
    for (const auto& [until, ids] : choice.put_off) put_off(tx, ids, until);
    if (!choice.ids.empty()) result.leased = lease(tx, choice.ids);
    if (!choice.new_hosts.empty()) result.hosts = find_hosts(tx, choice.new_hosts);
    return result;
}

} // namespace federation

#include "federation/delivery.h"

#include "base/url.h"
#include "base/wakeup.h"
#include "federation/domain_policy.h"
#include "federation/hosts.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <vector>

namespace federation {
namespace {

struct Inbox {
    std::string host;
    std::string url;
    auto operator<=>(const Inbox&) const = default;
};

std::set<Inbox> distinct(const base::Config& config, std::span<const std::string> urls) {
    std::set<Inbox> inboxes;
    for (const auto& text : urls) {
        const auto url = base::Url::parse(text);
        if (url && url->authority() != config.web_host()) inboxes.insert({url->authority(), url->text()});
    }
    return inboxes;
}

std::vector<std::string> hosts_of(const std::set<Inbox>& inboxes) {
    std::vector<std::string> hosts;
    for (const auto& inbox : inboxes) {
        if (hosts.empty() || hosts.back() != inbox.host) hosts.push_back(inbox.host); // They are in order.
    }
    return hosts;
}

void leave_out(std::set<Inbox>& inboxes, const std::vector<std::string>& hosts) {
    for (const auto& host : hosts) {
        std::erase_if(inboxes, [&](const Inbox& inbox) { return inbox.host == host; });
    }
}

std::int64_t insert_document(db::Tx& tx, AccountId sender, std::string_view document, const FollowerDigests& digests,
                             Signed is_signed) {
    const auto id = tx.new_id();
    tx.exec(R"(
        insert into delivery_documents (id, account_id, document, follower_digests, created_at, lacks_signature)
        values ($1, $2, $3, $4, $5, $6))", {id, sender, document, to_json(digests), tx.now(), is_signed == Signed::Within});
    return id;
}

// First one of each server, then a second of each, and so on: as they are best sent.
std::vector<const Inbox*> in_turns(const std::set<Inbox>& inboxes) {
    std::vector<std::pair<int, const Inbox*>> ranked;
    for (const auto& inbox : inboxes) {
        const bool is_same_host = !ranked.empty() && ranked.back().second->host == inbox.host;
        ranked.emplace_back(is_same_host ? ranked.back().first + 1 : 0, &inbox);
    }
    std::ranges::stable_sort(ranked, {}, [](const auto& entry) { return entry.first; });
    std::vector<const Inbox*> result;
    for (const auto& [rank, inbox] : ranked) result.push_back(inbox);
    return result;
}

// All in one statement, for there may be thousands: an id in 19 digits, the length of the host in 3, the host, the URL.
void insert_deliveries(db::Tx& tx, std::int64_t document, const std::set<Inbox>& inboxes, Priority priority) {
    std::vector<std::string> packed;
    packed.reserve(inboxes.size());
    for (const auto* inbox : in_turns(inboxes)) {
        packed.push_back(fmt::format("{:019}{:03}{}{}", tx.new_id(), inbox->host.size(), inbox->host, inbox->url));
    }
    tx.exec(R"(
        insert into deliveries (id, document_id, host, inbox_url, run_at, priority)
        select cast(substr(value, 1, 19) as bigint), $2,
            substr(value, 23, cast(substr(value, 20, 3) as integer)),
            substr(value, 23 + cast(substr(value, 20, 3) as integer)), $3, $4
        from texts($1))", {packed, document, tx.now(), static_cast<int>(priority)});
}

} // namespace

void deliver(db::Tx& tx, AccountId sender, std::string_view document, std::span<const std::string> inboxes, Reach reach,
             const FollowerDigests& digests, Signed is_signed, Priority priority) {
    auto targets = distinct(tx.config(), inboxes);
    if (targets.empty()) return;
    const auto hosts = hosts_of(targets);
    if (reach != Reach::Everyone) leave_out(targets, unavailable_among(tx, hosts));
    if (reach != Reach::Parting) leave_out(targets, kept_away_among(tx, hosts));
    if (targets.empty()) return;

    insert_deliveries(tx, insert_document(tx, sender, document, digests, is_signed), targets, priority);
    auto* waiting = tx.context().deliveries_waiting;
    if (waiting) tx.on_commit([waiting] { waiting->ring(); });
}

} // namespace federation

#include "statuses/forwarding.h"

#include "federation/audience.h"
#include "federation/delivery.h"
#include "federation/discovery_limit.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "federation/received.h"

#include <algorithm>
#include <set>
#include <span>
#include <string_view>

namespace statuses {

namespace {

// Words with which linked data says other things than it seems to: nobody takes what has them.
bool is_plain(const json::Value& value) {
    if (const auto* several = value.if_array()) return std::ranges::all_of(*several, is_plain);
    const auto* object = value.if_object();
    if (!object) return true;
    return std::ranges::all_of(*object, [](const auto& member) {
        const std::string_view name = member.key();
        return name != "@graph" && name != "@included" && name != "@reverse" && is_plain(member.value());
    });
}

bool may_be_passed_on(const federation::Activity& activity) {
    return !activity.original.empty() && federation::object_in(activity.document, "signature")
           && std::ranges::all_of(activity.document, [](const auto& member) { return is_plain(member.value()); });
}

// Somebody may be waiting for an answer; that it was changed or is gone can wait, as with Mastodon.
federation::Priority priority_of(const federation::Activity& activity) {
    return activity.type == "Create" ? federation::Priority::Normal : federation::Priority::Low;
}

} // namespace

std::vector<AccountId> who_is_answered(db::Tx& tx, const federation::Activity& activity, StatusId id) {
    if (!may_be_passed_on(activity)) return {};
    return tx.query_ids<AccountId>(R"(
        select p.account_id from statuses s join statuses p on p.id = s.in_reply_to_id
        join accounts a on a.id = p.account_id
        where s.id = $1 and s.visibility < 2 and not s.is_local and p.is_local and a.suspended_at is null)", {id});
}

std::vector<AccountId> who_showed(db::Tx& tx, const federation::Activity& activity, StatusId id) {
    constexpr int kMost = 20;
    if (!may_be_passed_on(activity)) return {};
    auto accounts = who_is_answered(tx, activity, id);
    const auto others = tx.query_ids<AccountId>(R"(
        select a.id
        from (select b.account_id as id
              from statuses s join statuses b on b.reblog_of_id = s.id
              where s.id = $1 and s.visibility < 2 and not s.is_local and b.is_local
              union all
              select q.account_id
              from statuses s join quotes q on q.quoted_status_id = s.id join statuses o on o.id = q.status_id
              where s.id = $1 and s.visibility < 2 and not s.is_local and q.state = 1 and o.is_local) p
        join accounts a on a.id = p.id
        where a.suspended_at is null
        limit $2)", {id, kMost});
    for (const AccountId other : others) {
        if (std::ranges::find(accounts, other) == accounts.end()) accounts.push_back(other);
    }
    if (accounts.size() > kMost) accounts.resize(kMost);
    return accounts;
}

void pass_on(db::Tx& tx, const federation::Activity& activity, const std::vector<AccountId>& accounts) {
    if (accounts.empty()) return;
    const auto senders = federation::inboxes_of(tx, std::span(&activity.actor.id, 1));
    std::set<std::string> told(senders.begin(), senders.end());
    std::vector<std::pair<AccountId, std::vector<std::string>>> audiences;
    for (const AccountId account : accounts) {
        auto inboxes = federation::follower_inboxes(tx, account);
        std::erase_if(inboxes, [&](const auto& inbox) { return !told.insert(inbox).second; });
        if (!inboxes.empty()) audiences.emplace_back(account, std::move(inboxes));
    }
    if (audiences.empty() || !federation::is_first(tx, activity.original)) return;
    if (!federation::take_forward(tx.context(), federation::host_of(activity.actor_uri))) return;
    for (const auto& [account, inboxes] : audiences) {
        federation::deliver(tx, account, activity.original, inboxes, federation::Reach::Available, {},
                            federation::Signed::OnTheWay, priority_of(activity));
    }
}

} // namespace statuses

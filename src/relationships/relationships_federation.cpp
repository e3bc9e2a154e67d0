#include "relationships/relationships_federation.h"

#include "accounts/remote_accounts.h"
#include "federation/actors.h"
#include "federation/addresses.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "federation/relays.h"
#include "federation/tombstones.h"
#include "jobs/jobs.h"
#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "relationships/outgoing.h"

namespace relationships {

namespace {

using accounts::Account;

std::optional<Account> find_local(db::Tx& tx, std::string_view uri) {
    auto account = accounts::find_by_uri(tx, uri);
    if (!account || !account->is_local() || account->is_suspended) return std::nullopt;
    return account;
}

bool is_own(const Activity& undo) { return federation::is_same_host(undo.object_id(), undo.actor_uri); }

bool has_row(db::Tx& tx, std::string_view sql, const Activity& undo, AccountId target) {
    return tx.query_integer(sql, {undo.actor.id, target}).has_value();
}

// It has not come yet: when it does, it was overtaken.
void expect(db::Tx& tx, const Activity& undo) {
    if (is_own(undo)) federation::expect_overtaken(tx, undo.object_id(), undo.actor_uri);
}

// A follow of ours by the id that we gave it: ".../users/alice#follows/1".
std::optional<AccountId> find_follower_by_id(db::Tx& tx, const std::string& uri, AccountId target) {
    constexpr std::string_view kPart = "#follows/";
    const auto at = uri.find(kPart);
    if (at == std::string::npos) return std::nullopt;
    const auto follower = find_local(tx, uri.substr(0, at));
    const auto id = base::parse_id(std::string_view(uri).substr(at + kPart.size()));
    if (!follower || !id) return std::nullopt;
    const auto found = tx.query_integer(R"(
        select account_id from follow_requests where id = $1 and account_id = $2 and target_account_id = $3
        union all
        select account_id from follows where id = $1 and account_id = $2 and target_account_id = $3)", {*id, follower->id, target});
    return found ? std::optional(AccountId{*found}) : std::nullopt;
}

// A moderator of a group elsewhere keeps one of ours out of it: nothing between the two of them.
bool is_ban_from_group(const Activity& block) { return !federation::id_in(block.document, "target").empty(); }

// Who asked, of a follow of ours that an actor answers: given as a whole, or in part, or by the id that we gave it.
std::optional<AccountId> asker(db::Tx& tx, const Activity& answer) {
    if (const auto* follow = answer.object()) {
        const std::string followed = federation::id_in(*follow, "object"), by = federation::id_in(*follow, "actor");
        if (!followed.empty() && followed != answer.actor_uri) return std::nullopt;
        const auto account = followed.empty() || by.empty() ? std::nullopt : find_local(tx, by);
        if (account) return account->id;
    }
    return find_follower_by_id(tx, answer.object_id(), answer.actor.id);
}

} // namespace

// https://www.w3.org/TR/activitypub/#follow-activity-inbox
Result<> receive_follow(db::Tx& tx, const Activity& activity) {
    if (activity.object_id() == federation::instance_actor_uri(tx.config())) {
        send_reject_follow_of_server(tx, activity.actor.id, activity.id);
        return {};
    }
    const auto target = find_local(tx, activity.object_id());
    if (!target) return base::not_found();
    if (federation::was_overtaken(tx, activity.id, activity.actor_uri)) return {};
    const auto followed = follow(tx, activity.actor, target->id, {.uri = activity.id});
    if (!followed) send_reject_follow(tx, *target, activity.actor.id, {.id = 0, .uri = activity.id});
    return {};
}

Result<> receive_undo_follow(db::Tx& tx, const Activity& undo) {
    const auto target = find_local(tx, federation::id_in(*undo.object(), "object"));
    if (!target) return base::not_found();
    if (!wants_to_follow(tx, undo.actor.id, target->id)) {
        expect(tx, undo);
        return {};
    }
    return unfollow(tx, undo.actor, target->id);
}

Result<> receive_accept_follow(db::Tx& tx, const Activity& accept) {
    using federation::RelayState;
    if (federation::answer_relay(tx, accept.object_id(), accept.actor_uri, RelayState::Accepted)) return {};
    const auto follower = asker(tx, accept);
    if (!follower) return base::not_found();
    const bool is_first = !has_followers_here(tx, accept.actor.id);
    TRY(accept_outgoing_follow(tx, *follower, accept.actor.id));
    if (is_first) accounts::refresh_later(tx, accept.actor.id); // What is known of them may be old.
    jobs::enqueue_waiting(tx, "fetch_account_details", {{"account_id", accept.actor.id.value}}, {},
                          "fetch_account_details:" + to_string(accept.actor.id));
    return {};
}

Result<> receive_undo_accept(db::Tx& tx, const Activity& undo) {
    Activity accept = undo;
    accept.document = *undo.object();
    const auto follower = asker(tx, accept);
    if (!follower) return base::not_found();
    return revoke_outgoing_follow(tx, *follower, undo.actor.id);
}

Result<> receive_reject_follow(db::Tx& tx, const Activity& reject) {
    using federation::RelayState;
    if (federation::answer_relay(tx, reject.object_id(), reject.actor_uri, RelayState::Rejected)) return {};
    const auto follower = asker(tx, reject);
    if (!follower) return base::not_found();
    return reject_outgoing_follow(tx, *follower, reject.actor.id);
}

Result<> receive_block(db::Tx& tx, const Activity& activity) {
    const auto target = find_local(tx, activity.object_id());
    if (!target || is_ban_from_group(activity)) return base::not_found();
    if (federation::was_overtaken(tx, activity.id, activity.actor_uri)) return {};
    TRY(block(tx, activity.actor, target->id));
    tx.exec("update blocks set uri = $3 where account_id = $1 and target_account_id = $2",
            {activity.actor.id, target->id, activity.id});
    return {};
}

Result<> receive_undo_block(db::Tx& tx, const Activity& undo) {
    const auto target = find_local(tx, federation::id_in(*undo.object(), "object"));
    if (!target) return base::not_found();
    if (!has_row(tx, "select 1 from blocks where account_id = $1 and target_account_id = $2", undo, target->id)) {
        expect(tx, undo);
        return {};
    }
    return unblock(tx, undo.actor, target->id);
}

Result<> receive_undo_by_id(db::Tx& tx, const Activity& undo) {
    const std::string uri = undo.object_id();
    if (!is_own(undo)) return base::forbidden("it is somebody else's to undo");
    auto rows = tx.query(R"(
        select target_account_id from follows where uri = $1 and account_id = $2
        union all select target_account_id from follow_requests where uri = $1 and account_id = $2)", {uri, undo.actor.id});
    if (rows.next()) return unfollow(tx, undo.actor, rows.id<AccountId>(0));
    const auto blocked = tx.query_integer("select target_account_id from blocks where account_id = $2 and uri = $1",
                                          {uri, undo.actor.id});
    if (blocked) return unblock(tx, undo.actor, AccountId{*blocked});
    federation::expect_overtaken(tx, uri, undo.actor_uri);
    return {};
}

} // namespace relationships

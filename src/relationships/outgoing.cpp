#include "relationships/outgoing.h"

#include "accounts/accounts.h"
#include "federation/addresses.h"
#include "federation/audience.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "federation/keys.h"

#include <span>

namespace relationships {

namespace {

using accounts::Account;
using federation::Correspondent;
using federation::Place;
using federation::Suspended;

void deliver(db::Tx& tx, const Account& sender, const Correspondent& recipient, const std::string& document,
             federation::Reach reach = federation::Reach::Available) {
    federation::deliver(tx, sender.id, document, std::span(&recipient.inbox, 1), reach);
}

// An activity that is about one thing, named by its address: Follow, Block.
void write_about(json::Writer& out, const std::string& id, std::string_view type, std::string_view actor,
                 std::string_view object, Place place) {
    federation::write_activity(out, {.id = id, .type = type, .actor = actor}, place,
                               [&](json::Writer& rest) { rest.field("object", object); });
}

std::string about(const std::string& id, std::string_view type, std::string_view actor, std::string_view object) {
    std::string document;
    json::Writer out(document);
    write_about(out, id, type, actor, object, Place::Alone);
    return document;
}

std::string follow_id(std::string_view follower, const FollowName& follow) {
    return follow.uri.value_or(std::string(follower) + "#follows/" + std::to_string(follow.id));
}

// The same with another activity as its object, whole: not everybody keeps the ids of what they sent.
std::string undo(const std::string& actor, const std::string& id, std::string_view type, std::string_view object) {
    return federation::compose({.id = id + "/undo", .type = "Undo", .actor = actor}, [&](json::Writer& out) {
        out.key("object");
        write_about(out, id, type, actor, object, Place::Inside);
    });
}

// Whoever is followed: one of ours, or the server itself.
struct Followed {
    AccountId id;
    std::string uri;
};

void answer_follow(db::Tx& tx, std::string_view type, std::string_view path, const Followed& target, AccountId follower,
                   const FollowName& follow, federation::Reach reach = federation::Reach::Available) {
    const bool is_parting = reach == federation::Reach::Parting;
    const auto recipient =
        federation::find_correspondent(tx, follower, is_parting ? Suspended::Told : Suspended::LeftOut);
    if (!recipient) return;
    const std::string& actor = target.uri;
    // Another each time: some servers take no activity twice.
    const std::string id = actor + std::string(path) + std::to_string(tx.new_id());
    const auto document = federation::compose({.id = id, .type = type, .actor = actor}, [&](json::Writer& out) {
        out.key("object");
        write_about(out, follow_id(recipient->uri, follow), "Follow", recipient->uri, actor, Place::Inside);
    });
    federation::deliver(tx, target.id, document, std::span(&recipient->inbox, 1), reach);
}

Followed followed(db::Tx& tx, const Account& target) {
    return {.id = target.id, .uri = accounts::local_uri(tx.config(), target.username)};
}

} // namespace

void send_follow(db::Tx& tx, const Account& follower, AccountId target, const FollowName& follow) {
    const auto recipient = federation::find_correspondent(tx, target);
    if (!recipient) return;
    const std::string actor = accounts::local_uri(tx.config(), follower.username);
    // Also to a server that has been silent: somebody here wants to hear from it.
    federation::deliver(tx, follower.id, about(follow_id(actor, follow), "Follow", actor, recipient->uri),
                        std::span(&recipient->inbox, 1), federation::Reach::Everyone);
}

void send_undo_follow(db::Tx& tx, const Account& follower, AccountId target, const FollowName& follow) {
    const auto recipient = federation::find_correspondent(tx, target, Suspended::Told);
    if (!recipient) return;
    const std::string actor = accounts::local_uri(tx.config(), follower.username);
    deliver(tx, follower, *recipient, undo(actor, follow_id(actor, follow), "Follow", recipient->uri),
            federation::Reach::Parting);
}

void send_accept_follow(db::Tx& tx, const Account& target, AccountId follower, const FollowName& follow) {
    answer_follow(tx, "Accept", "#accepts/follows/", followed(tx, target), follower, follow);
}

void send_reject_follow(db::Tx& tx, const Account& target, AccountId follower, const FollowName& follow) {
    answer_follow(tx, "Reject", "#rejects/follows/", followed(tx, target), follower, follow,
                  federation::Reach::Parting);
}

void send_reject_follow_of_server(db::Tx& tx, AccountId follower, std::string_view follow_uri) {
    answer_follow(tx, "Reject", "#rejects/follows/",
                  {.id = federation::kInstanceActor, .uri = federation::instance_actor_uri(tx.config())}, follower,
                  {.id = 0, .uri = std::string(follow_uri)});
}

void send_block(db::Tx& tx, const Account& account, AccountId target, std::int64_t block) {
    const auto recipient = federation::find_correspondent(tx, target);
    if (!recipient) return;
    const std::string actor = accounts::local_uri(tx.config(), account.username);
    const std::string id = actor + "#blocks/" + std::to_string(block);
    deliver(tx, account, *recipient, about(id, "Block", actor, recipient->uri));
}

void send_undo_block(db::Tx& tx, const Account& account, AccountId target, std::int64_t block) {
    const auto recipient = federation::find_correspondent(tx, target, Suspended::Told);
    if (!recipient) return;
    const std::string actor = accounts::local_uri(tx.config(), account.username);
    deliver(tx, account, *recipient, undo(actor, actor + "#blocks/" + std::to_string(block), "Block", recipient->uri));
}

} // namespace relationships

#include "statuses/outgoing.h"

#include "accounts/accounts.h"
#include "federation/addresses.h"
#include "federation/audience.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "statuses/reach.h"
#include "statuses/status_document.h"
#include "statuses/status_json.h"

#include <span>

namespace statuses {

namespace {

using accounts::Account;
using federation::Place;

std::string uri_of(const base::Config& config, const Account& author, StatusId id) {
    return local_uri(config.web_url(), author.username, id);
}

// What is for everybody may be passed on; unless who reads it shall be known.
federation::Signed signed_for(const base::Config& config, Visibility visibility) {
    const bool may_be_passed_on = is_distributable(visibility) && !config.wants_signatures();
    return may_be_passed_on ? federation::Signed::Within : federation::Signed::OnTheWay;
}

void send_changed(db::Tx& tx, AccountId author, StatusId id, const std::vector<std::string>& inboxes) {
    if (inboxes.empty()) return;
    const StatusDocuments documents(tx, std::span(&id, 1));
    const federation::Heading heading{.id = federation::update_id(documents.uri(id), tx.now()),
                                      .type = "Update",
                                      .actor = documents.actor(id),
                                      .context = federation::kStatusContext};
    federation::deliver(tx, author,
                        federation::compose(heading,
                                            [&](json::Writer& out) {
                                                out.field("published", tx.now());
                                                documents.write_audience(out, id);
                                                out.key("object");
                                                documents.write_object(out, id, Place::Inside);
                                            }),
                        inboxes, federation::Reach::Available, {}, signed_for(tx.config(), documents.visibility(id)));
}

// The post is gone for everybody, whoever had it.
std::string delete_document(const base::Config& config, const Account& author, StatusId id) {
    const std::string actor = accounts::local_uri(config, author.username);
    const std::string uri = uri_of(config, author, id);
    return federation::compose(
        {.id = uri + "#delete", .type = "Delete", .actor = actor, .context = federation::kStatusContext},
        [&](json::Writer& out) {
            federation::write_to_public(out);
            out.key("object");
            out.begin_object();
            out.field("id", uri);
            out.field("type", "Tombstone");
            out.field("atomUri", uri);
            out.end_object();
        });
}

std::string undo_announce_document(db::Tx& tx, const Account& author, StatusId id) {
    const StatusDocuments documents(tx, std::span(&id, 1));
    const std::string actor = accounts::local_uri(tx.config(), author.username);
    return federation::compose({.id = actor + "#announces/" + to_string(id) + "/undo",
                                .type = "Undo",
                                .actor = actor,
                                .context = federation::kStatusContext},
                               [&](json::Writer& out) {
                                   documents.write_audience(out, id);
                                   out.key("object");
                                   documents.write_activity(out, id, Place::Inside);
                               });
}

void send_to_followers(db::Tx& tx, std::string_view type, const Account& account, StatusId status) {
    const auto inboxes = federation::follower_inboxes(tx, account.id);
    if (inboxes.empty()) return;
    const std::string actor = accounts::local_uri(tx.config(), account.username);
    const federation::Heading heading{
        .id = actor + "#featured/" + std::to_string(tx.new_id()), .type = type, .actor = actor};
    federation::deliver(tx, account.id,
                        federation::compose(heading,
                                            [&](json::Writer& out) {
                                                out.field("to", federation::followers_url(actor));
                                                out.field("object", uri_of(tx.config(), account, status));
                                                out.field("target", federation::featured_url(actor));
                                            }),
                        inboxes);
}

void send_new_to(db::Tx& tx, AccountId author, StatusId id, const std::vector<std::string>& inboxes) {
    if (inboxes.empty()) return;
    const StatusDocuments documents(tx, std::span(&id, 1));
    std::string document;
    json::Writer out(document);
    documents.write_activity(out, id);
    // Other servers show what is for followers to those whom they believe to follow: better they know.
    const bool is_for_followers = documents.visibility(id) == Visibility::Private;
    federation::deliver(tx, author, document, inboxes, federation::Reach::Available,
                        is_for_followers ? federation::follower_digests(tx, author) : federation::FollowerDigests(),
                        signed_for(tx.config(), documents.visibility(id)));
}

} // namespace

void send_new(db::Tx& tx, AccountId author, StatusId id, db::Rows reach) {
    send_new_to(tx, author, id, federation::distinct_inboxes(std::move(reach)));
}

void send_to_mentioned(db::Tx& tx, AccountId author, StatusId id, const std::vector<AccountId>& mentioned) {
    if (!mentioned.empty()) send_new_to(tx, author, id, federation::inboxes_of(tx, mentioned));
}

void send_update(db::Tx& tx, AccountId author, StatusId id) { send_changed(tx, author, id, reach(tx, id)); }

void send_tally(db::Tx& tx, AccountId author, StatusId id) { send_changed(tx, author, id, reach_of_tally(tx, id)); }

void send_deletion(db::Tx& tx, const Account& author, const Status& status, db::Rows reach) {
    const auto inboxes = federation::distinct_inboxes(std::move(reach));
    if (inboxes.empty()) return;
    const std::string document = status.reblog_of ? undo_announce_document(tx, author, status.id)
                                                  : delete_document(tx.config(), author, status.id);
    // That it is gone tells nobody anything.
    federation::deliver(tx, author.id, document, inboxes, federation::Reach::Available, {},
                        is_distributable(status.visibility) ? federation::Signed::Within
                                                            : federation::Signed::OnTheWay);
}

void send_pin(db::Tx& tx, const Account& account, StatusId status) { send_to_followers(tx, "Add", account, status); }

void send_unpin(db::Tx& tx, const Account& account, StatusId status) {
    send_to_followers(tx, "Remove", account, status);
}

} // namespace statuses

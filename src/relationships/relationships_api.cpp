#include "relationships/relationships_api.h"

#include "accounts/account_json.h"
#include "accounts/accounts.h"
#include "relationships/blocks.h"
#include "relationships/endorsements.h"
#include "relationships/familiar.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "relationships/notes.h"
#include "relationships/relationships.h"

#include <algorithm>

namespace relationships {

namespace {

http::Reply relationship_reply(const http::Request& request, db::Tx& tx, AccountId other) {
    return http::json([&](json::Writer& out) { write_relationship(out, tx, request.account().id, other); });
}

FollowOptions follow_options(const http::Request& request) {
    FollowOptions options{.reblogs = request.boolean("reblogs"), .notify = request.boolean("notify"), .languages = {}};
    if (request.has("languages")) options.languages = request.texts("languages");
    return options;
}

MuteOptions mute_options(const http::Request& request) {
    return {.hides_notifications = request.boolean("notifications").value_or(true),
            .duration = std::chrono::seconds(request.integer("duration").value_or(0))};
}

constexpr std::size_t kMaxFamiliar = 40;

// https://docs.joinmastodon.org/entities/FamiliarFollowers/
void write_familiar(json::Writer& out, AccountId id, const std::vector<AccountId>& people,
                    const accounts::AccountEntities& entities) {
    out.begin_object();
    out.field("id", id);
    out.key("accounts");
    out.begin_array();
    for (const auto person : people) entities.write(out, person);
    out.end_array();
    out.end_object();
}

// In the order of `ids`, each once, those that are not there left out.
std::vector<AccountId> existing(db::Tx& tx, const std::vector<AccountId>& ids, bool with_suspended) {
    const auto found = accounts::find_many(tx, ids);
    std::vector<AccountId> kept;
    for (const auto id : ids) {
        const bool is_there = std::any_of(found.begin(), found.end(), [&](const accounts::Account& account) {
            return account.id == id && (with_suspended || !account.is_suspended);
        });
        if (is_there && std::find(kept.begin(), kept.end(), id) == kept.end()) kept.push_back(id);
    }
    return kept;
}

} // namespace

// https://docs.joinmastodon.org/methods/accounts/#relationships
http::Reply get_relationships(const http::Request& request, db::Tx& tx) {
    const auto ids = existing(tx, request.ids<AccountId>("id"), request.flag("with_suspended"));
    return http::json([&](json::Writer& out) { write_relationships(out, tx, request.account().id, ids); });
}

// https://docs.joinmastodon.org/methods/accounts/#familiar_followers
http::Reply get_familiar_followers(const http::Request& request, db::Tx& tx) {
    const auto ids = existing(tx, request.ids<AccountId>("id", kMaxFamiliar), true);
    auto familiar = familiar_followers(tx, request.account().id, ids);
    std::vector<AccountId> people;
    for (const auto& [id, followers] : familiar) people.insert(people.end(), followers.begin(), followers.end());
    const accounts::AccountEntities entities(tx, people, {}, accounts::Moved::Shown, request.account().id);
    return http::json([&](json::Writer& out) {
        out.begin_array();
        for (const auto id : ids) write_familiar(out, id, familiar[id], entities);
        out.end_array();
    });
}

// Proofs by a service that is no more: there are none, on Mastodon as here.
// https://docs.joinmastodon.org/methods/accounts/#identity_proofs
http::Reply get_identity_proofs(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(accounts::find_shown(tx, id));
    return http::json([](json::Writer& out) { out.raw("[]"); });
}

// https://docs.joinmastodon.org/methods/accounts/#note
http::Reply post_note(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(change_note(tx, request.account(), id, request.text_or("comment", "")));
    return relationship_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/accounts/#endorse
http::Reply post_endorse(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(endorse(tx, request.account(), id));
    return relationship_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/accounts/#unendorse
http::Reply post_unendorse(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(unendorse(tx, request.account(), id));
    return relationship_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/accounts/#follow
http::Reply post_follow(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(follow(tx, request.account(), id, follow_options(request)));
    return relationship_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/accounts/#unfollow
http::Reply post_unfollow(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(accounts::find_shown(tx, id));
    TRY(unfollow(tx, request.account(), id));
    return relationship_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/accounts/#remove_from_followers
http::Reply post_remove_from_followers(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(accounts::find_shown(tx, id));
    TRY(remove_follower(tx, request.account(), id));
    return relationship_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/follow_requests/#accept
http::Reply post_authorize_follow_request(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(authorize_follow_request(tx, request.account(), id));
    return relationship_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/follow_requests/#reject
http::Reply post_reject_follow_request(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(reject_follow_request(tx, request.account(), id));
    return relationship_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/accounts/#block
http::Reply post_block(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(block(tx, request.account(), id));
    return relationship_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/accounts/#unblock
http::Reply post_unblock(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(unblock(tx, request.account(), id));
    return relationship_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/accounts/#mute
http::Reply post_mute(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(mute(tx, request.account(), id, mute_options(request)));
    return relationship_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/accounts/#unmute
http::Reply post_unmute(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    TRY(unmute(tx, request.account(), id));
    return relationship_reply(request, tx, id);
}

} // namespace relationships

#include "federation/origins.h"
#include "federation/reading.h"
#include "federation/relays.h"
#include "federation/tombstones.h"
#include "relationships/follows.h"
#include "statuses/deletion.h"
#include "statuses/favourites.h"
#include "statuses/fetching.h"
#include "statuses/lookup.h"
#include "statuses/passed_on.h"
#include "statuses/reblogs.h"
#include "statuses/remote_statuses.h"
#include "statuses/statuses_federation.h"
#include "statuses/visibility.h"

#include <algorithm>

// Boosts and favourites of people elsewhere.
namespace statuses {

namespace {

using relationships::has_followers_here;

// What is boosted: a group passes on what made a post, too, and others' likes, which are nobody's boosts.
std::string announced_uri(const Activity& announce) {
    const auto* object = announce.object();
    if (!object || federation::is_a(*object, kNoteTypes)) return announce.object_id();
    return federation::is_a(*object, "Create") ? federation::id_in(*object, "object") : std::string();
}

Visibility visibility_of_boost(const Activity& announce) {
    const auto has_public = [&](std::string_view name) {
        const auto ids = federation::ids_in(announce.document, name);
        return std::any_of(ids.begin(), ids.end(), [](const auto& id) { return federation::is_public(id); });
    };
    if (has_public("to")) return Visibility::Public;
    return has_public("cc") ? Visibility::Unlisted : Visibility::Private;
}

// Whether a boost that is not public is for those who follow whoever boosts, and not for somebody alone.
bool is_for_followers(db::Tx& tx, const Activity& announce) {
    auto rows = tx.query("select followers_url from remote_actors where account_id = $1", {announce.actor.id});
    const std::string followers = rows.next() ? rows.string(0) : std::string();
    const auto names = [&](std::string_view name) {
        const auto ids = federation::ids_in(announce.document, name);
        return !followers.empty() && std::ranges::find(ids, followers) != ids.end();
    };
    return names("to") || names("cc");
}

bool has_boosted(db::Tx& tx, AccountId account, StatusId original) {
    return tx.query_integer("select 1 from statuses where reblog_of_id = $1 and account_id = $2", {original, account})
        .has_value();
}

bool has_favourited(db::Tx& tx, AccountId account, StatusId status) {
    return tx.query_integer("select 1 from favourites where status_id = $1 and account_id = $2", {status, account})
        .has_value();
}

// A post of theirs that was sent along, as only followers may read it: whoever signed the boost has written it.
const json::Object* own_post_in(const Activity& announce) {
    const auto* object = announce.object();
    const bool is_own = object && announce.is_about_own() && federation::is_a(*object, kNoteTypes)
                        && !federation::is_a(*object, "Create")
                        && federation::id_in(*object, "attributedTo") == announce.actor_uri;
    return is_own ? object : nullptr;
}

// Who asks for what is boosted: where only followers see it, one of them.
federation::Purse purse_for(db::Tx& tx, const Activity& announce) {
    federation::Purse purse;
    if (!announce.is_about_own() || visibility_of_boost(announce) != Visibility::Private) return purse;
    const auto follower = relationships::some_follower_here(tx, announce.actor.id);
    if (follower) purse.signer = *follower;
    return purse;
}

std::optional<StatusId> find_local(db::Tx& tx, const std::string& uri) {
    return is_ours(tx.config(), uri) ? find_by_uri(tx, uri) : std::nullopt;
}

} // namespace

// https://www.w3.org/TR/activitypub/#announce-activity-inbox
Result<> receive_announce(db::Tx& tx, const Activity& announce) {
    const auto uri = announced_uri(announce);
    const auto found = TRY(find_reaction(tx, uri, announce.actor.id, announce.id));
    if (found.may_be_overtaken && federation::was_overtaken(tx, announce.id, announce.actor_uri)) return {};
    if (found.is_by_relay) return {}; // That the post is here was all.
    if (!is_ours(tx.config(), uri) && !has_followers_here(tx, announce.actor.id)) return base::not_found();
    if (!found.is_visible) return base::not_found();
    const Visibility visibility = visibility_of_boost(announce);
    if (visibility == Visibility::Private && !is_for_followers(tx, announce)) return base::not_found();
    TRY(reblog(tx, announce.actor, found.original, visibility,
               {.uri = announce.id, .at = federation::time_in(announce.document, "published").value_or(base::Time{})}));
    return {};
}

bool must_fetch_for_announce(db::Tx& tx, const Activity& announce) {
    const auto uri = announced_uri(announce);
    return !uri.empty() && !is_ours(tx.config(), uri) && !find_by_uri(tx, uri)
           && (has_followers_here(tx, announce.actor.id) || federation::is_relay(tx, announce.actor.id))
           && !federation::is_buried(tx, uri);
}

// What cannot be had is not boosted. What a relay names has just been posted, and is news here, too.
void fetch_for_announce(federation::Errand& errand, Activity& announce) {
    if (const auto* post = own_post_in(announce)) {
        (void)keep_fetched(errand, *post);
        return;
    }
    bool is_from_relay = false;
    federation::Purse purse;
    errand.database().read([&](db::Tx& tx) {
        is_from_relay = federation::is_relay(tx, announce.actor.id);
        purse = purse_for(tx, announce);
    });
    const auto uri = announced_uri(announce);
    if (is_from_relay) {
        ask_origin(errand, PassedOn::Relayed, uri);
    } else if (purse.signer != federation::kInstanceActor) {
        federation::Errand as_follower(errand.database(), purse);
        (void)fetch_status(as_follower, uri);
    } else {
        (void)fetch_status(errand, uri);
    }
}

Result<> receive_undo_announce(db::Tx& tx, const Activity& undo) {
    const auto* announce = undo.object();
    const std::string uri = undo.object_id();
    if (!federation::is_same_host(uri, undo.actor_uri)) return base::forbidden("the boost is somebody else's");
    const auto boost = find_by_uri(tx, uri);
    if (boost) return delete_status(tx, undo.actor, *boost);
    const auto original = announce ? find_by_uri(tx, federation::id_in(*announce, "object")) : std::nullopt;
    if (!original || !has_boosted(tx, undo.actor.id, *original)) {
        federation::expect_overtaken(tx, uri, undo.actor_uri);
        return {};
    }
    TRY(unreblog(tx, undo.actor, *original));
    return {};
}

Result<> receive_undo_announce_by_id(db::Tx& tx, const Activity& undo) {
    const auto id = find_by_uri(tx, undo.object_id());
    const auto boost = id ? find_status(tx, *id) : std::nullopt;
    if (!boost || !boost->reblog_of) return base::not_found();
    return delete_status(tx, undo.actor, *id);
}

// https://www.w3.org/TR/activitypub/#like-activity-inbox
Result<> receive_like(db::Tx& tx, const Activity& like) {
    const auto uri = like.object_id();
    if (!is_ours(tx.config(), uri)) return base::not_found();
    const auto found = TRY(find_reaction(tx, uri, like.actor.id, like.id));
    if (found.may_be_overtaken && federation::was_overtaken(tx, like.id, like.actor_uri)) return {};
    if (!found.is_visible) return base::not_found();
    favourite(tx, like.actor, found.original, like.id);
    return {};
}

Result<> receive_undo_like(db::Tx& tx, const Activity& undo) {
    const auto* like = undo.object();
    const auto status = like ? find_local(tx, federation::id_in(*like, "object")) : std::nullopt;
    if (!status) return base::not_found();
    if (!has_favourited(tx, undo.actor.id, *status)) {
        const std::string uri = undo.object_id();
        if (federation::is_same_host(uri, undo.actor_uri)) federation::expect_overtaken(tx, uri, undo.actor_uri);
        return {};
    }
    return unfavourite(tx, undo.actor, *status);
}

// Somebody elsewhere has no more favourites here than they gave to our own posts.
Result<> receive_undo_like_by_id(db::Tx& tx, const Activity& undo) {
    const auto status = tx.query_integer("select status_id from favourites where account_id = $1 and uri = $2",
                                         {undo.actor.id, undo.object_id()});
    if (!status) return base::not_found();
    return unfavourite(tx, undo.actor, StatusId{*status});
}

} // namespace statuses

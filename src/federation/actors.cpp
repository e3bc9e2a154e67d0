#include "federation/actors.h"

#include "accounts/remote_accounts.h"
#include "accounts/verification.h"
#include "federation/actor_document.h"
#include "federation/discovery_limit.h"
#include "federation/emojis.h"
#include "federation/fetch.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "federation/webfinger_client.h"
#include "jobs/jobs.h"

namespace federation {

namespace {

using accounts::RemoteProfile;

constexpr std::chrono::hours kFresh{24};

void fill_in(RemoteProfile& profile, const Handle& handle) {
    profile.username = handle.username;
    profile.domain = handle.domain;
    // A page elsewhere would pass for theirs.
    const std::string host = host_of(profile.url);
    if (host != host_of(profile.uri) && host != profile.domain) profile.url.clear();
}

Result<AccountId> keep(db::Tx& tx, const RemoteProfile& profile, const json::Object& document) {
    const auto id = TRY(accounts::keep_remote(tx, profile));
    keep_emojis(tx, profile.domain, document);
    const auto age = accounts::age_of(tx, id);
    if (!age || !age->details_at || *age->details_at < tx.now() - kFresh) {
        jobs::enqueue_waiting(tx, "fetch_account_details", {{"account_id", id.value}}, {},
                              "fetch_account_details:" + to_string(id));
        if (!profile.featured_collections.empty()) {
            jobs::enqueue_waiting(tx, "fetch_collections", {{"account_id", id.value}}, {},
                                  "fetch_collections:" + to_string(id));
        }
    }
    return id;
}

// They say that they have gone somewhere that we do not know, or that did not say the same when we last asked.
void find_moved_to_later(db::Tx& tx, AccountId id, const RemoteProfile& profile) {
    if (profile.moved_to.empty() || accounts::has_moved(tx, id)) return;
    jobs::enqueue_waiting(tx, "find_moved_to",
                          {{"account_id", id.value}, {"target", profile.moved_to}, {"takes_followers", 0}}, {},
                          "find_moved_to:" + to_string(id));
}

std::optional<AccountId> find_known(Errand& errand, std::string_view uri) {
    std::optional<AccountId> id;
    errand.database().read([&](db::Tx& tx) {
        if (const auto account = accounts::find_by_uri(tx, uri)) id = account->id;
    });
    return id;
}

Result<Handle> handle_of(Errand& errand, const RemoteProfile& profile, const json::Object& document) {
    const auto claimed = Handle::parse(claimed_handle(document));
    return confirm_handle(errand, profile.uri,
                          claimed.value_or(Handle{.username = profile.username, .domain = host_of(profile.uri)}));
}

struct KnownHandle {
    std::optional<AccountId> id;
    bool is_fresh = false;
};
KnownHandle find_handle(Errand& errand, const Handle& handle) {
    KnownHandle known;
    errand.database().read([&](db::Tx& tx) {
        const auto account = accounts::find_by_acct(tx, handle.text());
        if (!account) return;
        const auto age = accounts::age_of(tx, account->id);
        known = {.id = account->id, .is_fresh = account->is_local() || (age && age->fetched_at > tx.now() - kFresh)};
    });
    return known;
}

Result<AccountId> fetch_by_handle(Errand& errand, const Handle& handle) {
    const auto found = TRY(canonical_finger(errand, handle));
    const auto document = TRY(fetch_document(errand, found.actor));
    if (id_of(document) != found.actor) return base::invalid("the actor of " + handle.text() + " is somebody else");
    auto profile = TRY(read_actor(document));
    const auto back = TRY(handle_of(errand, profile, document));
    if (!back.is(found.subject)) return base::invalid("the actor of " + handle.text() + " goes by another handle");
    return keep_actor(errand, document);
}

// A key that the actor's document gives by its address alone: that of the key, or of a document that has it.
void embed_key(Errand& errand, json::Object& document) {
    const auto* named = document.if_contains("publicKey");
    if (!named || !named->is_string()) return;
    const std::string key_id = id_of(*named), uri = id_of(document);
    if (!is_same_host(key_id, uri)) return;
    const auto fetched = fetch_own_document(errand, key_id);
    if (!fetched) return;
    const auto* inner = object_in(*fetched, "publicKey");
    const json::Object& key = inner ? *inner : *fetched;
    if (id_of(key) == key_id && id_in(key, "owner") == uri) document["publicKey"] = key;
}

} // namespace

Result<AccountId> keep_actor(Errand& errand, json::Object document) {
    embed_key(errand, document);
    auto profile = TRY(read_actor(document));
    if (!find_known(errand, profile.uri)) TRY(take_discovery(errand.context(), host_of(profile.uri)));
    fill_in(profile, TRY(handle_of(errand, profile, document)));

    Result<AccountId> kept = base::not_found();
    errand.database().run(db::Access::Write, [&](db::Tx& tx) {
        kept = keep(tx, profile, document);
        if (kept && !errand.is_for_move()) find_moved_to_later(tx, *kept, profile);
        return kept.has_value();
    });
    return kept;
}

Result<> refresh_actor(db::Tx& tx, const accounts::Account& actor, const json::Object& document) {
    auto profile = TRY(read_actor(document));
    const Handle known{.username = actor.username, .domain = actor.domain};
    const auto claimed = Handle::parse(claimed_handle(document));
    const bool is_renamed = !claimed.value_or(Handle{.username = profile.username, .domain = actor.domain}).is(known);
    fill_in(profile, known);
    const auto id = TRY(keep(tx, profile, document));
    find_moved_to_later(tx, id, profile);
    // Whether WebFinger knows them by that name is asked where there is time to wait.
    if (is_renamed) accounts::refresh_later(tx, id);
    // Who saves a profile anew may have put the link back there since.
    if (accounts::has_open_links(tx, id)) accounts::verify_links(tx, id, accounts::Wait::Minutes);
    return {};
}

Result<AccountId> fetch_actor(Errand& errand, std::string_view uri) {
    return keep_actor(errand, TRY(fetch_own_document(errand, uri)));
}

Result<AccountId> fetch_whoever_is_at(Errand& errand, std::string_view address) {
    return keep_actor(errand, TRY(fetch_document(errand, address)));
}

Result<AccountId> find_or_fetch_actor(Errand& errand, std::string_view uri) {
    if (const auto known = find_known(errand, uri)) return *known;
    return fetch_actor(errand, uri);
}

Result<AccountId> fetch_key_owner(Errand& errand, std::string_view key_id) {
    const auto document = TRY(fetch_own_document(errand, key_id));
    if (is_a(document, kActorTypes)) return keep_actor(errand, document);
    const std::string owner = id_in(document, "owner");
    if (!is_same_host(owner, key_id)) return base::invalid("the key is nobody's on its host");
    return fetch_actor(errand, owner);
}

Result<AccountId> resolve_handle(Errand& errand, std::string_view acct) {
    const auto handle = Handle::parse(acct);
    if (!handle) return base::not_found();
    const auto known = find_handle(errand, *handle);
    if (known.id && known.is_fresh) return *known.id;
    if (accounts::is_our_domain(errand.context().config, handle->domain)) return base::not_found();
    auto fetched = fetch_by_handle(errand, *handle);
    if (!fetched && known.id) return *known.id;
    return fetched;
}

} // namespace federation

#include "federation/actor_document.h"

#include "base/ascii.h"
#include "base/network.h"
#include "base/text.h"
#include "federation/html.h"
#include "federation/interaction_policies.h"
#include "federation/origins.h"
#include "federation/reading.h"

#include <algorithm>

namespace federation {

namespace {

using accounts::RemoteProfile;

constexpr std::size_t kMaxNameBytes = 2048;
constexpr std::size_t kMaxNoteBytes = 20 << 10;
constexpr std::size_t kMaxFields = 50;
constexpr std::size_t kMaxFieldBytes = 2047;
constexpr std::size_t kMaxKeys = 10;
constexpr std::size_t kMaxPemBytes = 4096;
constexpr std::size_t kMaxAliases = 256;

// A URL that the actor's own server answers for; else empty.
std::string own_url(const std::string& uri, std::string url) {
    return is_same_host(uri, url) ? std::move(url) : std::string();
}

// Of several forms of a picture the first that has an address.
std::string picture_of(const json::Object& document, std::string_view name) {
    for (const auto* picture : objects_in(document, name)) {
        if (auto url = url_in(*picture, "url"); !url.empty()) return url;
        if (auto url = url_in(*picture, "href"); !url.empty()) return url;
    }
    return url_in(document, name);
}

std::vector<RemoteProfile::Field> fields_of(const json::Object& document) {
    std::vector<RemoteProfile::Field> fields;
    for (const auto* field : objects_in(document, "attachment", kMaxFields)) {
        if (!is_a(*field, "PropertyValue")) continue;
        fields.push_back({.name = text_of_html(text_in(*field, "name", kMaxFieldBytes)),
                          .value = clean_html(text_in(*field, "value", kMaxFieldBytes))});
    }
    return fields;
}

// A key is the actor's when its document says so: its id lies on the actor's host, and its owner is the actor.
std::vector<RemoteProfile::Key> keys_of(const json::Object& document, const std::string& uri) {
    std::vector<RemoteProfile::Key> keys;
    for (const auto* key : objects_in(document, "publicKey", kMaxKeys)) {
        std::string id = id_of(*key);
        std::string pem = text_in(*key, "publicKeyPem", kMaxPemBytes);
        const std::string owner = id_in(*key, "owner");
        const bool is_owned = owner.empty() || owner == uri;
        if (is_owned && !pem.empty() && is_same_host(uri, id)) keys.push_back({std::move(id), std::move(pem)});
    }
    return keys;
}

std::vector<std::string> domains_of(const json::Object& document) {
    std::vector<std::string> domains;
    for (const auto& text : ids_in(document, "attributionDomains", kMaxAliases)) {
        if (auto domain = base::normalise_domain(text)) domains.push_back(std::move(*domain));
    }
    return domains;
}

void read_endpoints(RemoteProfile& profile, const json::Object& document) {
    const auto own = [&](std::string_view name) { return own_url(profile.uri, id_in(document, name)); };
    profile.inbox = own("inbox");
    profile.outbox = own("outbox");
    profile.followers = own("followers");
    profile.following = own("following");
    profile.featured = own("featured");
    profile.featured_tags = own("featuredTags");
    profile.featured_collections = own("featuredCollections");
    if (const auto* endpoints = object_in(document, "endpoints")) {
        profile.shared_inbox = own_url(profile.uri, id_in(*endpoints, "sharedInbox"));
    }
}

void read_choices(RemoteProfile& profile, const json::Object& document) {
    profile.is_locked = flag_in(document, "manuallyApprovesFollowers");
    profile.is_discoverable = maybe_flag_in(document, "discoverable");
    profile.is_indexable = flag_in(document, "indexable");
    profile.is_memorial = flag_in(document, "memorial");
    profile.is_suspended = flag_in(document, "suspended");
    const auto* policies = object_in(document, "interactionPolicy");
    if (const auto* policy = policies ? object_in(*policies, "canFeature") : nullptr) {
        profile.feature_policy = read_policy(
            *policy, {.owner = profile.uri, .followers = profile.followers, .following = profile.following});
    }
    profile.shows_media = maybe_flag_in(document, "showMedia").value_or(true);
    profile.shows_media_replies = maybe_flag_in(document, "showRepliesInMedia").value_or(true);
    profile.shows_featured = maybe_flag_in(document, "showFeatured").value_or(true);
}

} // namespace

bool is_remote_username(std::string_view name) {
    const auto is_letter = [](char c) { return base::is_ascii_alphanumeric(c) || c == '_'; };
    const auto is_allowed = [&](char c) { return is_letter(c) || c == '.' || c == '-'; };
    return !name.empty() && name.size() <= kMaxNameBytes && is_letter(name.front()) && is_letter(name.back())
           && std::ranges::all_of(name, is_allowed);
}

Result<RemoteProfile> read_actor(const json::Object& document) {
    if (!is_a(document, kActorTypes)) return base::invalid("it is no actor");
    RemoteProfile profile;
    profile.uri = id_of(document);
    if (!is_web_url(profile.uri)) return base::invalid("the actor has no id");
    profile.username = text_in(document, "preferredUsername");
    if (!is_remote_username(profile.username)) return base::invalid("the actor's name is none that a handle can have");
    read_endpoints(profile, document);
    if (profile.inbox.empty()) return base::invalid("the actor has no inbox on its own host");

    profile.actor_type = type_of(document);
    profile.url = page_url_of(document);
    profile.display_name = base::trim(text_in(document, "name", kMaxNameBytes));
    profile.note = clean_html(text_in(document, "summary", kMaxNoteBytes));
    profile.avatar = picture_of(document, "icon");
    profile.header = picture_of(document, "image");
    profile.fields = fields_of(document);
    profile.keys = keys_of(document, profile.uri);
    profile.also_known_as = ids_in(document, "alsoKnownAs", kMaxAliases);
    profile.attribution_domains = domains_of(document);
    profile.moved_to = id_in(document, "movedTo");
    profile.created_at = time_in(document, "published");
    read_choices(profile, document);
    return profile;
}

std::string claimed_handle(const json::Object& document) {
    std::string handle = text_in(document, "webfinger");
    if (handle.starts_with("acct:")) handle.erase(0, 5);
    return handle;
}

} // namespace federation

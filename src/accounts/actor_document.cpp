#include "accounts/actor_document.h"

#include "accounts/accounts.h"
#include "accounts/actors.h"
#include "accounts/feature_policy.h"
#include "accounts/pictures.h"
#include "base/clock.h"
#include "federation/addresses.h"
#include "federation/context_json.h"
#include "federation/images.h"
#include "instance/emoji_document.h"
#include "statuses/hashtags.h"

#include <array>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace accounts {

namespace {

// What an account says of itself.
struct Profile {
    std::string display_name, note_text, note, fields, avatar, header, actor_type;
    std::string also_known_as, attribution_domains; // JSON
    std::string moved_to;                           // The actor's address; empty: nowhere.
    bool is_locked = false, is_discoverable = false, is_indexable = false, is_memorial = false;
    bool shows_media = true, shows_media_replies = true, shows_featured = true;
    base::Time created_at{};
};

Profile load_profile(db::Tx& tx, AccountId id) {
    auto rows = tx.query(R"(
        select a.display_name, a.note_text, a.note, a.fields, a.avatar, a.header, a.actor_type, a.also_known_as,
               a.attribution_domains, a.is_locked, a.is_discoverable, a.is_indexable, a.is_memorial, a.shows_media,
               a.shows_media_replies, a.shows_featured, a.created_at, t.username, t.uri
        from accounts a left join accounts t on t.id = a.moved_to_account_id
        where a.id = $1)", {id});
    if (!rows.next()) throw std::logic_error("the actor document of nobody");
    return {.display_name = rows.string(0),
            .note_text = rows.string(1),
            .note = rows.string(2),
            .fields = rows.string(3),
            .avatar = rows.string(4),
            .header = rows.string(5),
            .actor_type = rows.string(6),
            .also_known_as = rows.string(7),
            .attribution_domains = rows.string(8),
            .moved_to = rows.is_null(17) ? "" : actor_uri(tx.config(), rows.text(17), rows.text(18)),
            .is_locked = rows.boolean(9),
            .is_discoverable = rows.boolean(10),
            .is_indexable = rows.boolean(11),
            .is_memorial = rows.boolean(12),
            .shows_media = rows.boolean(13),
            .shows_media_replies = rows.boolean(14),
            .shows_featured = rows.boolean(15),
            .created_at = rows.time(16)};
}

const std::string& shown_name(const Account& account, const Profile& profile) {
    return profile.display_name.empty() ? account.username : profile.display_name;
}

void write_key(json::Writer& out, std::string_view actor, std::string_view pem) {
    out.key("publicKey");
    out.begin_object();
    out.field("id", federation::key_id(actor));
    out.field("owner", actor);
    out.field("publicKeyPem", pem);
    out.end_object();
}

void write_endpoints(json::Writer& out, const base::Config& config) {
    out.key("endpoints");
    out.begin_object();
    out.field("sharedInbox", federation::shared_inbox_url(config));
    out.end_object();
}

void write_places(json::Writer& out, const base::Config& config, AccountId id, const std::string& actor) {
    out.field("following", federation::following_url(actor));
    out.field("followers", federation::followers_url(actor));
    out.field("inbox", federation::inbox_url(actor));
    out.field("outbox", federation::outbox_url(actor));
    out.field("featured", federation::featured_url(actor));
    out.field("featuredTags", federation::featured_tags_url(actor));
    out.field("featuredCollections", federation::featured_collections_url(config, id));
}

void write_words(json::Writer& out, const Profile& profile) {
    out.field("summary", profile.note);
    out.field("manuallyApprovesFollowers", profile.is_locked);
    out.field("discoverable", profile.is_discoverable);
    out.field("indexable", profile.is_indexable);
    // The day only: when exactly somebody joined is theirs.
    out.field("published", base::Time(std::chrono::floor<std::chrono::days>(profile.created_at)));
    out.field("memorial", profile.is_memorial);
    out.field("showFeatured", profile.shows_featured);
    out.field("showMedia", profile.shows_media);
    out.field("showRepliesInMedia", profile.shows_media_replies);
}

// Who may put them into a collection: themselves in any case.
void write_feature_policy(json::Writer& out, const Profile& profile, const std::string& actor) {
    const auto policy = local_feature_policy(profile.is_discoverable, profile.is_locked);
    out.key("interactionPolicy");
    out.begin_object();
    out.key("canFeature");
    out.begin_object();
    out.key("automaticApproval");
    out.begin_array();
    out.value(policy.accepts(InteractionPolicy::Public)      ? std::string(federation::kPublic)
              : policy.accepts(InteractionPolicy::Followers) ? federation::followers_url(actor)
                                                             : actor);
    out.end_array();
    out.end_object();
    out.end_object();
}

void write_picture(json::Writer& out, json::Name name, const base::Config& config, const std::string& picture) {
    if (picture.empty()) return;
    out.key(name);
    federation::write_image(out, picture_url(config, picture, ""));
}

void write_tags(json::Writer& out, db::Tx& tx, const Profile& profile) {
    instance::EmojiDocuments emojis;
    const std::array<std::string_view, 3> texts = {profile.display_name, profile.note, profile.fields};
    for (const auto text : texts) emojis.want(text);
    emojis.load(tx);
    const std::string web_url = tx.config().web_url();
    out.key("tag");
    out.begin_array();
    emojis.write(out, texts);
    for (const auto& hashtag : statuses::find_hashtags(profile.note_text)) {
        federation::write_hashtag(out, hashtag.name, statuses::hashtag_url(web_url, hashtag.name));
    }
    out.end_array();
}

void write_attachments(json::Writer& out, const Profile& profile) {
    const auto fields = json::parse(profile.fields);
    out.key("attachment");
    out.begin_array();
    for (const auto& field : fields->as_array()) {
        out.begin_object();
        out.field("type", "PropertyValue");
        out.field("name", std::string_view(field.at("name").as_string()));
        out.field("value", std::string_view(field.at("value").as_string()));
        out.end_object();
    }
    out.end_array();
}

} // namespace

void write_actor(json::Writer& out, db::Tx& tx, const Account& account, std::string_view public_key_pem,
                 federation::Place place) {
    const auto& config = tx.config();
    const std::string actor = local_uri(config, account.username);
    const Profile profile = account.is_suspended ? Profile{} : load_profile(tx, account.id);
    out.begin_object();
    federation::write_context(out, place, federation::kActorContext);
    out.field("id", actor);
    out.field("type", account.is_suspended ? "Person" : std::string_view(profile.actor_type));
    write_places(out, config, account.id, actor);
    out.field("preferredUsername", account.username);
    out.field("webfinger", account.username + "@" + config.domain);
    out.field("url", local_url(config, account.username));
    if (account.is_suspended) {
        out.field("suspended", true);
    } else {
        out.field("name", shown_name(account, profile));
        write_words(out, profile);
        write_feature_policy(out, profile, actor);
        write_tags(out, tx, profile);
        write_attachments(out, profile);
        write_picture(out, "icon", config, profile.avatar);
        write_picture(out, "image", config, profile.header);
        if (!profile.moved_to.empty()) out.field("movedTo", profile.moved_to);
        if (profile.also_known_as != "[]") out.raw_field("alsoKnownAs", profile.also_known_as);
        if (profile.attribution_domains != "[]") out.raw_field("attributionDomains", profile.attribution_domains);
    }
    write_endpoints(out, config);
    write_key(out, actor, public_key_pem);
    out.end_object();
}

void write_bare_actor(json::Writer& out, const base::Config& config, const Account& account,
                      std::string_view public_key_pem) {
    const std::string actor = local_uri(config, account.username);
    out.begin_object();
    out.raw_field("@context", federation::kActorContext);
    out.field("id", actor);
    out.field("type", "Person");
    out.field("inbox", federation::inbox_url(actor));
    out.field("preferredUsername", account.username);
    write_endpoints(out, config);
    write_key(out, actor, public_key_pem);
    out.end_object();
}

void write_instance_actor(json::Writer& out, const base::Config& config, std::string_view public_key_pem) {
    const std::string actor = federation::instance_actor_uri(config);
    out.begin_object();
    out.raw_field("@context", federation::kActorContext);
    out.field("id", actor);
    out.field("type", "Application");
    out.field("inbox", federation::shared_inbox_url(config));
    out.field("outbox", federation::outbox_url(actor));
    out.field("preferredUsername", config.domain);
    out.field("webfinger", config.domain + "@" + config.domain);
    out.field("name", config.title);
    out.field("url", config.web_url() + "/about");
    out.field("manuallyApprovesFollowers", true);
    write_endpoints(out, config);
    write_key(out, actor, public_key_pem);
    out.end_object();
}

} // namespace accounts

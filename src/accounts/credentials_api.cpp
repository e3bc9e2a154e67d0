#include "accounts/credentials_api.h"

#include "accounts/account_json.h"
#include "accounts/profile.h"

namespace accounts {

namespace {

http::Reply credential_account_reply(const http::Request& request, db::Tx& tx) {
    return http::json([&](json::Writer& out) { write_credential_account(out, tx, request.account().id); });
}

std::vector<ProfileField> fields_in(const http::Request& request) {
    std::vector<ProfileField> fields;
    for (const auto* item : request.items("fields_attributes")) {
        const auto* field = item->if_object();
        if (field == nullptr) continue;
        const http::Params params(*field);
        fields.push_back({.name = params.text_or("name", ""), .text = params.text_or("value", "")});
    }
    return fields;
}

ProfileChanges profile_changes(const http::Request& request) {
    ProfileChanges changes{.display_name = request.text("display_name"),
                           .note = request.text("note"),
                           .is_locked = request.boolean("locked"),
                           .is_bot = request.boolean("bot"),
                           .is_discoverable = request.boolean("discoverable"),
                           .is_indexable = request.boolean("indexable"),
                           .hides_collections = request.boolean("hide_collections"),
                           .shows_media = request.boolean("show_media"),
                           .shows_media_replies = request.boolean("show_media_replies"),
                           .shows_featured = request.boolean("show_featured"),
                           .fields = {},
                           .attribution_domains = {}};
    if (request.has("fields_attributes")) changes.fields = fields_in(request);
    if (request.has("attribution_domains")) changes.attribution_domains = request.texts("attribution_domains");
    return changes;
}

PostingDefaults posting_defaults(const http::Params& source) {
    return {.visibility = source.text("privacy"),
            .quote_policy = source.text("quote_policy"),
            .is_sensitive = source.boolean("sensitive"),
            .language = source.text("language")};
}

// Better refused than taken and forgotten.
Result<> refuse_pictures(const http::Request& request) {
    for (const auto* name : {"avatar", "avatar_description", "header", "header_description"}) {
        if (request.file(name) == nullptr && request.text_or(name, "").empty()) continue;
        return base::invalid("Validation failed: this server cannot store pictures yet; change the rest without them");
    }
    return {};
}

} // namespace

// https://docs.joinmastodon.org/methods/accounts/#verify_credentials
http::Reply get_verify_credentials(const http::Request& request, db::Tx& tx) {
    return credential_account_reply(request, tx);
}

// https://docs.joinmastodon.org/methods/accounts/#update_credentials
http::Reply patch_update_credentials(const http::Request& request, db::Tx& tx) {
    TRY(refuse_pictures(request));
    TRY(change_profile(tx, request.account(), profile_changes(request)));
    if (const auto* source = request.object("source")) {
        TRY(change_posting_defaults(tx, request.account(), posting_defaults(http::Params(*source))));
    }
    return credential_account_reply(request, tx);
}

// https://docs.joinmastodon.org/methods/profile/#get
http::Reply get_profile(const http::Request& request, db::Tx& tx) {
    return http::json([&](json::Writer& out) { write_profile(out, tx, request.account()); });
}

// https://docs.joinmastodon.org/methods/profile/#update
http::Reply patch_profile(const http::Request& request, db::Tx& tx) {
    TRY(refuse_pictures(request));
    TRY(change_profile(tx, request.account(), profile_changes(request)));
    return get_profile(request, tx);
}

// https://docs.joinmastodon.org/methods/profile/#delete-profile-avatar
http::Reply delete_profile_avatar(const http::Request& request, db::Tx& tx) {
    remove_picture(tx, request.account().id, Picture::Avatar);
    return credential_account_reply(request, tx);
}

// https://docs.joinmastodon.org/methods/profile/#delete-profile-header
http::Reply delete_profile_header(const http::Request& request, db::Tx& tx) {
    remove_picture(tx, request.account().id, Picture::Header);
    return credential_account_reply(request, tx);
}

// https://docs.joinmastodon.org/methods/preferences/#get
http::Reply get_preferences(const http::Request& request, db::Tx& tx) {
    return http::json([&](json::Writer& out) { write_preferences(out, tx, request.account().id); });
}

} // namespace accounts

#include "accounts/credentials_api.h"

#include "accounts/account_json.h"
#include "accounts/profile.h"

namespace accounts {

namespace {

http::Reply credential_account_reply(const http::Request& request, db::Tx& tx) {
    return http::json([&](json::Writer& out) { write_credential_account(out, tx, request.account().id); });
}

std::optional<std::string> text_in(const json::Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr ? std::nullopt : http::text_of(*value);
}

std::vector<ProfileField> fields_in(const http::Request& request) {
    std::vector<ProfileField> fields;
    for (const auto* item : request.items("fields_attributes")) {
        const auto* field = item->if_object();
        if (field == nullptr) continue;
        fields.push_back({.name = text_in(*field, "name").value_or(""), .text = text_in(*field, "value").value_or("")});
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
                           .fields = {},
                           .attribution_domains = {}};
    if (request.has("fields_attributes")) changes.fields = fields_in(request);
    if (request.has("attribution_domains")) changes.attribution_domains = request.texts("attribution_domains");
    return changes;
}

PostingDefaults posting_defaults(const json::Object& source) {
    const auto* sensitive = source.if_contains("sensitive");
    return {.visibility = text_in(source, "privacy"),
            .quote_policy = text_in(source, "quote_policy"),
            .is_sensitive = sensitive == nullptr ? std::nullopt : http::boolean_of(*sensitive),
            .language = text_in(source, "language")};
}

// Better refused than taken and forgotten.
Result<> refuse_pictures(const http::Request& request) {
    for (const auto* name : {"avatar", "header"}) {
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
        TRY(change_posting_defaults(tx, request.account(), posting_defaults(*source)));
    }
    return credential_account_reply(request, tx);
}

// https://docs.joinmastodon.org/methods/preferences/#get
http::Reply get_preferences(const http::Request& request, db::Tx& tx) {
    return http::json([&](json::Writer& out) { write_preferences(out, tx, request.account().id); });
}

} // namespace accounts

#include "accounts/credentials_api.h"

#include "accounts/account_json.h"
#include "accounts/profile.h"
#include "http/spool.h"
#include "media/store.h"
#include "media/uploads.h"

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
                           .avatar_description = request.text("avatar_description"),
                           .header_description = request.text("header_description"),
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

// What came with the request, in the store already.
struct NewPictures {
    std::optional<media::ProfilePicture> avatar, header;
};

// Better refused than taken and forgotten.
Result<> refuse_texts(const http::Request& request) {
    for (const auto* name : {"avatar", "header"}) {
        if (request.text_or(name, "").empty()) continue;
        return base::invalid("Validation failed: pictures must be sent as files");
    }
    return {};
}

Result<std::optional<media::ProfilePicture>> receive(const http::Request& request, const base::Context& context,
                                                     const char* field, const media::ProfileShape& shape) {
    const auto* file = request.file(field);
    if (!file || !request.spool) return std::optional<media::ProfilePicture>();
    const media::Upload upload{.file = &request.spool->file(),
                               .offset = request.spool->offset_of(file->bytes),
                               .length = std::ssize(file->bytes)};
    request.spool->forget_pages();
    return std::optional(TRY(media::receive_profile_picture(context, upload, shape)));
}

Result<NewPictures> receive_pictures(const http::Request& request, const base::Context& context) {
    TRY(refuse_texts(request));
    NewPictures pictures;
    pictures.avatar = TRY(receive(request, context, "avatar", media::kAvatar));
    pictures.header = TRY(receive(request, context, "header", media::kHeader));
    return pictures;
}

// The pictures first: who is told of the change is told of all of it.
Result<> change_all(const http::Request& request, db::Tx& tx, const NewPictures& pictures) {
    const auto& account = request.account();
    if (pictures.avatar) set_picture(tx, account.id, Picture::Avatar, *pictures.avatar);
    if (pictures.header) set_picture(tx, account.id, Picture::Header, *pictures.header);
    TRY(change_profile(tx, account, profile_changes(request)));
    if (const auto* source = request.object("source")) {
        TRY(change_posting_defaults(tx, account, posting_defaults(http::Params(*source))));
    }
    return {};
}

// Files that no row names, because what came with them was refused.
void forget(const base::Context& context, const NewPictures& pictures) {
    std::vector<std::string> keys;
    for (const auto& picture : {pictures.avatar, pictures.header}) {
        if (picture) keys.push_back(picture->key);
        if (picture && !picture->static_key.empty()) keys.push_back(picture->static_key);
    }
    if (!keys.empty()) context.media->remove(keys);
}

// Decodes pictures while no transaction is open, then changes everything in one.
http::Reply change(const http::Request& request, db::Database& database,
                   http::Reply (*answer)(const http::Request&, db::Tx&)) {
    const base::Context& context = database.context();
    const auto pictures = TRY(receive_pictures(request, context));
    http::Reply reply;
    database.run(db::Access::Write, [&](db::Tx& tx) {
        const auto done = change_all(request, tx, pictures);
        reply = done ? answer(request, tx) : http::Reply(done.error());
        return !reply.is_refusal;
    });
    if (reply.is_refusal) forget(context, pictures);
    return reply;
}

} // namespace

// https://docs.joinmastodon.org/methods/accounts/#verify_credentials
http::Reply get_verify_credentials(const http::Request& request, db::Tx& tx) {
    return credential_account_reply(request, tx);
}

// https://docs.joinmastodon.org/methods/accounts/#update_credentials
http::Reply patch_update_credentials(const http::Request& request, db::Database& database) {
    return change(request, database, credential_account_reply);
}

// https://docs.joinmastodon.org/methods/profile/#get
http::Reply get_profile(const http::Request& request, db::Tx& tx) {
    return http::json([&](json::Writer& out) { write_profile(out, tx, request.account()); });
}

// https://docs.joinmastodon.org/methods/profile/#update
http::Reply patch_profile(const http::Request& request, db::Database& database) {
    return change(request, database, get_profile);
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

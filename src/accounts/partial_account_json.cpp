#include "accounts/partial_account_json.h"

#include "accounts/account.h"
#include "accounts/accounts.h"
#include "accounts/pictures.h"

#include <string>
#include <unordered_map>

namespace accounts {

namespace {

struct Face {
    Account account;
    std::string url; // Empty: ours, derived.
    std::string avatar, avatar_static, avatar_description;
    bool is_bot = false;
};

std::unordered_map<AccountId, Face> load_faces(db::Tx& tx, std::span<const AccountId> ids) {
    std::unordered_map<AccountId, Face> faces;
    if (ids.empty()) return faces;
    auto rows = tx.query(R"(
        select a.id, a.username, a.domain, a.is_locked, coalesce(a.url, a.uri), a.avatar, a.actor_type,
               a.avatar_static, a.avatar_description
        from ids($1) l join accounts a on a.id = l.value)", {ids});
    while (rows.next()) {
        const auto type = rows.text(6);
        faces.insert_or_assign(rows.id<AccountId>(0), Face{.account = {.id = rows.id<AccountId>(0),
                                                                       .username = rows.string(1),
                                                                       .domain = rows.string(2),
                                                                       .is_locked = rows.boolean(3)},
                                                           .url = rows.string(4),
                                                           .avatar = rows.string(5),
                                                           .avatar_static = rows.string(7),
                                                           .avatar_description = rows.string(8),
                                                           .is_bot = type == "Service" || type == "Application"});
    }
    return faces;
}

void write_face(json::Writer& out, const base::Config& config, const Face& face) {
    const auto url_of = [&](std::string_view picture) {
        return profile_picture_url(config, face.account, media::CopyOf::Avatar, picture, kDefaultAvatarPath);
    };
    out.begin_object();
    out.field("id", face.account.id);
    out.field("acct", face.account.acct());
    out.field("locked", face.account.is_locked);
    out.field("bot", face.is_bot);
    out.field("url", face.account.is_local() ? local_url(config, face.account.username) : face.url);
    out.field("avatar", url_of(face.avatar));
    out.field("avatar_static", url_of(static_of(face.avatar, face.avatar_static)));
    out.field("avatar_description", face.avatar_description);
    out.end_object();
}

} // namespace

void write_partial_accounts(json::Writer& out, db::Tx& tx, std::span<const AccountId> ids) {
    const auto faces = load_faces(tx, ids);
    out.begin_array();
    for (const AccountId id : ids) {
        if (const auto face = faces.find(id); face != faces.end()) write_face(out, tx.config(), face->second);
    }
    out.end_array();
}

} // namespace accounts

#include "accounts/account_rendering.h"

#include "accounts/account_json.h"
#include "accounts/accounts.h"
#include "accounts/feature_policy.h"
#include "accounts/pictures.h"
#include "accounts/roles.h"
#include "instance/custom_emojis.h"

#include <chrono>
#include <optional>

namespace accounts {

namespace {

// An account as it is shown, but for its counts.
struct Profile {
    Account account;
    std::string display_name, note, fields, uri, url, avatar, header, actor_type;
    std::string avatar_static, header_static, avatar_description, header_description;
    std::optional<bool> is_discoverable;
    bool is_indexable = false, hides_collections = false, is_memorial = false;
    bool shows_media = true, shows_media_replies = true, shows_featured = true;
    InteractionPolicy feature_policy;
    AccountId moved_to;
    base::Time created_at;
    Role role = Role::User;
};

// Of a suspended account nothing that it said of itself is shown.
void blank(Profile& profile) {
    profile.display_name.clear();
    profile.note.clear();
    profile.fields = "[]";
    for (std::string* text : {&profile.avatar, &profile.header, &profile.avatar_static, &profile.header_static,
                              &profile.avatar_description, &profile.header_description}) {
        text->clear();
    }
    profile.actor_type = "Person";
    profile.account.is_locked = false;
    profile.is_discoverable = false;
    profile.is_indexable = false;
    profile.feature_policy = {};
    profile.role = Role::User;
}

constexpr std::string_view kProfiles = R"(
    select a.id, a.username, a.domain, a.is_locked, a.suspended_at is not null, a.silenced_at is not null,
           a.display_name, a.note, a.fields, a.uri, a.url, a.avatar, a.header, a.actor_type, a.avatar_static,
           a.header_static, a.avatar_description, a.header_description, a.is_discoverable, a.is_indexable,
           a.hides_collections, a.is_memorial, a.shows_media, a.shows_media_replies, a.shows_featured,
           a.moved_to_account_id, a.created_at, u.role, a.feature_policy
    from ids($1) l join accounts a on a.id = l.value left join users u on u.account_id = a.id)";

InteractionPolicy feature_policy_in(const db::Rows& rows) {
    const bool is_local = rows.text(2).empty();
    return is_local ? local_feature_policy(rows.boolean(18), rows.boolean(3)) : InteractionPolicy(rows.integer(28));
}

Profile read_profile(const db::Rows& rows) {
    Profile profile{
        .account = {.id = rows.id<AccountId>(0),
                    .username = rows.string(1),
                    .domain = rows.string(2),
                    .is_locked = rows.boolean(3),
                    .is_suspended = rows.boolean(4),
                    .is_limited = rows.boolean(5)},
        .display_name = rows.string(6),
        .note = rows.string(7),
        .fields = rows.string(8),
        .uri = rows.string(9),
        .url = rows.string(10),
        .avatar = rows.string(11),
        .header = rows.string(12),
        .actor_type = rows.string(13),
        .avatar_static = rows.string(14),
        .header_static = rows.string(15),
        .avatar_description = rows.string(16),
        .header_description = rows.string(17),
        .is_discoverable = rows.is_null(18) ? std::nullopt : std::optional(rows.boolean(18)),
        .is_indexable = rows.boolean(19),
        .hides_collections = rows.boolean(20),
        .is_memorial = rows.boolean(21),
        .shows_media = rows.boolean(22),
        .shows_media_replies = rows.boolean(23),
        .shows_featured = rows.boolean(24),
        .feature_policy = feature_policy_in(rows),
        .moved_to = rows.id<AccountId>(25),
        .created_at = rows.time(26),
        .role = role_from_key(rows.text(27)),
    };
    if (profile.account.is_suspended) blank(profile);
    return profile;
}

std::vector<Profile> load_profiles(db::Tx& tx, std::span<const AccountId> ids) {
    std::vector<Profile> profiles;
    auto rows = tx.query(kProfiles, {ids});
    while (rows.next()) profiles.push_back(read_profile(rows));
    return profiles;
}

bool shows_target(const Profile& profile) { return profile.moved_to && !profile.account.is_suspended; }

std::vector<AccountId> targets_of(std::span<const Profile> profiles) {
    std::vector<AccountId> targets;
    for (const Profile& profile : profiles) {
        if (shows_target(profile)) targets.push_back(profile.moved_to);
    }
    return targets;
}

void write_field(json::Writer& out, const json::Object& field, std::string_view member) {
    const auto* verified_at = field.if_contains("verified_at");
    out.begin_object();
    out.field("name", std::string_view(field.at("name").as_string()));
    out.field("value", std::string_view(field.at(member).as_string()));
    if (verified_at != nullptr && verified_at->is_number()) {
        out.field("verified_at", base::Time(std::chrono::milliseconds(verified_at->to_number<std::int64_t>())));
    } else {
        out.null_field("verified_at");
    }
    out.end_object();
}

void write_names(json::Writer& out, const base::Config& config, const Profile& profile) {
    const bool is_local = profile.account.is_local();
    out.field("id", profile.account.id);
    out.field("username", profile.account.username);
    out.field("acct", profile.account.acct());
    out.field("display_name", profile.display_name);
    out.field("locked", profile.account.is_locked);
    out.field("bot", profile.actor_type == "Service" || profile.actor_type == "Application");
    out.field("discoverable", profile.is_discoverable);
    out.field("indexable", profile.is_indexable);
    out.field("group", profile.actor_type == "Group");
    // The day only: when exactly somebody joined is theirs.
    out.field("created_at", base::Time(std::chrono::floor<std::chrono::days>(profile.created_at)));
    out.field("note", profile.note);
    out.field("url", is_local              ? config.web_url() + "/@" + profile.account.username
                     : profile.url.empty() ? profile.uri
                                           : profile.url);
    out.field("uri", is_local ? config.web_url() + "/users/" + profile.account.username : profile.uri);
}

void write_pictures(json::Writer& out, const base::Config& config, const Profile& profile) {
    const auto write = [&](json::Name name, std::string_view picture, media::CopyOf kind) {
        const auto missing = kind == media::CopyOf::Avatar ? kDefaultAvatarPath : kDefaultHeaderPath;
        out.field(name, profile_picture_url(config, profile.account, kind, picture, missing));
    };
    write("avatar", profile.avatar, media::CopyOf::Avatar);
    write("avatar_static", static_of(profile.avatar, profile.avatar_static), media::CopyOf::Avatar);
    out.field("avatar_description", profile.avatar_description);
    write("header", profile.header, media::CopyOf::Header);
    write("header_static", static_of(profile.header, profile.header_static), media::CopyOf::Header);
    out.field("header_description", profile.header_description);
}

void write_local(json::Writer& out, const Profile& profile) {
    out.field("noindex", false);
    out.key("roles");
    out.begin_array();
    const RoleDetails& role = details(profile.role);
    if (role.is_highlighted) {
        out.begin_object();
        out.field("id", std::to_string(role.id));
        out.field("name", role.name);
        out.field("color", "");
        out.end_object();
    }
    out.end_array();
}

void write_marks(json::Writer& out, const Profile& profile) {
    if (profile.account.is_suspended) out.field("suspended", true);
    if (profile.account.is_limited) out.field("limited", true);
    if (profile.is_memorial) out.field("memorial", true);
}

void write_members(json::Writer& out, const base::Config& config, const Profile& profile,
                   const AccountEntities* targets) {
    write_names(out, config, profile);
    write_pictures(out, config, profile);
    out.field("hide_collections", profile.hides_collections);
    out.field("show_media", profile.shows_media);
    out.field("show_media_replies", profile.shows_media_replies);
    out.field("show_featured", profile.shows_featured);
    out.key("fields");
    write_fields(out, profile.fields, "value");
    if (profile.account.is_local()) write_local(out, profile);
    write_marks(out, profile);
    if (!targets || !profile.moved_to) return;
    out.key("moved");
    const bool is_there = shows_target(profile) && targets->has(profile.moved_to);
    is_there ? targets->write(out, profile.moved_to) : out.null();
}

base::AccountRendering render(const base::Config& config, const Profile& profile, const AccountEntities* targets) {
    std::string members;
    json::Writer out(members);
    write_members(out, config, profile, targets);
    return {.members = std::string(members), // As long as it is, and no longer.
            .domain = profile.account.domain,
            .emojis = instance::shortcodes_of({profile.display_name, profile.note, profile.fields}),
            .feature_policy = profile.feature_policy.bits()};
}

} // namespace

void write_fields(json::Writer& out, std::string_view fields, std::string_view member) {
    out.begin_array();
    const auto parsed = json::parse(fields);
    if (parsed && parsed->is_array()) {
        for (const auto& value : parsed->get_array()) write_field(out, value.as_object(), member);
    }
    out.end_array();
}

std::vector<RenderedAccount> render_accounts(db::Tx& tx, std::span<const AccountId> ids, Moved moved) {
    std::vector<RenderedAccount> rendered;
    if (ids.empty()) return rendered;
    const auto profiles = load_profiles(tx, ids);
    std::optional<AccountEntities> targets;
    if (moved == Moved::Shown) targets.emplace(tx, targets_of(profiles), KnownAccounts(), Moved::LeftOut);
    for (const Profile& profile : profiles) {
        rendered.push_back({.id = profile.account.id,
                            .has_moved = static_cast<bool>(profile.moved_to),
                            .rendering = std::make_shared<base::AccountRendering>(
                                render(tx.config(), profile, targets ? &*targets : nullptr))});
    }
    return rendered;
}

} // namespace accounts

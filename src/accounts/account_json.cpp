#include "accounts/account_json.h"

#include "accounts/accounts.h"
#include "accounts/pictures.h"
#include "accounts/roles.h"
#include "instance/custom_emojis.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <unordered_set>

namespace accounts {

namespace {

// An account as it is shown.
struct Profile {
    Account account;
    std::string display_name, note, fields, uri, url, avatar, header, actor_type;
    std::string avatar_static, header_static, avatar_description, header_description;
    std::optional<bool> is_discoverable;
    bool is_indexable = false, hides_collections = false, is_memorial = false;
    bool shows_media = true, shows_media_replies = true, shows_featured = true;
    AccountId moved_to;
    base::Time created_at;
    std::int64_t statuses_count = 0, following_count = 0, followers_count = 0;
    std::optional<base::Time> last_status_at;
    Role role = Role::User;
    std::string key; // See key_of().
};

using Profiles = std::unordered_map<AccountId, Profile>;
using Renderings = std::unordered_map<AccountId, base::Memo::Result>;

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
    profile.role = Role::User;
}

// The columns that are texts, and then those that are numbers.
constexpr int kTexts = 15;
constexpr int kColumns = kTexts + 17;

Profile read_profile(const db::Rows& rows, std::string key) {
    Profile profile{
        .account = {.id = rows.id<AccountId>(kTexts),
                    .username = rows.string(0),
                    .domain = rows.string(1),
                    .is_locked = rows.boolean(kTexts + 1),
                    .is_suspended = rows.boolean(kTexts + 2),
                    .is_limited = rows.boolean(kTexts + 3)},
        .display_name = rows.string(2),
        .note = rows.string(3),
        .fields = rows.string(4),
        .uri = rows.string(5),
        .url = rows.string(6),
        .avatar = rows.string(7),
        .header = rows.string(8),
        .actor_type = rows.string(9),
        .avatar_static = rows.string(11),
        .header_static = rows.string(12),
        .avatar_description = rows.string(13),
        .header_description = rows.string(14),
        .is_discoverable = rows.is_null(kTexts + 4) ? std::nullopt : std::optional(rows.boolean(kTexts + 4)),
        .is_indexable = rows.boolean(kTexts + 5),
        .hides_collections = rows.boolean(kTexts + 6),
        .is_memorial = rows.boolean(kTexts + 7),
        .shows_media = rows.boolean(kTexts + 8),
        .shows_media_replies = rows.boolean(kTexts + 9),
        .shows_featured = rows.boolean(kTexts + 10),
        .moved_to = rows.id<AccountId>(kTexts + 11),
        .created_at = rows.time(kTexts + 12),
        .statuses_count = rows.integer(kTexts + 13),
        .following_count = rows.integer(kTexts + 14),
        .followers_count = rows.integer(kTexts + 15),
        .last_status_at = rows.maybe_time(kTexts + 16),
        .role = role_from_key(rows.text(10)),
        .key = std::move(key),
    };
    if (profile.account.is_suspended) blank(profile);
    return profile;
}

void append_bytes(std::string& key, std::int64_t number) {
    key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// All that the entity depends on, as long as it shows neither emojis (see complete_key) nor another account.
std::string key_of(const db::Rows& rows, std::string_view web_url) {
    std::string key;
    key.reserve(1024);
    key += web_url;
    for (int i = 0; i < kTexts; ++i) {
        const auto text = rows.text(i);
        append_bytes(key, static_cast<std::int64_t>(text.size()));
        key += text;
    }
    for (int i = kTexts; i < kColumns; ++i) append_bytes(key, rows.is_null(i) ? -1 : rows.integer(i));
    return key;
}

// Rendering takes longer than reading the row, and the same people stand in page after page.
base::Memo& renderings() {
    static base::Memo memo(1000);
    return memo;
}

// Those whose rendering is known go to `known`, when there is such a place.
void load_profiles(db::Tx& tx, std::span<const AccountId> ids, Profiles& profiles, Renderings* known) {
    const std::string web_url = tx.config().web_url();
    auto rows = tx.query(R"(
        select a.username, a.domain, a.display_name, a.note, a.fields, a.uri, a.url, a.avatar, a.header, a.actor_type,
               u.role, a.avatar_static, a.header_static, a.avatar_description, a.header_description,
               a.id, a.is_locked, a.suspended_at is not null, a.silenced_at is not null, a.is_discoverable,
               a.is_indexable, a.hides_collections, a.is_memorial, a.shows_media, a.shows_media_replies,
               a.shows_featured, a.moved_to_account_id, a.created_at,
               s.statuses_count, s.following_count, s.followers_count, s.last_status_at
        from ids($1) l
        join accounts a on a.id = l.value
        left join account_stats s on s.account_id = a.id
        left join users u on u.account_id = a.id)", {ids});
    while (rows.next()) {
        const auto id = rows.id<AccountId>(kTexts);
        std::string key = key_of(rows, web_url);
        auto rendering = known ? renderings().find(key) : nullptr;
        if (rendering) {
            known->emplace(id, std::move(rendering));
        } else {
            profiles.insert_or_assign(id, read_profile(rows, std::move(key)));
        }
    }
}

// Those that accounts of the page have moved to, and that are not on the page themselves.
std::vector<AccountId> missing_targets(const Profiles& profiles) {
    std::vector<AccountId> missing;
    for (const auto& [id, profile] : profiles) {
        if (profile.moved_to && !profiles.contains(profile.moved_to)) missing.push_back(profile.moved_to);
    }
    return missing;
}

std::array<std::string_view, 3> texts_with_emojis(const Profile& profile) {
    return {profile.display_name, profile.note, profile.fields};
}

// Whether it may use any.
bool want_emojis(instance::EmojiEntities& emojis, const Profile& profile) {
    bool has_any = false;
    for (const auto text : texts_with_emojis(profile)) {
        has_any = emojis.want(profile.account.domain, text) || has_any;
    }
    return has_any;
}

// With its emojis, on which the entity depends then.
void complete_key(Profile& profile, const instance::EmojiEntities& emojis) {
    json::Writer out(profile.key);
    emojis.write(out, profile.account.domain, texts_with_emojis(profile));
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

class Renderer {
public:
    Renderer(const base::Config& config, const instance::EmojiEntities& emojis, const Profiles& profiles)
        : config_(config), web_url_(config.web_url()), emojis_(emojis), profiles_(profiles) {}

    enum class Moved { Shown, LeftOut };

    void write(json::Writer& out, const Profile& profile, Moved moved) const {
        out.begin_object();
        write_names(out, profile);
        write_pictures(out, profile);
        write_counts(out, profile);
        out.field("hide_collections", profile.hides_collections);
        out.field("show_media", profile.shows_media);
        out.field("show_media_replies", profile.shows_media_replies);
        out.field("show_featured", profile.shows_featured);
        // Nobody can be put into a collection here: there are none.
        out.raw_field("feature_approval", R"({"automatic":[],"manual":[],"current_user":"denied"})");
        out.key("emojis");
        emojis_.write(out, profile.account.domain, texts_with_emojis(profile));
        out.key("fields");
        write_fields(out, profile.fields, "value");
        if (profile.account.is_local()) write_local(out, profile);
        write_marks(out, profile);
        if (moved == Moved::Shown && profile.moved_to) write_moved(out, profile);
        out.end_object();
    }

private:
    void write_names(json::Writer& out, const Profile& profile) const {
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
        out.field("url", is_local              ? web_url_ + "/@" + profile.account.username
                         : profile.url.empty() ? profile.uri
                                               : profile.url);
        out.field("uri", is_local ? web_url_ + "/users/" + profile.account.username : profile.uri);
    }

    void write_pictures(json::Writer& out, const Profile& profile) const {
        const auto write = [&](json::Name name, std::string_view picture, media::CopyOf kind) {
            const auto missing = kind == media::CopyOf::Avatar ? kDefaultAvatarPath : kDefaultHeaderPath;
            out.field(name, profile_picture_url(config_, profile.account, kind, picture, missing));
        };
        write("avatar", profile.avatar, media::CopyOf::Avatar);
        write("avatar_static", static_of(profile.avatar, profile.avatar_static), media::CopyOf::Avatar);
        out.field("avatar_description", profile.avatar_description);
        write("header", profile.header, media::CopyOf::Header);
        write("header_static", static_of(profile.header, profile.header_static), media::CopyOf::Header);
        out.field("header_description", profile.header_description);
    }

    static void write_counts(json::Writer& out, const Profile& profile) {
        out.field("followers_count", profile.followers_count);
        out.field("following_count", profile.following_count);
        out.field("statuses_count", profile.statuses_count);
        if (profile.last_status_at) {
            out.field("last_status_at", base::iso_date(*profile.last_status_at));
        } else {
            out.null_field("last_status_at");
        }
    }

    static void write_local(json::Writer& out, const Profile& profile) {
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

    static void write_marks(json::Writer& out, const Profile& profile) {
        if (profile.account.is_suspended) out.field("suspended", true);
        if (profile.account.is_limited) out.field("limited", true);
        if (profile.is_memorial) out.field("memorial", true);
    }

    void write_moved(json::Writer& out, const Profile& profile) const {
        const auto target = profiles_.find(profile.moved_to);
        out.key("moved");
        if (profile.account.is_suspended || target == profiles_.end()) {
            out.null();
        } else {
            write(out, target->second, Moved::LeftOut);
        }
    }

    const base::Config& config_;
    std::string web_url_;
    const instance::EmojiEntities& emojis_;
    const Profiles& profiles_;
};

base::Memo::Result render(const Renderer& renderer, const Profile& profile) {
    auto entity = std::make_shared<std::string>();
    json::Writer out(*entity);
    renderer.write(out, profile, Renderer::Moved::Shown);
    if (!profile.moved_to) renderings().keep(profile.key, entity);
    return entity;
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

AccountEntities::AccountEntities(db::Tx& tx, std::span<const AccountId> ids) {
    if (ids.empty()) return;
    std::vector<AccountId> wanted(ids.begin(), ids.end());
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    Profiles profiles;
    load_profiles(tx, wanted, profiles, &entities_);
    if (profiles.empty()) return;
    std::vector<AccountId> shown;
    for (const auto& [id, profile] : profiles) shown.push_back(id);
    if (const auto missing = missing_targets(profiles); !missing.empty()) {
        load_profiles(tx, missing, profiles, nullptr);
    }

    instance::EmojiEntities emojis;
    std::unordered_set<AccountId> with_emojis;
    for (const auto& [id, profile] : profiles) {
        if (want_emojis(emojis, profile)) with_emojis.insert(id);
    }
    emojis.load(tx);

    const Renderer renderer(tx.config(), emojis, profiles);
    for (const auto id : shown) {
        Profile& profile = profiles.at(id);
        base::Memo::Result entity;
        if (with_emojis.contains(id)) {
            complete_key(profile, emojis);
            entity = renderings().find(profile.key);
        }
        entities_.emplace(id, entity ? std::move(entity) : render(renderer, profile));
    }
}

void AccountEntities::write_with(json::Writer& out, AccountId id, std::string_view members) const {
    std::string entity = *entities_.at(id);
    entity.back() = ',';
    entity += members;
    entity += '}';
    out.raw(entity);
}

void write_accounts(json::Writer& out, db::Tx& tx, std::span<const AccountId> ids) {
    const AccountEntities entities(tx, ids);
    out.begin_array();
    for (const auto id : ids) {
        if (entities.has(id)) entities.write(out, id);
    }
    out.end_array();
}

void write_account(json::Writer& out, db::Tx& tx, AccountId id) {
    AccountEntities(tx, std::span(&id, 1)).write(out, id);
}

} // namespace accounts

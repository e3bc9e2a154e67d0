#include "accounts/profile.h"

#include "accounts/outgoing.h"
#include "accounts/profile_text.h"
#include "accounts/verification.h"
#include "base/ascii.h"
#include "base/text.h"
#include "base/unicode.h"
#include "instance/languages.h"
#include "instance/limits.h"
#include "jobs/jobs.h"
#include "media/attachments.h"
#include "media/store.h"
#include "search/account_index.h"
#include "statuses/text.h"

#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <string_view>

namespace accounts {

namespace {

namespace limits = instance::limits;

constexpr std::size_t kMaxDomainLength = 253;

void clean(std::optional<std::string>& text) {
    if (text) text = std::string(base::trim(base::sanitize(*text)));
}

// As much as fits: longer names and texts are cut, as other servers' are.
std::string clean_field(std::string_view text) {
    const std::string sanitized = base::sanitize(text);
    return std::string(base::grapheme_prefix(base::trim(sanitized), limits::kFieldCharacters));
}

void clean(std::vector<ProfileField>& fields) {
    for (auto& field : fields) field = {.name = clean_field(field.name), .text = clean_field(field.text)};
    std::erase_if(fields, [](const ProfileField& field) { return field.name.empty() && field.text.empty(); });
}

void clean_domains(std::vector<std::string>& domains) {
    for (auto& domain : domains) {
        domain = base::ascii_lower(base::trim(domain));
        for (const std::string_view scheme : {"https://", "http://"}) {
            if (domain.starts_with(scheme)) domain.erase(0, scheme.size());
        }
    }
    std::erase(domains, "");
}

bool is_domain(std::string_view text) {
    if (text.size() > kMaxDomainLength || text.find('.') == std::string_view::npos) return false;
    if (text.starts_with('.') || text.ends_with('.') || text.find("..") != std::string_view::npos) return false;
    std::size_t at = 0;
    while (at < text.size()) {
        const char32_t c = base::next_code_point(text, at);
        if (c != '.' && c != '-' && !base::is_alphanumeric(c)) return false;
    }
    return true;
}

ProfileChanges cleaned(ProfileChanges changes) {
    clean(changes.display_name);
    clean(changes.note);
    clean(changes.avatar_description);
    clean(changes.header_description);
    if (changes.fields) clean(*changes.fields);
    if (changes.attribution_domains) clean_domains(*changes.attribution_domains);
    return changes;
}

std::vector<std::string> problems_with(const ProfileChanges& changes) {
    std::vector<std::string> problems;
    if (changes.display_name && base::grapheme_count(*changes.display_name) > limits::kDisplayNameCharacters) {
        problems.push_back(
            fmt::format("Display name is too long (maximum is {} characters)", limits::kDisplayNameCharacters));
    }
    if (changes.note && statuses::status_length(*changes.note) > limits::kNoteCharacters) {
        problems.push_back(fmt::format("Note character limit of {} exceeded", limits::kNoteCharacters));
    }
    const auto check_description = [&](const std::optional<std::string>& text, std::string_view what) {
        if (!text || base::grapheme_count(*text) <= limits::kPictureDescriptionCharacters) return;
        problems.push_back(fmt::format("{} description is too long (maximum is {} characters)", what,
                                       limits::kPictureDescriptionCharacters));
    };
    check_description(changes.avatar_description, "Avatar");
    check_description(changes.header_description, "Header");
    if (changes.fields) {
        if (changes.fields->size() > limits::kProfileFields) {
            problems.push_back(fmt::format("Fields are too many (maximum is {})", limits::kProfileFields));
        }
        if (std::any_of(changes.fields->begin(), changes.fields->end(),
                        [](const ProfileField& field) { return field.name.empty(); })) {
            problems.push_back("Fields contain values with missing labels");
        }
    }
    if (changes.attribution_domains) {
        const auto& domains = *changes.attribution_domains;
        if (domains.size() > limits::kAttributionDomains) {
            problems.push_back(
                fmt::format("Attribution domains are too many (maximum is {})", limits::kAttributionDomains));
        }
        if (!std::all_of(domains.begin(), domains.end(), is_domain)) {
            problems.push_back("Attribution domains contain one that is not a valid domain name");
        }
    }
    return problems;
}

Result<> refuse(const std::vector<std::string>& problems) {
    if (problems.empty()) return {};
    std::string message = "Validation failed: ";
    for (const auto& problem : problems) {
        if (&problem != &problems.front()) message += ", ";
        message += problem;
    }
    return base::invalid(std::move(message));
}

std::string to_json(const std::vector<std::string>& texts) {
    std::string array;
    json::Writer out(array);
    out.begin_array();
    for (const auto& text : texts) out.value(text);
    out.end_array();
    return array;
}

void update_words(db::Tx& tx, AccountId id, const ProfileChanges& changes) {
    const RenderedProfile rendered = render_profile(tx, id, changes);
    tx.exec(R"(
        update accounts
        set display_name = coalesce($2, display_name), note_text = coalesce($3, note_text), note = coalesce($4, note),
            fields = coalesce($5, fields), updated_at = $6
        where id = $1)", {id, changes.display_name, changes.note, rendered.note, rendered.fields, tx.now()});
}

void update_choices(db::Tx& tx, AccountId id, const ProfileChanges& changes) {
    using Text = std::optional<std::string>;
    const auto actor_type = changes.is_bot ? Text(*changes.is_bot ? "Service" : "Person") : Text();
    const auto domains = changes.attribution_domains ? Text(to_json(*changes.attribution_domains)) : Text();
    tx.exec(R"(
        update accounts
        set actor_type = coalesce($2, actor_type), attribution_domains = coalesce($3, attribution_domains),
            is_locked = coalesce($4, is_locked), is_discoverable = coalesce($5, is_discoverable),
            is_indexable = coalesce($6, is_indexable), hides_collections = coalesce($7, hides_collections),
            shows_media = coalesce($8, shows_media), shows_media_replies = coalesce($9, shows_media_replies),
            shows_featured = coalesce($10, shows_featured)
        where id = $1)",
            {id, actor_type, domains, changes.is_locked, changes.is_discoverable, changes.is_indexable,
             changes.hides_collections, changes.shows_media, changes.shows_media_replies, changes.shows_featured});
}

void update_descriptions(db::Tx& tx, AccountId id, const ProfileChanges& changes) {
    if (!changes.avatar_description && !changes.header_description) return;
    tx.exec(R"(
        update accounts
        set avatar_description = coalesce($2, avatar_description), header_description = coalesce($3, header_description)
        where id = $1)", {id, changes.avatar_description, changes.header_description});
}

// As accounts.avatar and .header have files of ours: a path on this server.
std::string path_of(const std::string& key) { return key.empty() ? "" : std::string(media::kLocalPath) + key; }

// Those that are ours: nothing of other servers is removed.
void remove_files_of(db::Tx& tx, AccountId account, Picture picture) {
    std::vector<std::string> keys;
    auto rows = tx.query(picture == Picture::Avatar ? "select avatar, avatar_static from accounts where id = $1"
                                                    : "select header, header_static from accounts where id = $1",
                         {account});
    while (rows.next()) {
        for (const int column : {0, 1}) {
            const auto path = rows.text(column);
            if (path.starts_with(media::kLocalPath)) keys.emplace_back(path.substr(media::kLocalPath.size()));
        }
    }
    media::remove_files(tx, keys);
}

bool is_one_of(const std::optional<std::string>& word, std::initializer_list<std::string_view> words) {
    return !word || std::find(words.begin(), words.end(), *word) != words.end();
}

} // namespace

Result<> change_profile(db::Tx& tx, const Account& account, const ProfileChanges& wanted) {
    const ProfileChanges changes = cleaned(wanted);
    TRY(refuse(problems_with(changes)));

    update_words(tx, account.id, changes);
    update_choices(tx, account.id, changes);
    update_descriptions(tx, account.id, changes);
    if (changes.display_name) search::index_account(tx, account.id);
    if (account.is_locked && changes.is_locked == false) {
        jobs::enqueue(tx, "accept_follow_requests", {{"account_id", account.id.value}});
    }
    if (changes.fields) verify_links(tx, account.id, Wait::None);
    announce_profile(tx, account.id);
    return {};
}

void remove_picture(db::Tx& tx, AccountId account, Picture picture) {
    set_picture(tx, account, picture, {});
    tx.exec(picture == Picture::Avatar ? "update accounts set avatar_description = '' where id = $1"
                                       : "update accounts set header_description = '' where id = $1",
            {account});
    announce_profile(tx, account);
}

void set_picture(db::Tx& tx, AccountId account, Picture picture, const media::ProfilePicture& files) {
    remove_files_of(tx, account, picture);
    tx.exec(picture == Picture::Avatar
                ? "update accounts set avatar = $2, avatar_static = $3, updated_at = $4 where id = $1"
                : "update accounts set header = $2, header_static = $3, updated_at = $4 where id = $1",
            {account, path_of(files.key), path_of(files.static_key), tx.now()});
}

Result<> change_posting_defaults(db::Tx& tx, const Account& account, const PostingDefaults& changes) {
    std::vector<std::string> problems;
    if (!is_one_of(changes.visibility, {"public", "unlisted", "private", "direct"})) {
        problems.push_back("Default privacy is not included in the list");
    }
    if (!is_one_of(changes.quote_policy, {"public", "followers", "nobody"})) {
        problems.push_back("Default quote policy is not included in the list");
    }
    TRY(refuse(problems));

    const bool is_known = changes.language && instance::is_language(*changes.language);
    tx.exec(R"(
        update users
        set default_visibility = coalesce($2, default_visibility),
            default_quote_policy = coalesce($3, default_quote_policy),
            default_sensitive = coalesce($4, default_sensitive),
            default_language = case when $5 then $6 else default_language end
        where account_id = $1)", {account.id, changes.visibility, changes.quote_policy, changes.is_sensitive,
                       changes.language.has_value(), is_known ? changes.language : std::nullopt});
    return {};
}

} // namespace accounts

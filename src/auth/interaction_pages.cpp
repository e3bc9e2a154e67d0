#include "auth/interaction_pages.h"

#include "accounts/accounts.h"
#include "accounts/moving.h"
#include "auth/csrf.h"
#include "auth/pages.h"
#include "auth/people.h"
#include "auth/settings.h"
#include "base/html_text.h"
#include "base/text.h"
#include "relationships/follows.h"
#include "search/lookup.h"
#include "search/status_search.h"
#include "statuses/lookup.h"
#include "statuses/visibility.h"

#include <fmt/core.h>

namespace auth {
namespace {

constexpr std::size_t kExcerpt = 500; // Characters of a post.

// Mastodon's sites send `uri`, older ones `acct`.
std::string question_of(const http::Request& request) {
    const auto uri = request.text("uri");
    return std::string(base::trim(uri ? *uri : request.text_or("acct", "")));
}

std::string own_url(const std::string& question) {
    return "/authorize_interaction?uri=" + base::percent_encode(question);
}

struct Profile {
    std::string name, url;
};
Profile profile_of(db::Tx& tx, const accounts::Account& account) {
    auto rows = tx.query("select display_name, url from accounts where id = $1", {account.id});
    if (!rows.next()) return {};
    std::string url = account.is_local() ? accounts::local_url(tx.config(), account.username) : rows.string(1);
    return {.name = rows.text(0).empty() ? account.username : rows.string(0), .url = std::move(url)};
}

void describe(json::Object& values, db::Tx& tx, const accounts::Account& account) {
    const auto profile = profile_of(tx, account);
    values["name"] = profile.name;
    values["at_user"] = "@" + account.username;
    values["at_domain"] = "@" + (account.is_local() ? tx.config().domain : account.domain);
    values["initial"] = std::string(base::grapheme_prefix(base::trim(profile.name), 1));
    values["url"] = profile.url;
}

struct Found {
    std::optional<accounts::Account> account; // Itself, or the author.
    std::optional<StatusId> status;
};
// What the viewer may see of it.
Found find(db::Tx& tx, const std::string& question, const accounts::Account& viewer) {
    if (const auto id = search::find_status_by_url(tx, question)) {
        const auto status = statuses::find_visible(tx, *id, viewer);
        if (status) return {.account = accounts::find(tx, status->author), .status = id};
    }
    auto account = search::find_account(tx, question);
    if (account && account->is_suspended) account.reset();
    return {.account = std::move(account), .status = {}};
}

std::string text_of(db::Tx& tx, StatusId id) {
    auto rows = tx.query("select content, spoiler_text from statuses where id = $1", {id});
    if (!rows.next()) return {};
    const std::string text = rows.text(1).empty() ? base::html_to_text(rows.text(0)) : rows.string(1);
    return std::string(base::grapheme_prefix(text, kExcerpt));
}

// "following", "requested" or "".
std::string_view state_of(db::Tx& tx, AccountId viewer, AccountId target) {
    if (relationships::is_following(tx, viewer, target)) return "following";
    return relationships::is_asking_to_follow(tx, viewer, target) ? "requested" : "";
}

http::Reply page(const http::Request& request, db::Tx& tx, const Session& session, const std::string& question) {
    const auto& config = tx.config();
    const auto language = choose_language(request, config.default_language);
    const auto viewer = accounts::find(tx, session.user.account).value();
    const auto found = find(tx, question, viewer);
    if (!found.account) return render_problem(404, "interaction", request, config, language);

    const FormGuard guard(request, config, tx.random());
    const auto state = state_of(tx, viewer.id, found.account->id);
    json::Object values = {
        {"form_token", guard.token()},
        {"uri", question},
        {"can_follow", found.account->id != viewer.id && state.empty()},
        {"state", state.empty() ? "" : say(language, fmt::format("interaction.{}", state))},
        {"text", found.status ? text_of(tx, *found.status) : ""},
    };
    describe(values, tx, *found.account);
    if (found.status) values["url"] = statuses::url_of(tx, *found.status);
    const std::string_view title = found.status ? "interaction.status_title" : "interaction.account_title";
    auto reply = render({.name = "interaction", .title = say(language, title), .values = std::move(values)}, request,
                        config, language);
    guard.remember(reply, config);
    return reply;
}

http::Reply to_sign_in(const std::string& question) {
    return http::redirect(302, "/auth/sign_in?return_to=" + base::percent_encode(own_url(question)));
}

} // namespace

bool asks_for_something(const http::Request& request) { return !question_of(request).empty(); }

// Only for who is signed in: nobody else makes us ask other servers.
bool must_look_up(const http::Request& request, db::Tx& tx) {
    return tx.context().client && session_of(request, tx) && search::must_ask(tx, question_of(request));
}

void look_up(const http::Request& request, db::Database& database) { search::ask(database, question_of(request)); }

http::Reply get_authorize_interaction(const http::Request& request, db::Tx& tx) {
    const auto session = session_of(request, tx);
    const auto question = question_of(request);
    if (session && accounts::moved_to(tx, session->user.account))
        return to_settings_page("/settings/migration", request);
    return session ? page(request, tx, *session, question) : to_sign_in(question);
}

http::Reply post_authorize_interaction(const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    const auto language = choose_language(request, config.default_language);
    if (!is_own_form(request, config)) return render_problem(422, "expired", request, config, language);
    const auto question = question_of(request);
    const auto session = session_of(request, tx);
    if (!session) return to_sign_in(question);
    if (accounts::moved_to(tx, session->user.account)) return to_settings_page("/settings/migration", request);
    const auto viewer = accounts::find(tx, session->user.account).value();
    const auto found = find(tx, question, viewer);
    const auto followed =
        found.account ? relationships::follow(tx, viewer, found.account->id) : Result<>(base::not_found());
    if (!followed) return render_problem(404, "interaction", request, config, language);
    return http::redirect(303, own_url(question));
}

http::Reply get_authorize_follow(const http::Request& request, db::Tx&) {
    return http::redirect(302, own_url(question_of(request)));
}

} // namespace auth

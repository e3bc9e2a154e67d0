#include "auth/moving_pages.h"

#include "accounts/accounts.h"
#include "accounts/moving.h"
#include "accounts/past_moves.h"
#include "auth/language.h"
#include "auth/people.h"
#include "auth/settings.h"
#include "auth/settings_lookup.h"
#include "base/ascii.h"

namespace auth {
namespace {

using accounts::Followers;

constexpr std::string_view kMigration = "/settings/migration";
constexpr std::string_view kNewRedirect = "/settings/migration/redirect/new";

json::Array listed_moves(db::Tx& tx, AccountId account, Language language) {
    json::Array listed;
    for (const auto& move : accounts::past_moves(tx, account)) {
        auto shown = describe_handle(move.target_handle);
        shown["date"] = base::iso_date(move.moved_at);
        shown["followers"] = say(language, "moving.followers_then", {{"count", std::to_string(move.followers_count)}});
        listed.push_back(std::move(shown));
    }
    return listed;
}

json::Object describe_moves(const User& user, Language language, db::Tx& tx) {
    const auto from = accounts::may_move_from(tx, user.account);
    auto past = listed_moves(tx, user.account, language);
    return {
        {"target", describe_target(tx, user.account)},
        {"wait", from ? say(language, "moving.wait", {{"date", base::iso_date(*from)}}) : ""},
        {"named_first", say(language, "moving.named_first", {{"handle", handle_of(user, tx.config())}})},
        {"has_past", !past.empty()},
        {"past", std::move(past)},
    };
}

// The page with the form that takes followers along, or that does not.
http::Reply moving_page(Followers followers, const User& user, std::string_view error, const http::Request& request,
                        db::Tx& tx) {
    const auto language = choose_language(request, tx.config().default_language);
    auto values = describe_moves(user, language, tx);
    values["acct"] = error.empty() ? "" : acct_of(request);
    values["is_acct_wrong"] = error.starts_with("moving.");
    const bool is_whole = followers == Followers::Taken;
    return settings_page({.name = is_whole ? "migration" : "redirect",
                          .title = is_whole ? "moving.title" : "moving.redirect_title",
                          .values = std::move(values),
                          .error = error},
                         user, request, tx);
}

std::string_view sentence_of(accounts::MoveObstacle obstacle) {
    using enum accounts::MoveObstacle;
    switch (obstacle) {
    case Themselves: return "moving.themselves";
    case Gone: return "moving.not_found";
    case ThereAlready: return "moving.there_already";
    case NotNamed: return "moving.not_named";
    case TooSoon: return "moving.too_soon";
    }
    return "moving.not_found";
}

// What is wrong, or "".
std::string_view move_user(const User& user, const std::string& acct, Followers followers, db::Tx& tx) {
    const auto account = accounts::find(tx, user.account).value();
    const auto target = accounts::find_by_acct(tx, acct);
    if (!target) return "moving.not_found";
    if (const auto obstacle = accounts::obstacle_to_move(tx, account, *target, {.followers = followers})) {
        return sentence_of(*obstacle);
    }
    return accounts::move(tx, account, *target, {.followers = followers}) ? "" : "moving.too_soon";
}

http::Reply post_move(Followers followers, const http::Request& request, db::Database& database) {
    const auto attempt = check_password(request, database);
    const auto own_page = followers == Followers::Taken ? kMigration : kNewRedirect;
    http::Reply reply = to_sign_in_first(own_page);
    const auto answer = [&](db::Tx& tx) {
        const auto session = session_of(request, tx);
        if (!session) return;
        auto error = attempt.error;
        if (error.empty()) error = move_user(session->user, acct_of(request), followers, tx);
        reply = error.empty() ? to_settings_page(kMigration, request)
                              : moving_page(followers, session->user, error, request, tx);
    };
    attempt.session&& attempt.error.empty() ? database.write(answer) : database.read(answer);
    return reply;
}

http::Reply cancel_move(const http::Request& request, db::Tx& tx) {
    const auto attempt = look_at_form(request, tx);
    if (!attempt.session) return to_sign_in_first(kMigration);
    const User& user = attempt.session->user;
    if (!attempt.error.empty()) return moving_page(Followers::Taken, user, attempt.error, request, tx);
    // Who has not moved has cancelled it in another window.
    (void)accounts::return_from_move(tx, accounts::find(tx, user.account).value());
    return to_settings_page(kMigration, request);
}

bool is_deletion(const http::Request& request) {
    return request.method == http::Method::Delete
           || base::equals_ignoring_ascii_case(request.text_or("_method", ""), "delete");
}

} // namespace

http::Reply get_migration(const http::Request& request, db::Tx& tx) {
    const auto session = session_of(request, tx);
    return session ? moving_page(Followers::Taken, session->user, "", request, tx) : to_sign_in_first(kMigration);
}

http::Reply post_migration(const http::Request& request, db::Database& database) {
    return post_move(Followers::Taken, request, database);
}

http::Reply get_new_redirect(const http::Request& request, db::Tx& tx) {
    const auto session = session_of(request, tx);
    return session ? moving_page(Followers::Left, session->user, "", request, tx) : to_sign_in_first(kNewRedirect);
}

http::Reply post_redirect(const http::Request& request, db::Database& database) {
    if (!is_deletion(request)) return post_move(Followers::Left, request, database);
    http::Reply reply;
    database.write([&](db::Tx& tx) { reply = cancel_move(request, tx); });
    return reply;
}

} // namespace auth

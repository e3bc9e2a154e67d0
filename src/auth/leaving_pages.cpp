#include "auth/leaving_pages.h"

#include "auth/csrf.h"
#include "auth/leaving.h"
#include "auth/pages.h"
#include "auth/people.h"
#include "auth/sessions.h"
#include "auth/sign_in_throttle.h"

#include <fmt/core.h>

namespace auth {
namespace {

std::optional<Session> session_of(const http::Request& request, db::Tx& tx) {
    return find_session(tx, session_secret(request, tx.config()));
}

http::Reply to_sign_in_first() { return http::redirect(303, "/auth/sign_in?return_to=/settings/delete"); }

// `error` is a key of the texts.
http::Reply delete_page(const User& user, std::string_view error, const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    const auto language = choose_language(request, config.default_language);
    const FormGuard guard(request, config, tx.random());
    json::Object values = {
        {"form_token", guard.token()},
        {"email", user.email},
        {"chosen_language", chosen_language(request) ? code_of(language) : ""},
        {"error", error.empty() ? "" : say(language, error)},
    };
    describe(values, user, config);
    return render({.name = "delete_account",
                   .title = say(language, "delete_account.title"),
                   .values = std::move(values),
                   .status = error.empty() ? 200 : 422},
                  request, config, language);
}

http::Reply farewell(const http::Request& request, const base::Config& config) {
    const auto language = choose_language(request, config.default_language);
    auto reply = render({.name = "message",
                         .title = say(language, "delete_account.done_title"),
                         .values = {{"text", say(language, "delete_account.done_text")}}},
                        request, config, language);
    clear_session_cookie(reply, config);
    return reply;
}

struct Attempt {
    std::optional<Session> session;
    std::string_view error; // As in delete_page; empty: the password is to be looked at.
};
Attempt attempt_of(const http::Request& request, db::Tx& tx) {
    Attempt attempt{session_of(request, tx), ""};
    if (!attempt.session) return attempt;
    if (!is_own_form(request, tx.config())) {
        attempt.error = "delete_account.expired";
    } else if (tx.config().rate_limits && !may_try_to_sign_in(attempt.session->user.email, tx.now())) {
        attempt.error = "delete_account.too_many";
    }
    return attempt;
}

} // namespace

http::Reply get_delete_account(const http::Request& request, db::Tx& tx) {
    const auto session = session_of(request, tx);
    return session ? delete_page(session->user, "", request, tx) : to_sign_in_first();
}

// No transaction is open while the password is checked.
http::Reply post_delete_account(const http::Request& request, db::Database& database) {
    Attempt attempt;
    database.read([&](db::Tx& tx) { attempt = attempt_of(request, tx); });
    if (!attempt.session) return to_sign_in_first();
    const User& user = attempt.session->user;
    if (attempt.error.empty() && !matches(user.password, request.text_or("password", ""))) {
        attempt.error = "delete_account.wrong";
    }

    http::Reply reply;
    const auto answer = [&](db::Tx& tx) {
        if (!attempt.error.empty()) return void(reply = delete_page(user, attempt.error, request, tx));
        if (const auto session = session_of(request, tx)) leave(tx, session->user);
        reply = farewell(request, tx.config());
    };
    attempt.error.empty() ? database.write(answer) : database.read(answer);
    return reply;
}

} // namespace auth

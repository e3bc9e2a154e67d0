#include "auth/settings.h"

#include "auth/csrf.h"
#include "auth/pages.h"
#include "auth/people.h"
#include "auth/sign_in_throttle.h"

#include <fmt/core.h>

namespace auth {

std::optional<Session> session_of(const http::Request& request, db::Tx& tx) {
    return find_session(tx, session_secret(request, tx.config()));
}

http::Reply to_sign_in_first(std::string_view path) {
    return http::redirect(303, fmt::format("/auth/sign_in?return_to={}", path));
}

http::Reply to_settings_page(std::string_view path, const http::Request& request) {
    const auto language = chosen_language(request);
    return http::redirect(303, language ? with_language(path, *language) : std::string(path));
}

http::Reply settings_page(SettingsPage page, const User& user, const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    const auto language = choose_language(request, config.default_language);
    const FormGuard guard(request, config, tx.random());
    auto& values = page.values;
    values["form_token"] = guard.token();
    values["email"] = user.email;
    values["chosen_language"] = chosen_language(request) ? code_of(language) : "";
    values["error"] = page.error.empty() ? "" : say(language, page.error, {{"handle", handle_of(user, config)}});
    values["is_password_wrong"] = page.error == "settings.wrong";
    describe(values, user, config);
    return render({.name = page.name,
                   .title = say(language, page.title),
                   .values = std::move(values),
                   .status = page.error.empty() ? 200 : 422},
                  request, config, language);
}

Attempt look_at_form(const http::Request& request, db::Tx& tx) {
    Attempt attempt{.session = session_of(request, tx)};
    if (attempt.session && !is_own_form(request, tx.config())) attempt.error = "settings.expired";
    return attempt;
}

Attempt check_password(const http::Request& request, db::Database& database) {
    Attempt attempt;
    database.read([&](db::Tx& tx) {
        attempt = look_at_form(request, tx);
        if (!attempt.session || !attempt.error.empty() || !tx.config().rate_limits) return;
        if (!may_try_to_sign_in(attempt.session->user.email, tx.now())) attempt.error = "settings.too_many";
    });
    if (!attempt.session || !attempt.error.empty()) return attempt;
    if (!matches(attempt.session->user.password, request.text_or("password", ""))) attempt.error = "settings.wrong";
    return attempt;
}

} // namespace auth

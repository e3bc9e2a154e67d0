#include "auth/password_reset_pages.h"

#include "auth/csrf.h"
#include "auth/pages.h"
#include "auth/password_reset.h"
#include "base/text.h"
#include "mail/mail.h"

#include <fmt/core.h>

namespace auth {
namespace {

std::string user_parameter(const http::Request& request, std::string_view name) {
    const auto* user = request.object("user");
    return user ? http::Params(*user).text_or(name, "") : "";
}

// `values` and `error`, a text of its own, are what the form shows.
http::Reply form_page(std::string_view name, json::Object values, std::string_view error, const http::Request& request,
                      db::Tx& tx) {
    const auto& config = tx.config();
    const auto language = choose_language(request, config.default_language);
    const FormGuard guard(request, config, tx.random());
    values["form_token"] = guard.token();
    values["chosen_language"] = chosen_language(request) ? code_of(language) : "";
    values["error"] = error.empty() ? "" : say(language, error);
    auto reply = render({.name = name,
                         .title = say(language, fmt::format("{}.title", name)),
                         .values = std::move(values),
                         .status = error.empty() ? 200 : 422},
                        request, config, language);
    guard.remember(reply, config);
    return reply;
}

// Asks for an address; or says that there is no mail, and who helps.
http::Reply request_page(std::string_view error, const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    return form_page("new_password", {{"has_mail", mail::is_configured(config)}, {"contact", config.contact_email}},
                     error, request, tx);
}

http::Reply edit_page(const std::string& token, std::string_view error, const http::Request& request, db::Tx& tx) {
    const auto user = find_user_by_reset_token(tx, token);
    if (!user) return request_page("new_password.invalid", request, tx);
    return form_page("edit_password", {{"token", token}, {"email", user->email}}, error, request, tx);
}

http::Reply message_page(std::string_view key, const http::Request& request, db::Tx& tx, bool may_sign_in) {
    const auto& config = tx.config();
    const auto language = choose_language(request, config.default_language);
    const std::string sign_in = may_sign_in ? fmt::format("/auth/sign_in?lang={}", code_of(language)) : "";
    return render({.name = "message",
                   .title = say(language, fmt::format("{}_title", key)),
                   .values = {{"text", say(language, fmt::format("{}_text", key))}, {"sign_in", sign_in}}},
                  request, config, language);
}

// A key of the texts; "" when this password will do.
std::string find_problem(const http::Request& request, const base::Config& config, const std::string& password) {
    if (!is_own_form(request, config)) return "new_password.expired";
    if (const auto problem = find_password_problem(password)) {
        return fmt::format("sign_up_errors.password_{}", problem->error);
    }
    return password == user_parameter(request, "password_confirmation") ? "" : "edit_password.mismatch";
}

} // namespace

http::Reply get_new_password(const http::Request& request, db::Tx& tx) { return request_page("", request, tx); }

http::Reply post_password(const http::Request& request, db::Tx& tx) {
    if (!is_own_form(request, tx.config())) return request_page("new_password.expired", request, tx);
    if (!mail::is_configured(tx.config())) return request_page("", request, tx);
    const auto language = choose_language(request, tx.config().default_language);
    send_password_reset(tx, base::trim(user_parameter(request, "email")), language);
    return message_page("new_password.sent", request, tx, false);
}

// The link in the mail.
http::Reply get_edit_password(const http::Request& request, db::Tx& tx) {
    return edit_page(request.text_or("reset_password_token", ""), "", request, tx);
}

http::Reply post_edit_password(const http::Request& request, db::Database& database) {
    const std::string token = request.text_or("reset_password_token", "");
    const std::string password = user_parameter(request, "password");
    std::optional<http::Reply> refused;
    database.read([&](db::Tx& tx) {
        const std::string problem = find_problem(request, tx.config(), password);
        if (!problem.empty() || !find_user_by_reset_token(tx, token)) refused = edit_page(token, problem, request, tx);
    });
    if (refused) return std::move(*refused);

    const auto hash = TRY(hash_password(password));
    http::Reply reply;
    database.write([&](db::Tx& tx) {
        reply = reset_password(tx, token, hash) ? message_page("edit_password.done", request, tx, true)
                                                : edit_page(token, "", request, tx);
    });
    return reply;
}

} // namespace auth

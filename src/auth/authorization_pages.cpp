#include "auth/authorization_pages.h"

#include "auth/authorization.h"
#include "auth/consent.h"
#include "auth/csrf.h"
#include "auth/pages.h"
#include "auth/people.h"
#include "auth/sessions.h"
#include "base/ascii.h"
#include "base/text.h"

#include <fmt/core.h>

namespace auth {
namespace {

// The value of force_login once the person has chosen an account: the consent page is shown, whatever was agreed
// before.
constexpr std::string_view kAccountChosen = "chosen";

AuthorizationQuestion read_question(const http::Request& request) {
    return {
        .response_type = request.text_or("response_type", ""),
        .client_id = request.text_or("client_id", ""),
        .redirect_uri = request.text_or("redirect_uri", ""),
        .scope = request.text_or("scope", ""),
        .state = request.text_or("state", ""),
        .code_challenge = request.text_or("code_challenge", ""),
        .code_challenge_method = request.text_or("code_challenge_method", ""),
    };
}

// A page for the person, or a message to the app.
http::Reply answer(const AuthorizationError& error, const AuthorizationQuestion& question, const http::Request& request,
                   db::Tx& tx) {
    if (error.is_for_the_app) return http::redirect(302, location_with_error(question, error));
    const auto language = choose_language(request, tx.config().default_language);
    const bool is_client = error.code == "invalid_client";
    const std::string_view key = is_client ? "client" : error.code == "invalid_redirect_uri" ? "redirect" : "request";
    return render_problem(is_client ? 401 : 400, key, request, tx.config(), language);
}

// The consent page again, to come back to once the person has chosen an account.
std::string own_url(const AuthorizationQuestion& question, const http::Request& request) {
    std::string url = "/oauth/authorize?force_login=" + std::string(kAccountChosen);
    for (const auto& [name, value] : parameters_of(question)) {
        if (!value.empty()) url += fmt::format("&{}={}", name, base::percent_encode(value));
    }
    const std::string lang = request.text_or("lang", "");
    if (!lang.empty()) url += "&lang=" + base::percent_encode(lang);
    return url;
}

std::string sign_in_url(const AuthorizationQuestion& question, const http::Request& request) {
    std::string url = "/auth/sign_in?return_to=" + base::percent_encode(own_url(question, request));
    const std::string lang = request.text_or("lang", "");
    if (!lang.empty()) url += "&lang=" + base::percent_encode(lang);
    return url;
}

http::Reply send_code(const Authorization& authorization, const AuthorizationQuestion& question, UserId user,
                      db::Tx& tx) {
    const std::string code = grant(tx, authorization, user);
    if (authorization.is_out_of_band()) return http::redirect(302, "/oauth/authorize/native?code=" + code);
    return http::redirect(302, location_with_code(question, code));
}

http::Reply consent_page(const Authorization& authorization, const AuthorizationQuestion& question, const User& user,
                         const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    const auto language = choose_language(request, config.default_language);
    const FormGuard guard(request, config, tx.random());
    auto values = describe_consent(authorization, question, language);
    describe(values, user, config);
    values["form_token"] = guard.token();
    values["switch"] = sign_in_url(question, request);
    return render(
        {.name = "consent", .title = say(language, "consent.title"), .values = std::move(values), .may_leave = true},
        request, config, language);
}

bool is_no(const http::Request& request) {
    return request.method == http::Method::Delete || request.text_or("decision", "") == "deny"
           || base::equals_ignoring_ascii_case(request.text_or("_method", ""), "delete");
}

http::Reply send_no(const Authorization& authorization, const AuthorizationQuestion& question,
                    const http::Request& request, db::Tx& tx) {
    if (!authorization.is_out_of_band()) return http::redirect(302, location_with_error(question, access_denied()));
    return render_problem(200, "denied", request, tx.config(), choose_language(request, tx.config().default_language));
}

} // namespace

http::Reply get_authorize(const http::Request& request, db::Tx& tx) {
    const auto question = read_question(request);
    const auto checked = check(tx, question);
    if (const auto* error = std::get_if<AuthorizationError>(&checked)) return answer(*error, question, request, tx);

    const auto& authorization = std::get<Authorization>(checked);
    const auto session = find_session(tx, session_secret(request, tx.config()));
    const bool is_account_chosen = request.text_or("force_login", "") == kAccountChosen;
    if (!session || (request.flag("force_login") && !is_account_chosen)) {
        return http::redirect(302, sign_in_url(question, request));
    }
    touch_session(tx, session->id);
    const auto scopes = http::parse_scopes(authorization.scopes).value_or(http::Scope::None);
    if (!is_account_chosen && has_token(tx, authorization.application.id, session->user.id, scopes)) {
        return send_code(authorization, question, session->user.id, tx);
    }
    return consent_page(authorization, question, session->user, request, tx);
}

http::Reply post_authorize(const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    if (!is_own_form(request, config)) {
        return render_problem(422, "expired", request, config, choose_language(request, config.default_language));
    }
    const auto question = read_question(request);
    const auto checked = check(tx, question);
    if (const auto* error = std::get_if<AuthorizationError>(&checked)) return answer(*error, question, request, tx);

    const auto& authorization = std::get<Authorization>(checked);
    const auto session = find_session(tx, session_secret(request, config));
    if (!session) return http::redirect(303, sign_in_url(question, request));
    touch_session(tx, session->id);
    if (is_no(request)) return send_no(authorization, question, request, tx);
    return send_code(authorization, question, session->user.id, tx);
}

http::Reply get_native_code(const http::Request& request, db::Tx& tx) {
    const auto language = choose_language(request, tx.config().default_language);
    return render(
        {.name = "code", .title = say(language, "code.title"), .values = {{"code", request.text_or("code", "")}}},
        request, tx.config(), language);
}

} // namespace auth

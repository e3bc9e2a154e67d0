#include "auth/sign_in_pages.h"

#include "auth/applications.h"
#include "auth/csrf.h"
#include "auth/pages.h"
#include "auth/people.h"
#include "auth/return_to.h"
#include "auth/sign_in.h"
#include "base/text.h"
#include "mail/mail.h"

#include <fmt/core.h>

namespace auth {
namespace {

std::optional<Session> current_session(const http::Request& request, db::Tx& tx) {
    return find_session(tx, session_secret(request, tx.config()));
}

// "user[email]", as Mastodon's form has it: password managers know it.
std::string user_parameter(const http::Request& request, std::string_view name) {
    const auto* user = request.object("user");
    return user ? http::Params(*user).text_or(name, "") : "";
}

// "so that Tusky can use …", when it is an app that sent somebody here.
std::string lead(db::Tx& tx, const std::string& return_to, Language language) {
    const std::string& domain = tx.config().domain;
    const auto app = find_application(tx, client_id_of(return_to));
    if (!app) return say(language, "sign_in.lead", {{"domain", domain}});
    return say(language, "sign_in.lead_for_app", {{"app", app->isolated_name()}, {"domain", domain}});
}

// "" when nobody can.
std::string sign_up_link(std::string_view return_to, const base::Config& config) {
    if (config.registrations == base::Registrations::Closed) return "";
    return fmt::format("/auth/sign_up?return_to={}", base::percent_encode(return_to));
}

struct SignInForm {
    std::string return_to;
    std::string email = {};
    std::string_view error = {}; // A key under "sign_in".
    int status = 200;
    std::optional<Session> session = {};
};

http::Reply sign_in_page(const SignInForm& form, const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    const auto language = choose_language(request, config.default_language);
    const FormGuard guard(request, config, tx.random());
    json::Object values = {
        {"heading", say(language, "sign_in.heading")},
        {"lead", lead(tx, form.return_to, language)},
        {"return_to", form.return_to},
        {"form_token", guard.token()},
        {"email", form.email},
        {"contact", config.contact_email},
        {"error", form.error.empty() ? "" : say(language, fmt::format("sign_in.{}", form.error))},
        {"resend", form.error == "unconfirmed"},
        {"sign_up", sign_up_link(form.return_to, config)},
        {"has_mail", mail::is_configured(config)},
        {"signed_in", form.session.has_value()},
        {"chosen_language", chosen_language(request) ? code_of(language) : ""},
    };
    if (form.session) {
        describe(values, form.session->user, config);
        values["continue"] = say(language, "sign_in.continue", {{"handle", handle_of(form.session->user, config)}});
    }
    auto reply = render({.name = "sign_in",
                         .title = say(language, "sign_in.title"),
                         .values = std::move(values),
                         .status = form.status},
                        request, config, language);
    guard.remember(reply, config);
    return reply;
}

std::string_view key_of(SignInRefusal refusal) {
    switch (refusal) {
    case SignInRefusal::Wrong: return "wrong";
    case SignInRefusal::TooMany: return "too_many";
    case SignInRefusal::Unconfirmed: return "unconfirmed";
    case SignInRefusal::Pending: return "pending";
    case SignInRefusal::Disabled: return "disabled";
    }
    return "wrong";
}

http::Reply refused(SignInForm form, std::string_view key, const http::Request& request, db::Database& database) {
    form.error = key;
    form.status = key == "too_many" ? 429 : 422;
    http::Reply reply;
    database.read([&](db::Tx& tx) {
        if (key == "unconfirmed" && !mail::is_configured(tx.config())) form.error = "unconfirmed_no_mail";
        reply = sign_in_page(form, request, tx);
    });
    if (form.status == 429) reply.with_header("Retry-After", "3600");
    return reply;
}

struct Origin {
    bool is_own_form = false;
    std::string old_secret;
};

Origin look_at(const http::Request& request, db::Database& database) {
    Origin origin;
    database.read([&](db::Tx& tx) {
        origin = {is_own_form(request, tx.config()), std::string(session_secret(request, tx.config()))};
    });
    return origin;
}

http::Reply signed_in(const std::string& secret, const std::string& return_to, const http::Request& request,
                      db::Database& database) {
    const auto language = chosen_language(request);
    auto reply = http::redirect(303, language ? with_language(return_to, *language) : return_to);
    database.read([&](db::Tx& tx) { set_session_cookie(reply, tx.config(), secret); });
    return reply;
}

std::string_view registrations_key(base::Registrations registrations) {
    switch (registrations) {
    case base::Registrations::Open: return "home.open";
    case base::Registrations::Approval: return "home.approval";
    case base::Registrations::Closed: return "home.closed";
    }
    return "home.closed";
}

} // namespace

http::Reply get_home(const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    const auto session = current_session(request, tx);
    const auto language = choose_language(request, config.default_language);
    const FormGuard guard(request, config, tx.random());
    json::Object values = {
        {"heading", say(language, "home.heading", {{"site", config.title}})},
        {"description", config.description.empty() ? say(language, "home.description") : config.description},
        {"registrations", say(language, registrations_key(config.registrations))},
        {"sign_in", fmt::format("/auth/sign_in?lang={}", code_of(language))},
        {"sign_up", sign_up_link("/", config)},
        {"signed_in", session.has_value()},
        {"form_token", guard.token()},
    };
    if (session) {
        values["target"] = describe_target(tx, session->user.account);
        describe(values, session->user, config);
    }
    return render({.name = "home", .title = say(language, "home.title"), .values = std::move(values)}, request, config,
                  language);
}

http::Reply get_sign_in(const http::Request& request, db::Tx& tx) {
    SignInForm form{.return_to = safe_return_to(request.text_or("return_to", ""))};
    form.session = current_session(request, tx);
    return sign_in_page(form, request, tx);
}

http::Reply post_sign_in(const http::Request& request, db::Database& database) {
    const std::string email = user_parameter(request, "email");
    const SignInForm form{.return_to = safe_return_to(request.text_or("return_to", "")), .email = email};
    const auto origin = look_at(request, database);
    if (!origin.is_own_form) return refused(form, "expired", request, database);

    const std::string password = user_parameter(request, "password");
    const auto outcome = sign_in(database, {.email = base::trim(email),
                                            .password = password,
                                            .browser = {request.peer, request.header("user-agent")},
                                            .old_secret = origin.old_secret});
    if (const auto* refusal = std::get_if<SignInRefusal>(&outcome)) {
        return refused(form, key_of(*refusal), request, database);
    }
    return signed_in(std::get<std::string>(outcome), form.return_to, request, database);
}

http::Reply delete_sign_out(const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    const auto language = choose_language(request, config.default_language);
    if (!is_own_form(request, config)) return render_problem(422, "expired", request, config, language);

    end_session(tx, session_secret(request, config));
    auto reply = http::redirect(303, "/");
    clear_session_cookie(reply, config);
    return reply;
}

} // namespace auth

#include "auth/sign_up_pages.h"

#include "auth/csrf.h"
#include "auth/newcomers.h"
#include "auth/pages.h"
#include "auth/return_to.h"
#include "auth/sessions.h"
#include "base/text.h"
#include "instance/rules.h"

#include <fmt/core.h>

namespace auth {
namespace {

// What somebody filled in, under the names that Mastodon's form has: password managers know them.
struct SignUpForm {
    std::string return_to;
    SignUp wanted = {};
    std::string password = {};
    std::string repeated = {};
    bool agrees = false;
    bool is_trap_sprung = false; // A field that people do not see, but programs fill in.

    std::vector<Problem> problems = {};
    bool is_expired = false;
    int status = 200;
};

SignUpForm read_form(const http::Request& request) {
    SignUpForm form{.return_to = safe_return_to(request.text_or("return_to", ""))};
    const auto* user = request.object("user");
    if (!user) return form;
    const http::Params params(*user);
    const auto* account = params.object("account_attributes");
    const auto* invitation = params.object("invite_request_attributes");
    if (account) form.wanted.username = base::trim(http::Params(*account).text_or("username", ""));
    if (invitation) form.wanted.reason = base::sanitize(http::Params(*invitation).text_or("text", ""));
    form.wanted.email = base::trim(params.text_or("email", ""));
    form.password = params.text_or("password", "");
    form.repeated = params.text_or("password_confirmation", "");
    form.agrees = params.flag("agreement");
    form.is_trap_sprung = !params.text_or("website", "").empty();
    return form;
}

// {"username": "This name is taken …"}, the first of each field.
json::Object errors_of(const SignUpForm& form, Language language) {
    json::Object errors;
    for (const Problem& problem : form.problems) {
        if (errors.contains(problem.field)) continue;
        errors[problem.field] = say(language, fmt::format("sign_up_errors.{}_{}", problem.field, problem.error));
    }
    return errors;
}

json::Object form_values(const SignUpForm& form, const base::Config& config, Language language, bool asks_why) {
    return {
        {"heading", say(language, "sign_up.heading", {{"site", config.title}})},
        {"lead", say(language, asks_why ? "sign_up.lead_approval" : "sign_up.lead", {{"domain", config.domain}})},
        {"return_to", form.return_to},
        {"sign_in", fmt::format("/auth/sign_in?return_to={}", base::percent_encode(form.return_to))},
        {"username", form.wanted.username},
        {"email", form.wanted.email},
        {"reason", form.wanted.reason},
        {"agrees", form.agrees},
        {"asks_why", asks_why},
        {"at_domain", "@" + config.domain},
        {"errors", errors_of(form, language)},
        {"expired", form.is_expired},
        {"refused", form.is_expired || !form.problems.empty()},
    };
}

json::Array rules_of(db::Tx& tx) {
    json::Array rules;
    for (const auto& rule : instance::rules(tx)) rules.push_back({{"text", rule.text}, {"hint", rule.hint}});
    return rules;
}

http::Reply message_page(std::string_view key, const http::Request& request, const base::Config& config,
                         std::initializer_list<std::pair<std::string_view, std::string_view>> values = {}) {
    const auto language = choose_language(request, config.default_language);
    return render({.name = "message",
                   .title = say(language, fmt::format("sign_up.{}_title", key)),
                   .values = {{"text", say(language, fmt::format("sign_up.{}_text", key), values)},
                              {"contact", config.contact_email}}},
                  request, config, language);
}

http::Reply sign_up_page(const SignUpForm& form, const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    if (config.registrations == base::Registrations::Closed) return message_page("closed", request, config);
    const auto language = choose_language(request, config.default_language);
    const FormGuard guard(request, config, tx.random());
    auto values = form_values(form, config, language, config.registrations == base::Registrations::Approval);
    values["form_token"] = guard.token();
    values["rules"] = rules_of(tx);
    values["has_rules"] = !values["rules"].as_array().empty();
    values["chosen_language"] = chosen_language(request) ? code_of(language) : "";
    auto reply = render({.name = "sign_up",
                         .title = say(language, "sign_up.title"),
                         .values = std::move(values),
                         .status = form.status},
                        request, config, language);
    guard.remember(reply, config);
    return reply;
}

std::vector<Problem> find_all_problems(db::Tx& tx, const SignUpForm& form) {
    auto problems = find_problems(tx, form.wanted);
    if (auto problem = find_password_problem(form.password)) {
        problems.push_back(std::move(*problem));
    } else if (form.password != form.repeated) {
        problems.push_back({"password_confirmation", "ERR_INVALID", "Password confirmation", "does not match"});
    }
    if (!form.agrees) problems.push_back({"agreement", "ERR_ACCEPTED", "Service agreement", "must be accepted"});
    return problems;
}

// Before a password is hashed, which costs more than all else. Empty: go ahead.
std::optional<http::Reply> refuse(SignUpForm& form, const http::Request& request, db::Tx& tx) {
    form.is_expired = !is_own_form(request, tx.config()) || form.is_trap_sprung;
    const bool is_closed = tx.config().registrations == base::Registrations::Closed;
    if (!form.is_expired && !is_closed) form.problems = find_all_problems(tx, form);
    if (!form.is_expired && !is_closed && form.problems.empty()) return std::nullopt;
    form.status = 422;
    return sign_up_page(form, request, tx);
}

http::Reply joined(const SignUpForm& form, const NewUser& user, const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    if (!form.wanted.is_confirmed) return message_page("mail", request, config, {{"email", form.wanted.email}});
    if (!form.wanted.is_approved) return message_page("pending", request, config);

    const auto language = chosen_language(request);
    auto reply = http::redirect(303, language ? with_language(form.return_to, *language) : form.return_to);
    set_session_cookie(reply, config, start_session(tx, user.user, {request.peer, request.header("user-agent")}));
    return reply;
}

} // namespace

http::Reply get_sign_up(const http::Request& request, db::Tx& tx) {
    return sign_up_page({.return_to = safe_return_to(request.text_or("return_to", ""))}, request, tx);
}

http::Reply post_sign_up(const http::Request& request, db::Database& database) {
    SignUpForm form = read_form(request);
    std::optional<http::Reply> refusal;
    database.read([&](db::Tx& tx) {
        form.wanted.locale = code_of(choose_language(request, tx.config().default_language));
        settle(form.wanted, tx.config());
        refusal = refuse(form, request, tx);
    });
    if (refusal) return std::move(*refusal);

    form.wanted.password = TRY(hash_password(form.password));
    http::Reply reply;
    database.run(db::Access::Write, [&](db::Tx& tx) {
        if (auto again = refuse(form, request, tx)) { // Somebody was quicker.
            reply = std::move(*again);
            return false;
        }
        const auto user = join(tx, form.wanted);
        reply = user ? joined(form, *user, request, tx) : http::Reply(user.error());
        return user.has_value();
    });
    return reply;
}

} // namespace auth

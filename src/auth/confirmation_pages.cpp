#include "auth/confirmation_pages.h"

#include "auth/confirmation.h"
#include "auth/csrf.h"
#include "auth/pages.h"
#include "base/text.h"

#include <fmt/core.h>

namespace auth {
namespace {

http::Reply form_page(std::string_view error, int status, const http::Request& request, db::Tx& tx) {
    const auto& config = tx.config();
    const auto language = choose_language(request, config.default_language);
    const FormGuard guard(request, config, tx.random());
    auto reply = render({.name = "confirmation",
                         .title = say(language, "confirmation.title"),
                         .values = {{"form_token", guard.token()},
                                    {"chosen_language", chosen_language(request) ? code_of(language) : ""},
                                    {"error", error.empty() ? "" : say(language, error)}},
                         .status = status},
                        request, config, language);
    guard.remember(reply, config);
    return reply;
}

http::Reply message_page(std::string_view key, const http::Request& request, db::Tx& tx, bool may_sign_in) {
    const auto& config = tx.config();
    const auto language = choose_language(request, config.default_language);
    const std::string sign_in = may_sign_in ? fmt::format("/auth/sign_in?lang={}", code_of(language)) : "";
    return render({.name = "message",
                   .title = say(language, fmt::format("confirmation.{}_title", key)),
                   .values = {{"text", say(language, fmt::format("confirmation.{}_text", key))}, {"sign_in", sign_in}}},
                  request, config, language);
}

} // namespace

// The link in the mail.
http::Reply get_confirmation(const http::Request& request, db::Tx& tx) {
    const auto user = confirm_by_token(tx, request.text_or("confirmation_token", ""));
    if (!user) return form_page("confirmation.invalid", 422, request, tx);
    return message_page(user->is_approved ? "done" : "done_pending", request, tx, user->is_approved);
}

http::Reply get_new_confirmation(const http::Request& request, db::Tx& tx) { return form_page("", 200, request, tx); }

http::Reply post_confirmation(const http::Request& request, db::Tx& tx) {
    if (!is_own_form(request, tx.config())) return form_page("confirmation.expired", 422, request, tx);
    const auto* user = request.object("user");
    send_confirmation_again(tx, base::trim(user ? http::Params(*user).text_or("email", "") : ""));
    return message_page("sent", request, tx, false);
}

} // namespace auth

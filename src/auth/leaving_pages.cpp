#include "auth/leaving_pages.h"

#include "auth/csrf.h"
#include "auth/leaving.h"
#include "auth/pages.h"
#include "auth/settings.h"

namespace auth {
namespace {

constexpr std::string_view kDelete = "/settings/delete";

http::Reply delete_page(const User& user, std::string_view error, const http::Request& request, db::Tx& tx) {
    return settings_page({.name = "delete_account", .title = "delete_account.title", .error = error}, user, request,
                         tx);
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

} // namespace

http::Reply get_delete_account(const http::Request& request, db::Tx& tx) {
    const auto session = session_of(request, tx);
    return session ? delete_page(session->user, "", request, tx) : to_sign_in_first(kDelete);
}

http::Reply post_delete_account(const http::Request& request, db::Database& database) {
    const auto attempt = check_password(request, database);
    if (!attempt.session) return to_sign_in_first(kDelete);

    http::Reply reply;
    const auto answer = [&](db::Tx& tx) {
        if (!attempt.error.empty()) {
            return void(reply = delete_page(attempt.session->user, attempt.error, request, tx));
        }
        if (const auto session = session_of(request, tx)) leave(tx, session->user);
        reply = farewell(request, tx.config());
    };
    attempt.error.empty() ? database.write(answer) : database.read(answer);
    return reply;
}

} // namespace auth

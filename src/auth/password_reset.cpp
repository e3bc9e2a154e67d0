#include "auth/password_reset.h"

#include "base/crypto.h"
#include "mail/mail.h"

#include <fmt/core.h>

namespace auth {

namespace {

mail::Message message_to(const User& user, const base::Config& config, Language language, std::string_view token) {
    const std::string link =
        with_language(fmt::format("{}/auth/password/edit?reset_password_token={}", config.web_url(), token), language);
    return {.to = user.email,
            .subject = say(language, "mail.reset_subject", {{"site", config.title}}),
            .text = say(language, "mail.reset_text",
                        {{"name", user.username}, {"site", config.title}, {"domain", config.domain}, {"link", link}})};
}

} // namespace

void send_password_reset(db::Tx& tx, std::string_view email, Language language) {
    if (!mail::is_configured(tx.config())) return;
    const auto user = find_user_by_email(tx, email);
    if (!user || !user->is_confirmed || user->is_disabled || user->is_suspended) return;
    const std::string token = tx.random().token();
    tx.exec("update users set reset_hash = $2, reset_sent_at = $3 where id = $1",
            {user->id, base::sha256_hex(token), tx.now()});
    mail::send(tx, message_to(*user, tx.config(), language, token));
}

std::optional<User> find_user_by_reset_token(db::Tx& tx, std::string_view token) {
    if (token.empty()) return std::nullopt;
    const auto id = tx.query_integer("select id from users where reset_hash = $1 and reset_sent_at > $2",
                                     {base::sha256_hex(token), tx.now() - kResetLife});
    return id ? find_user(tx, UserId{*id}) : std::nullopt;
}

bool reset_password(db::Tx& tx, std::string_view token, const PasswordHash& password) {
    const auto user = find_user_by_reset_token(tx, token);
    if (!user) return false;
    tx.exec("update users set reset_hash = null where id = $1", {user->id});
    change_password(tx, *user, password);
    return true;
}

} // namespace auth

#include "auth/confirmation.h"

#include "auth/language.h"
#include "base/crypto.h"
#include "mail/mail.h"

#include <fmt/core.h>

namespace auth {

namespace {

mail::Message message_to(const User& user, const base::Config& config, std::string_view token) {
    const auto language = language_of(user.locale);
    const std::string link =
        with_language(fmt::format("{}/auth/confirmation?confirmation_token={}", config.web_url(), token), language);
    return {.to = user.email,
            .subject = say(language, "mail.confirm_subject", {{"site", config.title}}),
            .text = say(language, "mail.confirm_text",
                        {{"name", user.username}, {"site", config.title}, {"domain", config.domain}, {"link", link}})};
}

} // namespace

void send_confirmation(db::Tx& tx, const User& user) {
    const std::string token = tx.random().token();
    tx.exec("update users set confirmation_hash = $2, confirmation_sent_at = $3 where id = $1",
            {user.id, base::sha256_hex(token), tx.now()});
    mail::send(tx, message_to(user, tx.config(), token));
}

void send_confirmation_again(db::Tx& tx, std::string_view email) {
    const auto user = find_user_by_email(tx, email);
    if (user && !user->is_confirmed && mail::is_configured(tx.config())) send_confirmation(tx, *user);
}

std::optional<User> confirm_by_token(db::Tx& tx, std::string_view token) {
    if (token.empty()) return std::nullopt;
    const auto id = tx.query_integer(R"(
        update users set confirmation_hash = null where confirmation_hash = $1 and confirmation_sent_at > $2
        returning id)", {base::sha256_hex(token), tx.now() - kConfirmationLife});
    if (!id) return std::nullopt;
    confirm(tx, UserId{*id});
    return find_user(tx, UserId{*id});
}

std::int64_t delete_unconfirmed(db::Tx& tx, int limit) {
    return tx.exec(R"(
        delete from accounts where id in (
            select account_id from users
            where confirmed_at is null and confirmation_sent_at is not null and confirmation_sent_at < $1
            order by confirmation_sent_at limit $2))", {tx.now() - kUnconfirmedLife, limit});
}

} // namespace auth

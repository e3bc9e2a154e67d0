#include "auth/confirmation_api.h"

#include "auth/confirmation.h"
#include "base/text.h"
#include "mail/mail.h"

namespace auth {
namespace {

Result<User> find_caller(const http::Request& request, db::Tx& tx) {
    auto user = find_user(tx, request.caller.user);
    if (!user) return base::refuse(base::Refusal::Invalid, "This method requires an authenticated user");
    return std::move(*user);
}

bool signed_up_with(db::Tx& tx, UserId user, ApplicationId application) {
    return tx.query_integer("select 1 from users where id = $1 and application_id = $2", {user, application})
        .has_value();
}

} // namespace

// https://docs.joinmastodon.org/methods/emails/#confirmation
http::Reply post_email_confirmation(const http::Request& request, db::Tx& tx) {
    const auto user = TRY(find_caller(request, tx));
    if (!signed_up_with(tx, user.id, request.caller.application)) {
        return base::forbidden("This method is only available to the application the user originally signed-up with");
    }
    if (user.is_confirmed) {
        return base::forbidden("This method is only available while the e-mail is awaiting confirmation");
    }
    if (!mail::is_configured(tx.config())) return base::invalid("This server sends no mail");
    const std::string email(base::trim(request.text_or("email", "")));
    if (!email.empty()) TRY(change_email(tx, user.id, email));
    send_confirmation(tx, *find_user(tx, user.id));
    return http::empty_object();
}

// https://docs.joinmastodon.org/methods/emails/#check_confirmation
http::Reply get_check_confirmation(const http::Request& request, db::Tx& tx) {
    const auto user = TRY(find_caller(request, tx));
    return http::json([&](json::Writer& out) { out.value(user.is_confirmed); });
}

} // namespace auth

#include "auth/newcomers.h"

#include "auth/confirmation.h"
#include "mail/mail.h"

namespace auth {

void settle(SignUp& wanted, const base::Config& config) {
    wanted.is_confirmed = !mail::is_configured(config);
    wanted.is_approved = config.registrations == base::Registrations::Open;
}

Result<NewUser> join(db::Tx& tx, const SignUp& wanted) {
    const auto user = TRY(sign_up(tx, wanted));
    if (!wanted.is_confirmed) send_confirmation(tx, *find_user(tx, user.user));
    return user;
}

} // namespace auth

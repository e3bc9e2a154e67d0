#include "auth/settings_lookup.h"

#include "accounts/moving_lookup.h"
#include "auth/settings.h"
#include "base/text.h"

namespace auth {

std::string acct_of(const http::Request& request) { return std::string(base::trim(request.text_or("acct", ""))); }

bool names_an_account(const http::Request& request) { return !acct_of(request).empty(); }

bool must_look_up_acct(const http::Request& request, db::Tx& tx) {
    if (!tx.context().client || !accounts::is_elsewhere(tx.config(), acct_of(request))) return false;
    const auto attempt = look_at_form(request, tx);
    return attempt.session && attempt.error.empty();
}

// One that cannot be reached is what we knew of it, or is not found.
void look_up_acct(const http::Request& request, db::Database& database) {
    (void)accounts::look_up_target(database, acct_of(request));
}

} // namespace auth

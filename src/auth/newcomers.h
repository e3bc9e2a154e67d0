#pragma once

#include "auth/sign_up.h"
#include "base/config.h"

// Those who sign up by themselves, by a page or by an app, as the site lets them.
namespace auth {

// Whether they are confirmed and approved from the beginning.
void settle(SignUp& wanted, const base::Config& config);

// Signs up, and sends the link that confirms the address when there is mail. Errors as in sign_up().
Result<NewUser> join(db::Tx& tx, const SignUp& wanted);

} // namespace auth

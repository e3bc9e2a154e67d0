#pragma once

#include "db/db.h"
#include "http/request.h"
#include "http/route.h"

#include <string>

// The form's field `acct`: the handle of another account, here or elsewhere.
namespace auth {

std::string acct_of(const http::Request& request);

// Its own server is asked who that is, for nobody but who is signed in and sent a form of ours.
bool names_an_account(const http::Request& request);
bool must_look_up_acct(const http::Request& request, db::Tx& tx);
void look_up_acct(const http::Request& request, db::Database& database);
inline constexpr http::EdgeStep kLookUpAcct{names_an_account, must_look_up_acct, look_up_acct};

} // namespace auth

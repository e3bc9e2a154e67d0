#pragma once

#include "auth/sessions.h"
#include "base/json.h"
#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

#include <optional>
#include <string_view>

// What the pages under /settings share: they are for who is signed in, and what weighs much asks for the password.
namespace auth {

std::optional<Session> session_of(const http::Request& request, db::Tx& tx);
// `path` is where it leads back to: see safe_return_to.
http::Reply to_sign_in_first(std::string_view path);
// After a form: in the language that the person has chosen.
http::Reply to_settings_page(std::string_view path, const http::Request& request);

struct SettingsPage {
    std::string_view name;  // "aliases" for pages/aliases.mustache.
    std::string_view title; // A key of the texts, as `error`.
    json::Object values = {};
    std::string_view error = {}; // Empty: all is well.
};
// With what each of them names: who it is, `form_token`, `chosen_language`, `error`, and whether it is the password.
http::Reply settings_page(SettingsPage page, const User& user, const http::Request& request, db::Tx& tx);

// Who sent a form, and what is wrong with it besides what it asks for.
struct Attempt {
    std::optional<Session> session;
    std::string_view error = {}; // As in SettingsPage.
};
// Whether it is a form of ours.
Attempt look_at_form(const http::Request& request, db::Tx& tx);
// The same, and whether `password` is theirs. No transaction is open while that is looked at.
Attempt check_password(const http::Request& request, db::Database& database);

} // namespace auth

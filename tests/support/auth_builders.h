#pragma once

#include "auth/applications.h"
#include "auth/sign_up.h"
#include "auth/tokens.h"
#include "db/db.h"

#include <string>

// People, apps and tokens for tests.

inline constexpr std::string_view kTestPassword = "correct horse";

struct PersonOptions {
    std::string username = "alice";
    bool is_approved = true;
    bool is_confirmed = true;
};
// alice@example.test, with kTestPassword.
auth::NewUser make_new_user(db::Tx& tx, const PersonOptions& options = {});

struct AppOptions {
    std::string redirect_uri = "https://app.test/callback";
    std::string scopes = "read write follow push";
};
auth::Application make_app(db::Tx& tx, const AppOptions& options = {});

#include "support/auth_builders.h"

auth::NewUser make_new_user(db::Tx& tx, const PersonOptions& options) {
    // Hashing takes 12 ms: once is enough for all.
    static const auth::PasswordHash password = auth::hash_password(kTestPassword).value();
    return auth::sign_up(tx,
                         {
                             .username = options.username,
                             .email = options.username + "@example.test",
                             .password = password,
                             .is_confirmed = options.is_confirmed,
                             .is_approved = options.is_approved,
                         })
        .value();
}

auth::Application make_app(db::Tx& tx, const AppOptions& options) {
    return auth::register_application(tx,
                                      {
                                          .name = "Test app",
                                          .redirect_uris = {options.redirect_uri},
                                          .scopes = options.scopes,
                                      })
        .value();
}

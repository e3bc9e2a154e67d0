#pragma once

#include "auth/applications.h"
#include "auth/tokens.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

// The authorization code flow: an app asks, a person agrees, the app gets a code and buys a token with it.
// RFC 6749 section 4.1, RFC 7636 (S256 alone), and Mastodon's error texts.
namespace auth {

inline constexpr std::chrono::seconds kCodeLife{600};

// What an app asks for, word by word.
struct AuthorizationQuestion {
    std::string response_type = {};
    std::string client_id = {};
    std::string redirect_uri = {};
    std::string scope = {};
    std::string state = {};
    std::string code_challenge = {};
    std::string code_challenge_method = {};
};

// A question that may be put to a person.
struct Authorization {
    Application application;
    std::string redirect_uri = {};
    std::string scopes = {};
    std::string code_challenge = {};

    bool is_out_of_band() const { return redirect_uri == kOutOfBand; }
};

// One that may not. RFC 6749, 4.1.2.1: the app hears of it, unless it is the app or its address that is wrong.
struct AuthorizationError {
    std::string_view code; // "invalid_scope"
    std::string description;
    bool is_for_the_app = false;
};

std::variant<Authorization, AuthorizationError> check(db::Tx& tx, const AuthorizationQuestion& question);

// The scopes that `app` gets when it asks for `scope`: "read" when it asks for nothing, as the documentation says, or
// all that it has, if that is not among it. nullopt when it asks for more than it has registered, or for what there is
// not.
std::optional<std::string> allowed_scopes(std::string_view scope, const Application& app);

// The code, for ten minutes and one use.
std::string grant(db::Tx& tx, const Authorization& authorization, UserId user);

// Where the person goes from here, with what the app is to know.
std::string location_with_code(const AuthorizationQuestion& question, std::string_view code);
std::string location_with_error(const AuthorizationQuestion& question, const AuthorizationError& error);
AuthorizationError access_denied();

struct CodeExchange {
    Application application; // Has shown its secret.
    std::string code;
    std::string redirect_uri;
    std::optional<std::string> code_verifier;
};
// Invalid with the code "invalid_grant" or "invalid_request". Commit also then: a code that comes back has been stolen,
// and takes what it bought with it.
Result<IssuedToken> exchange(db::Tx& tx, const CodeExchange& exchange);

} // namespace auth

#include "auth/authorization.h"

#include "auth/redirect_uri.h"
#include "base/crypto.h"
#include "base/text.h"

#include <fmt/core.h>

namespace auth {
namespace {

AuthorizationError missing(std::string_view parameter, bool is_for_the_app) {
    return {"invalid_request", fmt::format("Missing required parameter: {}.", parameter), is_for_the_app};
}

AuthorizationError unknown_client() {
    return {"invalid_client",
            "Client authentication failed due to unknown client, no client authentication included, or unsupported "
            "authentication method."};
}

AuthorizationError bad_redirect() {
    return {"invalid_redirect_uri", "The requested redirect uri is malformed or doesn't match client redirect URI."};
}

AuthorizationError bad_response_type() {
    return {"unsupported_response_type", "The authorization server does not support this response type.", true};
}

AuthorizationError bad_scope() {
    return {"invalid_scope", "The requested scope is invalid, unknown, or malformed.", true};
}

AuthorizationError bad_challenge_method() {
    return {"invalid_code_challenge_method", "The code_challenge_method must be S256.", true};
}

std::optional<AuthorizationError> find_error(const AuthorizationQuestion& question, const Application& app) {
    if (question.response_type.empty()) return missing("response_type", true);
    if (question.response_type != "code") return bad_response_type();
    if (!allowed_scopes(question.scope, app)) return bad_scope();
    if (!question.code_challenge.empty() && question.code_challenge_method != "S256") return bad_challenge_method();
    return std::nullopt;
}

struct Grant {
    ApplicationId application;
    UserId user;
    std::string redirect_uri;
    std::string scopes;
    std::string code_challenge;
    base::Time created_at;
    bool is_used = false;
    TokenId token;
};

void insert_grant(db::Tx& tx, std::string_view code, const Authorization& authorization, UserId user) {
    tx.exec(R"(
        insert into oauth_access_grants (code_hash, application_id, user_id, redirect_uri, scopes, code_challenge, created_at)
        values ($1, $2, $3, $4, $5, $6, $7))", {base::sha256_hex(code), authorization.application.id, user, authorization.redirect_uri,
                       authorization.scopes, authorization.code_challenge, tx.now()});
}

// Nobody else uses it before this transaction ends.
std::optional<Grant> take_grant(db::Tx& tx, std::string_view code) {
    auto rows = tx.query(R"(
        select application_id, user_id, redirect_uri, scopes, code_challenge, created_at, used_at, token_id
        from oauth_access_grants where code_hash = $1 /*for_update*/)", {base::sha256_hex(code)});
    if (!rows.next()) return std::nullopt;
    return Grant{
        .application = rows.id<ApplicationId>(0),
        .user = rows.id<UserId>(1),
        .redirect_uri = rows.string(2),
        .scopes = rows.string(3),
        .code_challenge = rows.string(4),
        .created_at = rows.time(5),
        .is_used = !rows.is_null(6),
        .token = rows.id<TokenId>(7),
    };
}

void mark_used(db::Tx& tx, std::string_view code, TokenId token) {
    tx.exec("update oauth_access_grants set used_at = $2, token_id = $3 where code_hash = $1",
            {base::sha256_hex(code), tx.now(), token});
}

base::Unexpected invalid_grant() {
    return base::Unexpected(base::Error{
        base::Refusal::Invalid,
        "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the "
        "authorization request, or was issued to another client.",
        "invalid_grant"});
}

base::Unexpected missing_parameter(std::string_view name) {
    return base::Unexpected(
        base::Error{base::Refusal::Invalid, fmt::format("Missing required parameter: {}.", name), "invalid_request"});
}

// A verifier for a code that was asked for without a challenge is refused too: RFC 9700, 4.8.2 (PKCE downgrade).
bool verifies(const std::string& challenge, const std::optional<std::string>& verifier) {
    if (challenge.empty()) return !verifier || verifier->empty();
    return verifier && base::constant_time_equal(base::base64url(base::sha256(*verifier)), challenge);
}

std::string with_state(std::string query, const AuthorizationQuestion& question) {
    if (!question.state.empty()) query += "&state=" + base::percent_encode(question.state);
    return add_query(question.redirect_uri, query);
}

} // namespace

std::variant<Authorization, AuthorizationError> check(db::Tx& tx, const AuthorizationQuestion& question) {
    if (question.client_id.empty()) return missing("client_id", false);
    auto app = find_application(tx, question.client_id);
    if (!app) return unknown_client();
    if (question.redirect_uri.empty()) return missing("redirect_uri", false);
    if (!app->may_redirect_to(question.redirect_uri)) return bad_redirect();

    if (auto error = find_error(question, *app)) {
        error->is_for_the_app = question.redirect_uri != kOutOfBand;
        return *error;
    }
    std::string scopes = *allowed_scopes(question.scope, *app);
    return Authorization{std::move(*app), question.redirect_uri, std::move(scopes), question.code_challenge};
}

std::optional<std::string> allowed_scopes(std::string_view scope, const Application& app) {
    std::string scopes = normalise_scopes(scope);
    if (scopes.empty()) scopes = http::contains(app.scope_bits(), *http::parse_scopes("read")) ? "read" : app.scopes;
    const auto bits = http::parse_scopes(scopes);
    return bits && http::contains(app.scope_bits(), *bits) ? std::optional(scopes) : std::nullopt;
}

std::string grant(db::Tx& tx, const Authorization& authorization, UserId user) {
    std::string code = tx.random().token();
    insert_grant(tx, code, authorization, user);
    return code;
}

std::string location_with_code(const AuthorizationQuestion& question, std::string_view code) {
    return with_state(fmt::format("code={}", code), question);
}

std::string location_with_error(const AuthorizationQuestion& question, const AuthorizationError& error) {
    return with_state(fmt::format("error={}&error_description={}", error.code, base::percent_encode(error.description)),
                      question);
}

AuthorizationError access_denied() {
    return {"access_denied", "The resource owner or authorization server denied the request.", true};
}

Result<IssuedToken> exchange(db::Tx& tx, const CodeExchange& exchange) {
    const auto grant = take_grant(tx, exchange.code);
    const bool needs_verifier = grant && !grant->code_challenge.empty();
    if (needs_verifier && exchange.code_verifier.value_or("").empty()) return missing_parameter("code_verifier");
    if (exchange.redirect_uri.empty()) return missing_parameter("redirect_uri");
    if (!grant || grant->application != exchange.application.id) return invalid_grant();
    if (grant->redirect_uri != exchange.redirect_uri || !verifies(grant->code_challenge, exchange.code_verifier)) {
        return invalid_grant();
    }
    if (grant->is_used) {
        // Whoever gets here has all that the rightful app has: one of the two is a thief.
        revoke_token(tx, grant->token);
        return invalid_grant();
    }
    if (grant->created_at + kCodeLife < tx.now()) return invalid_grant();

    auto token = issue_token(tx, {grant->application, grant->user, grant->scopes});
    mark_used(tx, exchange.code, token.id);
    return token;
}

} // namespace auth

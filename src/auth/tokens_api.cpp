#include "auth/tokens_api.h"

#include "auth/applications.h"
#include "auth/authorization.h"
#include "auth/tokens.h"
#include "base/ascii.h"
#include "base/crypto.h"

#include <algorithm>
#include <fmt/core.h>

namespace auth {
namespace {

struct Credentials {
    std::string client_id;
    std::string client_secret;
};

// "Basic …"; RFC 6749, 2.3.1.
std::optional<Credentials> read_basic(std::string_view header) {
    constexpr std::string_view kScheme = "basic ";
    if (!base::equals_ignoring_ascii_case(header.substr(0, kScheme.size()), kScheme)) return std::nullopt;
    std::string encoded(header.substr(kScheme.size()));
    std::ranges::replace(encoded, '+', '-');
    std::ranges::replace(encoded, '/', '_');
    const auto pair = base::from_base64url(encoded);
    const auto colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos || pair->find('\0') != std::string::npos) return std::nullopt;
    return Credentials{pair->substr(0, colon), pair->substr(colon + 1)};
}

// The application that shows its secret, in the header or in the body.
std::optional<Application> find_client(const http::Request& request, db::Tx& tx) {
    const auto credentials =
        read_basic(request.header("authorization"))
            .value_or(Credentials{request.text_or("client_id", ""), request.text_or("client_secret", "")});
    auto app = find_application(tx, credentials.client_id);
    if (!app || !base::constant_time_equal(app->client_secret, credentials.client_secret)) return std::nullopt;
    return app;
}

// RFC 6749, 5.2. Not a refusal: what was changed before it stays changed.
http::Reply error(int status, std::string_view code, std::string_view description) {
    auto reply = http::json([&](json::Writer& out) {
        out.begin_object();
        out.field("error", code);
        out.field("error_description", description);
        out.end_object();
    });
    reply.status = status;
    reply.with_header("Cache-Control", "no-store");
    if (status == 401) reply.with_header("WWW-Authenticate", "Basic realm=\"akebono\"");
    return reply;
}

http::Reply invalid_client() {
    return error(
        401, "invalid_client",
        "Client authentication failed due to unknown client, no client authentication included, or unsupported "
        "authentication method.");
}

http::Reply missing(std::string_view parameter) {
    return error(400, "invalid_request", fmt::format("Missing required parameter: {}.", parameter));
}

http::Reply reply_with(const IssuedToken& token) {
    return http::json([&](json::Writer& out) { write_token(out, token); }).with_header("Cache-Control", "no-store");
}

http::Reply exchange_code(const http::Request& request, db::Tx& tx, const Application& app) {
    const std::string code = request.text_or("code", "");
    if (code.empty()) return missing("code");
    const auto token = exchange(tx, {
                                        .application = app,
                                        .code = code,
                                        .redirect_uri = request.text_or("redirect_uri", ""),
                                        .code_verifier = request.text("code_verifier"),
                                    });
    if (!token) return error(400, token.error().code, token.error().message);
    return reply_with(*token);
}

http::Reply give_application_token(const http::Request& request, db::Tx& tx, const Application& app) {
    const auto scopes = allowed_scopes(request.text_or("scope", ""), app);
    if (!scopes) {
        return error(400, "invalid_scope", "The requested scope is invalid, unknown, or malformed.");
    }
    return reply_with(issue_token(tx, {.application = app.id, .scopes = *scopes}));
}

} // namespace

// https://docs.joinmastodon.org/methods/oauth/#token
http::Reply post_token(const http::Request& request, db::Tx& tx) {
    const std::string grant_type = request.text_or("grant_type", "");
    if (grant_type.empty()) return missing("grant_type");
    if (grant_type != "authorization_code" && grant_type != "client_credentials") {
        return error(400, "unsupported_grant_type",
                     "The authorization grant type is not supported by the authorization server.");
    }
    const auto app = find_client(request, tx);
    if (!app) return invalid_client();
    if (grant_type == "client_credentials") return give_application_token(request, tx, *app);
    return exchange_code(request, tx, *app);
}

// https://docs.joinmastodon.org/methods/oauth/#revoke
http::Reply post_revoke(const http::Request& request, db::Tx& tx) {
    const auto app = find_client(request, tx);
    const auto token = find_token(tx, request.text_or("token", ""));
    // RFC 7009, 2.2: a token that is none is as good as revoked.
    const bool is_anothers = app && token && token->application != app->id;
    if (!app || is_anothers) return error(403, "unauthorized_client", "You are not authorized to revoke this token");
    if (token) revoke_token(tx, token->id);
    return http::empty_object();
}

} // namespace auth

#include "auth/discovery_api.h"

#include "accounts/accounts.h"
#include "accounts/pictures.h"
#include "auth/users.h"

namespace auth {
namespace {

template <typename Texts>
void write_texts(json::Writer& out, std::string_view name, const Texts& texts) {
    out.key(name);
    out.begin_array();
    for (const std::string_view text : texts) out.value(text);
    out.end_array();
}

} // namespace

// https://docs.joinmastodon.org/methods/oauth/#authorization-server-metadata, RFC 8414
http::Reply get_oauth_metadata(const http::Request&, db::Tx& tx) {
    const std::string url = tx.config().web_url();
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.field("issuer", url + "/");
        out.field("service_documentation", "https://docs.joinmastodon.org/");
        out.field("authorization_endpoint", url + "/oauth/authorize");
        out.field("token_endpoint", url + "/oauth/token");
        out.field("app_registration_endpoint", url + "/api/v1/apps");
        out.field("revocation_endpoint", url + "/oauth/revoke");
        out.field("userinfo_endpoint", url + "/oauth/userinfo");
        write_texts(out, "scopes_supported", http::scope_names());
        write_texts(out, "response_types_supported", std::array{"code"});
        write_texts(out, "response_modes_supported", std::array{"query"});
        write_texts(out, "grant_types_supported", std::array{"authorization_code", "client_credentials"});
        write_texts(out, "token_endpoint_auth_methods_supported",
                    std::array{"client_secret_basic", "client_secret_post"});
        write_texts(out, "code_challenge_methods_supported", std::array{"S256"});
        out.end_object();
    });
}

// https://docs.joinmastodon.org/methods/oauth/#userinfo
http::Reply get_userinfo(const http::Request& request, db::Tx& tx) {
    const auto user = find_user(tx, request.caller.user);
    if (!user) return base::not_found();
    const auto& config = tx.config();
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.field("iss", config.web_url() + "/");
        out.field("sub", accounts::local_uri(config, user->username));
        out.field("name", user->display_name);
        out.field("preferred_username", user->username);
        out.field("profile", accounts::local_url(config, user->username));
        out.field("picture", accounts::picture_url(config, user->avatar, accounts::kDefaultAvatarPath));
        out.end_object();
    });
}

} // namespace auth

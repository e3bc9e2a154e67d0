#include "auth/applications_api.h"

#include "auth/applications.h"
#include "auth/words.h"

namespace auth {
namespace {

// A list, or one text with an address a line.
std::vector<std::string> read_redirect_uris(const http::Request& request) {
    std::vector<std::string> uris;
    for (const auto& text : request.texts("redirect_uris")) {
        for (auto& uri : split(text, " \t\r\n")) uris.push_back(std::move(uri));
    }
    return uris;
}

std::string or_read(std::string scopes) { return scopes.empty() ? "read" : scopes; }

std::optional<std::string> unless_empty(std::optional<std::string> text) {
    return text && !text->empty() ? text : std::nullopt;
}

// https://docs.joinmastodon.org/entities/Application/
void write_fields(json::Writer& out, const Application& app) {
    std::string redirect_uri;
    for (const auto& uri : app.redirect_uris) redirect_uri += (redirect_uri.empty() ? "" : "\n") + uri;

    out.field("id", app.id);
    out.field("name", app.name);
    out.field("website", app.website);
    out.key("scopes");
    out.begin_array();
    for (const auto& scope : split(app.scopes, " ")) out.value(scope);
    out.end_array();
    out.key("redirect_uris");
    out.begin_array();
    for (const auto& uri : app.redirect_uris) out.value(uri);
    out.end_array();
    out.field("redirect_uri", redirect_uri);
    out.field("vapid_key", "");
}

} // namespace

// https://docs.joinmastodon.org/methods/apps/#create
http::Reply post_app(const http::Request& request, db::Tx& tx) {
    const auto app = TRY(register_application(tx, {
                                                      .name = request.text_or("client_name", ""),
                                                      .redirect_uris = read_redirect_uris(request),
                                                      .scopes = or_read(request.text_or("scopes", "")),
                                                      .website = unless_empty(request.text("website")),
                                                  }));
    return http::json([&](json::Writer& out) {
        out.begin_object();
        write_fields(out, app);
        out.field("client_id", app.client_id);
        out.field("client_secret", app.client_secret);
        out.field("client_secret_expires_at", 0);
        out.end_object();
    });
}

// https://docs.joinmastodon.org/methods/apps/#verify_credentials
http::Reply get_verify_app_credentials(const http::Request& request, db::Tx& tx) {
    const auto app = find_application(tx, request.caller.application);
    if (!app) return base::refuse(base::Refusal::Unauthorized, "The access token is invalid");
    return http::json([&](json::Writer& out) {
        out.begin_object();
        write_fields(out, *app);
        out.end_object();
    });
}

} // namespace auth
